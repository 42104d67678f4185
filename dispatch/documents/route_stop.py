"""One stop of the route sheet, readable at arm's length: number, hour, customer, address, gate, telephone, goods, room to write."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.lettering import ELLIPSIS
from dispatch.documents.panel import address_line, contact_line
from dispatch.documents.pen import LEFT, RIGHT, SOFT, WIDTH, Pen, tag_width
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.truck_head import square
from dispatch.documents.truck_sheets import RouteStop, Truck
from dispatch.documents.words import count, say

_HOUR_WIDTH = 108.0
_QR = 62.0
_NUMBER = 34.0
_WRITE = 27.0
_TAG = 8.5


def route_stop(stop: RouteStop, truck: Truck) -> Block:
    """Return a stop as one block."""
    language = truck.language
    code = _QR + 12 if stop.qr_text else 0.0
    body_width = WIDTH - _HOUR_WIDTH - code
    site = set_texts(
        [
            Text(stop.site.name, 13.5, bold=True, most_lines=3),
            Text(address_line(stop.site, language, truck.depot.country), 11, most_lines=5),
            Text(f"▸ {stop.instructions}" if stop.instructions else "", 10, bold=True, most_lines=8),
            Text(contact_line(stop.site, language), 10.5, most_lines=3),
        ],
        body_width,
    )
    goods = set_texts([Text(_goods(stop, truck), 10, bold=True, most_lines=8)], body_width)
    hours = _hours(stop, truck)
    hours_stack = set_texts(hours, _HOUR_WIDTH - 8)
    tags = _tags(stop, truck)
    rows = _tag_rows(tags, body_width)
    body = site.height + 3 + goods.height + len(rows) * (_TAG * 1.75 + 4)
    upper = max(body, _NUMBER + 4 + hours_stack.height, _QR if stop.qr_text else 0.0)
    height = 8 + upper + _WRITE + 4

    def draw(pen: Pen, top: float) -> None:
        y = top + 8
        square(pen, LEFT, y, _NUMBER, str(stop.number))
        pen.text(LEFT + _NUMBER + 7, y + 23, formats.clock(stop.arrives_at), 15.5, bold=True)
        hours_stack.draw(pen, LEFT, y + _NUMBER + 4)
        x = LEFT + _HOUR_WIDTH
        site.draw(pen, x, y - 2)
        goods.draw(pen, x, y + site.height + 1)
        at = y + site.height + goods.height + 4
        for row in rows:
            start = x
            for words, filled in row:
                start += pen.tag(start, at, words, _TAG, filled=filled) + 5
            at += _TAG * 1.75 + 4
        pen.qr(RIGHT - _QR, y, _QR, stop.qr_text)
        _room_to_write(pen, top + height - 10, truck)
        pen.rule(LEFT, top + height, WIDTH, weight=0.9)

    return Block(height, draw)


def _goods(stop: RouteStop, truck: Truck) -> str:
    words = []
    if stop.parcels is not None:
        words.append(count(truck.language, "parcel", stop.parcels))
    words.append(f"{formats.kilograms(stop.weight_g, truck.language)}\u00a0kg")
    return " · ".join([*words, ", ".join(stop.notes)] if stop.notes else words)


def _hours(stop: RouteStop, truck: Truck) -> list[Text]:
    """Return the windows and the road from the stop before."""
    texts = [Text(formats.window(one), 11, bold=True) for one in stop.windows[:5]]
    leg = []
    if stop.leg_m is not None:
        leg.append(formats.kilometres(stop.leg_m, truck.language))
    if stop.leg_s is not None:
        leg.append(formats.duration(stop.leg_s))
    texts.append(Text(" · ".join(leg), 8, soft=True))
    return texts


def _tags(stop: RouteStop, truck: Truck) -> list[tuple[str, bool]]:
    tags = []
    if stop.cash_cents:
        amount = formats.money(stop.cash_cents, truck.currency, truck.language)
        tags.append((say(truck.language, "collect", amount=amount), True))
    tags.extend((word, False) for word in stop.equipment)
    return tags


def _tag_rows(tags: list[tuple[str, bool]], width: float) -> list[list[tuple[str, bool]]]:
    rows: list[list[tuple[str, bool]]] = []
    used = width
    for words, filled in tags:
        needed = tag_width(words, _TAG) + 5
        if used + needed > width:
            rows.append([])
            used = 0.0
        rows[-1].append((words, filled))
        used += needed
    if len(rows) > 3:
        rows = [*rows[:2], [*rows[2][:-1], (ELLIPSIS, False)]]
    return rows


def _room_to_write(pen: Pen, y: float, truck: Truck) -> None:
    """Draw the blanks for the real hours and for remarks."""
    x = LEFT
    for key, blank in (("real_arrival", 46.0), ("real_departure", 46.0), ("real_reserves", 0.0)):
        label = say(truck.language, key)
        pen.text(x, y, label, 8, grey=SOFT)
        start = x + width_of(label, 8) + 5
        length = blank or RIGHT - start
        pen.rule(start, y + 2, length, grey=SOFT)
        x = start + length + 14
