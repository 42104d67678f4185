"""The box in which goods are received: date and hour, name, position, signature and stamp, precise reservations."""

from __future__ import annotations

from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.pen import LEFT, RULE, SOFT, WIDTH, Pen
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.words import say

HEIGHT = 138.0
_INSET = 10.0
_FIRST = 186.0
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
    x = LEFT + _INSET
    end = LEFT + _FIRST - _INSET
    y = top + 18
    pen.text(x, y, say(language, "received"), 9, bold=True)
    x += width_of(say(language, "received"), 9, True) + 5
    for length, sign in ((15, "/"), (15, "/"), (24, "")):
        x = _blank(pen, x, y, length, sign)
    pen.text(x + 1, y, say(language, "at"), 9)
    x += width_of(say(language, "at"), 9) + 5
    x = _blank(pen, x, y, 14, say(language, "hour"))
    pen.rule(x, y + 2, end - x, grey=SOFT)
    for place, key in enumerate(("name_capitals", "quality", "parcels_received")):
        y = top + 54 + place * 34
        label = say(language, key)
        pen.text(LEFT + _INSET, y, label, 8, grey=SOFT)
        start = LEFT + _INSET + width_of(label, 8) + 6
        pen.rule(start, y + 2, end - start, grey=SOFT)


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
    how = set_texts([Text(say(language, "reserves_how"), 7, soft=True)], width, most_lines=1)
    how.draw(pen, x, top + 20)
    for place in range(4):
        pen.rule(x, top + 50 + place * 20.5, width, grey=RULE)
    pen.text(x, top + HEIGHT - 9, say(language, "reserves_void"), 6.2, grey=SOFT)
