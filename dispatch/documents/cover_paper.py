"""The cover of a truck's pack: whose it is, its trips and totals, the papers below it, the notes to bring back signed."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.documents import formats
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.panel import at_town
from dispatch.documents.paper import Foot, Paper, below, lay_out
from dispatch.documents.pen import INK, LEFT, PAGE_HEIGHT, WIDTH, Pen
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.table import Cell, Column, Table
from dispatch.documents.truck_head import truck_facts, truck_head, truck_running_head
from dispatch.documents.truck_sheets import PackSheet, RouteTrip
from dispatch.documents.words import count, say

Content = tuple[str, int, int]
"""A kind of paper, how many of it lie in the pack, their pages."""


def cover_paper(pack: PackSheet, contents: Sequence[Content], layout: Layout = DEFAULT_LAYOUT) -> Paper:
    """Lay out the cover over the papers that `contents` lists."""
    truck = pack.cover.truck
    title = say(truck.language, "cover")
    summary = _summary(pack)
    above = [*_trips(pack), *_contents(pack, contents)]
    head = _remarks_below(truck_head(truck, title, summary, truck_facts(truck), pack.route.qr_text), pack)
    running = truck_running_head(truck, title, summary)
    if head.height + sum(block.height for block in above) < PAGE_HEIGHT / 2:  # then what continues is the list of notes
        running = below(running, _notes_table(truck.language).head())
    return lay_out(
        title,
        truck.language,
        head=head,
        running=running,
        blocks=[*above, *_notes(pack)],
        foot=Foot(
            f"{title} · {say(truck.language, 'tour', tour=truck.tour)} · {formats.short_date(truck.on, truck.language)}",
            truck.distances,
            in_groups(fingerprint(pack)),
        ),
        layout=layout,
    )


def _summary(pack: PackSheet) -> str:
    language = pack.cover.truck.language
    words = [
        count(language, "trip", len(pack.route.trips)),
        count(language, "stop", len(pack.route.stops)),
        count(language, "note", len(pack.notes)),
    ]
    if pack.route.cash_cents:
        amount = formats.money(pack.route.cash_cents, pack.cover.truck.currency, language)
        words.append(say(language, "cash_total", amount=amount))
    return " · ".join(words)


def _remarks_below(head: Block, pack: PackSheet) -> Block:
    """Return the head with the remarks in a marked paragraph under it."""
    if not pack.cover.remarks:
        return head
    words = set_texts([Text(remark, 10.5, most_lines=4) for remark in pack.cover.remarks[:8]], WIDTH - 14)

    def draw(pen: Pen, top: float) -> None:
        head.draw(pen, top)
        pen.fill(LEFT, top + head.height + 4, 3, words.height + 2, INK)
        words.draw(pen, LEFT + 11, top + head.height + 4)

    return Block(head.height + words.height + 10, draw)


def _heading(words: str) -> Block:
    def draw(pen: Pen, top: float) -> None:
        pen.text(LEFT, top + 24, words, 12, bold=True)

    return Block(30, draw, glued=True)


def _trips(pack: PackSheet) -> list[Block]:
    language = pack.cover.truck.language
    widths = (40, 72, 58, 56, 50, 50, 0, 74)
    keys = ("col_trip", "load_from", "departure", "return", "col_stops", "col_parcels", "col_kg", "col_distance")
    free = WIDTH - sum(widths)
    table = Table(
        [
            Column(say(language, key), width or free, "left" if place == 0 else "right")
            for place, (key, width) in enumerate(zip(keys, widths, strict=True))
        ]
    )
    blocks = [_heading(say(language, "trips")), table.head()]
    for trip in pack.route.trips:
        blocks.extend(table.row(_trip_cells(trip, pack)))
    return blocks


def _trip_cells(trip: RouteTrip, pack: PackSheet) -> list[Cell]:
    language = pack.cover.truck.language
    weight = [Text(formats.kilograms(trip.weight_g, language), 11, bold=True)]
    capacity = pack.cover.capacity_g
    if capacity:
        percent = (trip.weight_g * 100 + capacity // 2) // capacity
        room = formats.quantity(capacity, language)
        weight.append(Text(say(language, "of_capacity", percent=percent, capacity=room), 7.5, soft=True))
    return [
        [Text(str(trip.number), 11, bold=True)],
        [Text(formats.clock(trip.loads_at) if trip.loads_at is not None else "—", 11)],
        [Text(formats.clock(trip.departs_at), 11, bold=True)],
        [Text(formats.clock(trip.returns_at) if trip.returns_at is not None else "—", 11)],
        [Text(str(len(trip.stops)), 11)],
        [Text(str(trip.parcels) if trip.parcels is not None else "—", 11)],
        weight,
        [Text(formats.kilometres(trip.distance_m, language) if trip.distance_m is not None else "—", 11)],
    ]


def _contents(pack: PackSheet, contents: Sequence[Content]) -> list[Block]:
    language = pack.cover.truck.language
    table = Table(
        [
            Column("", 30, tick=True),
            Column(say(language, "col_paper"), WIDTH - 190),
            Column(say(language, "col_copies"), 90, "right"),
            Column(say(language, "col_pages"), 70, "right"),
        ]
    )
    blocks = [_heading(say(language, "papers")), table.head()]
    for words, number, pages in contents:
        blocks.extend(table.row([[], [Text(words, 10)], [Text(str(number), 10)], [Text(str(pages), 10)]]))
    return blocks


def _notes(pack: PackSheet) -> list[Block]:
    """Return the list that the desk ticks when the driver comes back."""
    if not pack.notes:
        return []
    language = pack.cover.truck.language
    table = _notes_table(language)
    blocks = [_heading(say(language, "notes_back")), table.head()]
    for note in pack.notes:
        cash = formats.money(note.cash_cents, note.currency, language) if note.cash_cents else ""
        blocks.extend(
            table.row(
                [
                    [Text(str(note.stop) if note.stop is not None else "", 10, bold=True)],
                    [Text(note.number, 10)],
                    [Text(at_town(note.consignee.name, note.consignee.city), 10)],
                    [Text(cash, 10, bold=True)],
                    [],
                ]
            )
        )
    return blocks


def _notes_table(language: Language) -> Table:
    returned = say(language, "col_returned")
    widths = (46, 112, 0, 92, max(66.0, width_of(returned, 7.5, True) + 10))
    return Table(
        [
            Column(say(language, "col_stop"), widths[0]),
            Column(say(language, "col_note"), widths[1]),
            Column(say(language, "col_customer"), WIDTH - sum(widths)),
            Column(say(language, "col_cash"), widths[3], "right"),
            Column(returned, widths[4], "centre", tick=True),
        ]
    )
