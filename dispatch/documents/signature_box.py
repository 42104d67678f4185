"""The box in which goods are received: date and hour, name, position, signature and stamp, precise reservations."""

from __future__ import annotations

from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.pen import INK, LEFT, RULE, SOFT, WIDTH, Pen
from dispatch.documents.sheets import Language
from dispatch.documents.words import say

HEIGHT = 138.0
_INSET = 10.0
_FIRST = 192.0
_SECOND = 142.0


def signature_box(language: Language) -> Block:
    """Return the box, over the whole width."""

    def draw(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, WIDTH, HEIGHT, weight=1.1)
        pen.upright(LEFT + _FIRST, top, HEIGHT, grey=RULE)
        pen.upright(LEFT + _FIRST + _SECOND, top, HEIGHT, grey=RULE)
        _who(pen, top, language)
        pen.text(LEFT + _FIRST + _INSET, top + 17, say(language, "signature_stamp"), 9, bold=True)
        _reserves(pen, top, language)

    return Block(HEIGHT, draw)


def _who(pen: Pen, top: float, language: Language) -> None:
    left = LEFT + _INSET
    end = LEFT + _FIRST - _INSET
    y = top + 21
    x = _label(pen, left, y, say(language, "received"), bold=True)
    for length, sign in ((26, "/"), (26, "/")):
        x = _blank(pen, x, y, length, sign)
    pen.rule(x, y + 2, end - x, grey=SOFT)
    y += 34
    x = _label(pen, left, y, say(language, "at"), bold=True)
    x = _blank(pen, x, y, 28, say(language, "hour"))
    x = _blank(pen, x, y, 28, "")
    x = _label(pen, x + 6, y, say(language, "parcels_received"))
    pen.rule(x, y + 2, end - x, grey=SOFT)
    for key in ("name_capitals", "quality"):
        y += 34
        x = _label(pen, left, y, say(language, key))
        pen.rule(x, y + 2, end - x, grey=SOFT)


def _label(pen: Pen, x: float, y: float, words: str, *, bold: bool = False) -> float:
    """Write a label and return where the blank behind it begins."""
    size = 9 if bold else 8
    pen.text(x, y, words, size, bold=bold, grey=INK if bold else SOFT)
    return x + width_of(words, size, bold) + 5


def _blank(pen: Pen, x: float, y: float, length: float, sign: str) -> float:
    """Draw a line to write on and the sign behind it; return where the next begins."""
    pen.rule(x, y + 2, length, grey=SOFT)
    pen.text(x + length + 1.5, y, sign, 9)
    return x + length + width_of(sign, 9) + 3


def _reserves(pen: Pen, top: float, language: Language) -> None:
    x = LEFT + _FIRST + _SECOND + _INSET
    width = WIDTH - _FIRST - _SECOND - 2 * _INSET
    heading = say(language, "reserves")
    pen.text(x, top + 17, heading, 9, bold=True)
    pen.text(x, top + 27, say(language, "reserves_how"), 7, grey=SOFT)
    for place in range(4):
        pen.rule(x, top + 50 + place * 20.5, width, grey=RULE)
    pen.text(x, top + HEIGHT - 9, say(language, "reserves_void"), 6.2, grey=SOFT)
