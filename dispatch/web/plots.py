"""Small plots: a value per week as bars in a box of 160 × 44, whole numbers only, drawn by the template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, GAP = 160, 44, 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; where there is no value it is a thin line at the bottom."""

    x: int
    y: int
    width: int
    height: int
    label: str
    known: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """A figure over some weeks: its name, its last value in words, its bars from left to right."""

    label: str
    now: str
    note: str
    bars: tuple[Bar, ...]


def plot(
    label: str, values: Sequence[float | None], words: Sequence[str], note: str = "", top: float | None = None
) -> Plot:
    """Bars for values; `words` says each of them, `top` is the value that fills the box (the greatest by default)."""
    highest = top or max((value for value in values if value is not None), default=0.0) or 1.0
    step = WIDTH // max(len(values), 1)
    bars = []
    for place, (value, said) in enumerate(zip(values, words, strict=True)):
        height = 1 if value is None else max(1, min(HEIGHT, round(HEIGHT * value / highest)))
        bars.append(Bar(place * step, HEIGHT - height, step - GAP, height, said, value is not None))
    now = next((said for value, said in zip(reversed(values), reversed(words), strict=True) if value is not None), "—")
    return Plot(label, now, note, tuple(bars))
