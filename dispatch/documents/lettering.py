"""From any text to the letters drawn: no markup is ever parsed, what the font lacks is a visible box, long words break.

Nothing in this room goes through a markup parser (reportlab's ``Paragraph``): ``<b>`` and ``<img src=…>`` in a name are
letters like others by construction. Right-to-left runs are put in visual order (letters are not joined: the font map
would lose them in copying).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from dispatch.documents.fonts import drawable, width_of

BOX = "\u25a1"
ELLIPSIS = "…"

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_SPACES = "\t\v\f\u2028\u2029"
_INVISIBLE = {"Cc", "Cf", "Cs"}  # controls, joiners and direction overrides, lone surrogates
_UNIT_BEHIND_NUMBER = re.compile(r"(?<=\d) (?=(?:[^\W\d_]{1,2}|[%€])(?: |$|[,;.)]))")  # "250 g" stays on one line
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


@lru_cache(maxsize=16384)
def clean(text: str) -> str:
    """Return text of drawable letters only: controls dropped, what the font lacks replaced by a box. Line breaks stay."""
    known = drawable()
    letters = []
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")):
        code = ord(letter)
        if letter == "\n":
            letters.append(letter)
        elif letter in _SPACES:
            letters.append(" ")
        elif unicodedata.category(letter) in _INVISIBLE:
            if unicodedata.category(letter) == "Cs":
                letters.append(BOX)
        elif code not in _VARIATION_SELECTORS:
            letters.append(letter if code in known else BOX)
    return "".join(letters)


@lru_cache(maxsize=16384)
def visual(text: str) -> str:
    """Return one line in the order in which its letters stand on paper, for a left-to-right page."""
    if not _RIGHT_TO_LEFT.search(text):
        return text
    kinds = [unicodedata.bidirectional(letter) for letter in text]
    strong = [index for index, kind in enumerate(kinds) if kind in {"R", "AL"}]
    drawn: list[str] = []
    position = 0
    for first, last in _runs(strong, kinds):
        drawn.append(text[position:first])
        drawn.append(_reverse(text[first : last + 1]))
        position = last + 1
    return "".join(drawn) + text[position:]


@lru_cache(maxsize=16384)
def wrap(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Break a text into lines of at most `width` points; a word longer than the line breaks at a hyphen, else where the line ends."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines.extend(_wrap_paragraph(paragraph, width, size, bold))
    return tuple(lines)


def elide(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return one line of at most `width` points, its end replaced by an ellipsis where it is longer."""
    line = clean(text).replace("\n", " ")
    if width_of(line, size, bold) <= width:
        return line
    return _head_that_fits(line, width - width_of(ELLIPSIS, size, bold), size, bold).rstrip() + ELLIPSIS


def _wrap_paragraph(paragraph: str, width: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in (one for one in _UNIT_BEHIND_NUMBER.sub("\u00a0", paragraph).split(" ") if one):
        candidate = f"{line} {word}" if line else word
        if width_of(candidate, size, bold) <= width:
            line = candidate
            continue
        if line:
            lines.append(line)
        rest = word
        while width_of(rest, size, bold) > width:
            head = _at_hyphen(_head_that_fits(rest, width, size, bold))
            lines.append(head)
            rest = rest[len(head) :]
        line = rest
    if line:
        lines.append(line)
    return lines


def _at_hyphen(head: str) -> str:
    """Return the beginning up to its last hyphen or stroke, where a reader expects a long name to break; all of it without one."""
    return head[: max(head.rfind("-"), head.rfind("/")) + 1] or head


def _head_that_fits(text: str, width: float, size: float, bold: bool) -> str:
    """Return the longest beginning that fits (one letter at least)."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(text[:middle], size, bold) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def _runs(strong: list[int], kinds: list[str]) -> list[tuple[int, int]]:
    """Group strong right-to-left letters into runs, from first to last, with no left-to-right letter between."""
    runs: list[tuple[int, int]] = []
    for index in strong:
        if runs and "L" not in kinds[runs[-1][1] : index]:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def _reverse(run: str) -> str:
    """Turn a run round: marks stay behind their letter, numbers keep their digits' order, brackets are mirrored."""
    pieces = re.findall(r"\d+(?:[.,:/]\d+)*|.[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]*", run)
    return "".join(piece if piece[0].isdigit() else piece.translate(_MIRRORED) for piece in reversed(pieces))
