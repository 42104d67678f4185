"""The head of a truck's papers: the tour large in a black square, what paper this is, the day, and a strip of facts."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.documents import formats
from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.lettering import clean, elide
from dispatch.documents.panel import address_line
from dispatch.documents.pen import LEFT, RIGHT, RULE, SOFT, WIDTH, Pen
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.truck_sheets import Truck
from dispatch.documents.words import say

SQUARE = 50.0
QR = 58.0
_FACT_LABEL = 7.0
_FACT_SIZE = 10.5
_FACT_INSET = 14.0

Fact = tuple[str, str]


def truck_head(truck: Truck, title: str, subtitle: str, facts: Sequence[Fact], qr_text: str = "") -> Block:
    """Return the head of the first page, facts in a strip below it."""
    code = QR + 14 if qr_text else 0.0
    widths = _widths(facts)
    strip = [
        set_texts([Text(value, _FACT_SIZE, bold=True, most_lines=3)], width - _FACT_INSET)
        for (_, value), width in zip(facts, widths, strict=True)
    ]
    strip_height = max((stack.height for stack in strip), default=0.0) + 22
    top_height = max(SQUARE, QR if qr_text else 0.0) + 10

    def draw(pen: Pen, top: float) -> None:
        square(pen, LEFT, top, SQUARE, truck.tour)
        x = LEFT + SQUARE + 14
        room = RIGHT - code - x
        pen.text(x, top + 19, elide(title, room, 21, bold=True), 21, bold=True, accent=True)
        day = formats.long_date(truck.on, truck.language)
        pen.text(x, top + 35, elide(day[:1].upper() + day[1:], room, 11, bold=True), 11, bold=True)
        whole = f"{truck.company} · {subtitle}"
        said = whole if width_of(clean(whole), 9) <= room else subtitle  # the numbers before the name
        pen.text(x, top + 48, elide(said, room, 9), 9, grey=SOFT)
        pen.qr(RIGHT - QR, top, QR, qr_text)
        y = top + top_height
        pen.rule(LEFT, y, WIDTH, weight=1.0)
        at = LEFT
        for (label, _), stack, width in zip(facts, strip, widths, strict=True):
            inset = 0.0 if at == LEFT else 8.0
            if inset:
                pen.upright(at, y + 5, strip_height - 10, grey=RULE)
            pen.text(at + inset, y + 12, elide(label, width - inset - 2, _FACT_LABEL), _FACT_LABEL, grey=SOFT)
            stack.draw(pen, at + inset, y + 14.5)
            at += width
        pen.rule(LEFT, y + strip_height, WIDTH, grey=RULE)

    return Block(top_height + strip_height + 8, draw)


def _widths(facts: Sequence[Fact]) -> list[float]:
    """Share the width out: to each fact what it needs, the rest (or what is lacking) in equal shares of need."""
    needs = [
        max(width_of(clean(label), _FACT_LABEL), width_of(clean(value), _FACT_SIZE, True)) + _FACT_INSET
        for label, value in facts
    ]
    total = sum(needs)
    if total <= WIDTH:
        return [need + (WIDTH - total) / len(needs) for need in needs]
    floor = WIDTH / (2 * len(needs))
    spare = sum(max(need - floor, 0.0) for need in needs)
    return [floor + max(need - floor, 0.0) * (WIDTH - floor * len(needs)) / spare for need in needs]


def truck_running_head(truck: Truck, title: str, subtitle: str) -> Block:
    """Return the short head of the pages that follow."""

    def draw(pen: Pen, top: float) -> None:
        square(pen, LEFT, top, 24, truck.tour)
        pen.text(LEFT + 34, top + 11, title, 12, bold=True, accent=True)
        words = (formats.short_date(truck.on, truck.language), truck.driver, subtitle, say(truck.language, "continued"))
        pen.text(LEFT + 34, top + 23, elide(" · ".join(filter(None, words)), WIDTH - 40, 8.5), 8.5, grey=SOFT)

    return Block(36, draw)


def truck_facts(truck: Truck) -> list[Fact]:
    """Return vehicle, driver and depot, each with its label."""
    vehicle = " · ".join(part for part in (truck.vehicle, truck.plate) if part)
    phone = formats.phone(truck.driver_phone, truck.language)
    return [
        (say(truck.language, "vehicle"), vehicle),
        (say(truck.language, "driver"), " ".join(part for part in (truck.driver, phone) if part) or "—"),
        (say(truck.language, "depot"), truck.depot.name or address_line(truck.depot, truck.language, "")),
    ]


def square(pen: Pen, x: float, y: float, side: float, word: str) -> None:
    """Draw a word white on a black square, as large as it fits."""
    size = side * 0.62
    word = clean(word) or "–"
    while width_of(word, size, True) > side - 5 and size > 6:
        size -= 0.5
    word = elide(word, side - 3, size, bold=True)
    pen.fill(x, y, side, side)
    pen.text(x + side / 2, y + side / 2 + size * 0.36, word, size, bold=True, grey=1.0, align="centre")
