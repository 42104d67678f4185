"""Texts set one below the other in a column: measured first, drawn later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dispatch.documents.lettering import ELLIPSIS, elide, wrap
from dispatch.documents.pen import INK, SOFT, Align, Pen

LEADING = 1.34


@dataclass(frozen=True)
class Text:
    """A text and how it is set; it wraps to the column's width.

    Attributes
    ----------
    soft
        Grey, for what may be read second.
    most_lines
        Beyond these an ellipsis says that there was more; None: no end.
    """

    text: str
    size: float = 9
    bold: bool = False
    soft: bool = False
    most_lines: int | None = None


@dataclass(frozen=True)
class Line:
    """One line as set; `baseline` is points below the top of the stack."""

    text: str
    size: float
    bold: bool
    soft: bool
    baseline: float


@dataclass(frozen=True)
class Stack:
    """Lines ready to draw, and their whole height in points."""

    lines: tuple[Line, ...]
    height: float

    def draw(self, pen: Pen, x: float, y: float, width: float = 0.0, align: Align = "left") -> None:
        """Draw with the top at `y`, in the column from `x` to `x + width`."""
        at = {"left": x, "right": x + width, "centre": x + width / 2}[align]
        for line in self.lines:
            grey = SOFT if line.soft else INK
            pen.text(at, y + line.baseline, line.text, line.size, bold=line.bold, grey=grey, align=align)

    def parts(self, height: float) -> tuple[Stack, ...]:
        """Cut into stacks of at most `height` points (one line at least each)."""
        if self.height <= height:
            return (self,)
        parts: list[Stack] = []
        lines: list[Line] = []
        top = 0.0
        for line in self.lines:
            leading = line.size * LEADING
            bottom = line.baseline - line.size + leading
            if lines and bottom - top > height:
                parts.append(Stack(tuple(lines), lines[-1].baseline - lines[-1].size + lines[-1].size * LEADING))
                lines = []
                top = line.baseline - line.size
            lines.append(Line(line.text, line.size, line.bold, line.soft, line.baseline - top))
        parts.append(Stack(tuple(lines), self.height - top))
        return tuple(parts)


def scaled(texts: Sequence[Text], scale: float) -> tuple[Text, ...]:
    """Return texts in letters larger or smaller by a factor."""
    return tuple(texts) if scale == 1 else tuple(replace(text, size=text.size * scale) for text in texts)


def set_texts(texts: Iterable[Text], width: float) -> Stack:
    """Set texts in a column of `width` points; empty ones take no room."""
    return _set(tuple(text for text in texts if text.text), width)


@lru_cache(maxsize=8192)
def _set(texts: tuple[Text, ...], width: float) -> Stack:
    lines: list[Line] = []
    height = 0.0
    for text in texts:
        wrapped = wrap(text.text, width, text.size, text.bold)
        if text.most_lines is not None and len(wrapped) > text.most_lines:
            last = elide(f"{wrapped[text.most_lines - 1]} {ELLIPSIS}", width, text.size, text.bold)
            wrapped = (*wrapped[: text.most_lines - 1], last)
        for words in wrapped:
            lines.append(Line(words, text.size, text.bold, text.soft, height + text.size))
            height += text.size * LEADING
    return Stack(tuple(lines), height)
