"""The loading list of one trip: the last stop first, a box to tick per product, and who loaded it."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.lettering import elide
from dispatch.documents.panel import at_town
from dispatch.documents.paper import Foot, Paper, below, lay_out
from dispatch.documents.pen import LEFT, RIGHT, RULE, SOFT, WIDTH, Pen
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text
from dispatch.documents.table import Cell, Column, Table, soft
from dispatch.documents.truck_head import Fact, square, truck_head, truck_running_head
from dispatch.documents.truck_sheets import LoadingLine, LoadingSheet, LoadingStop
from dispatch.documents.words import count, say

_SIGN_HEIGHT = 62.0


def loading_paper(sheet: LoadingSheet, trips: int, layout: Layout = DEFAULT_LAYOUT) -> Paper:
    """Lay out a loading list; `trips` is how many the truck makes that day."""
    truck = sheet.truck
    language = truck.language
    title = say(language, "loading")
    trip = say(language, "trip_of", trip=sheet.trip, trips=trips)
    table = Table(_columns(language))
    blocks: list[Block] = []
    for stop in reversed(sheet.stops):
        blocks.append(_stop_heading(stop, language))
        for place, line in enumerate(stop.lines, start=1):
            last = place == len(stop.lines) and stop is not sheet.stops[0]
            blocks.extend(table.row(_cells(stop, line, language), glued=not last))
    blocks.append(_totals(sheet))
    return lay_out(
        f"{title} · {trip}",
        language,
        head=below(truck_head(truck, title, trip, _facts(sheet)), below(_reverse_order(language), table.head())),
        running=below(truck_running_head(truck, title, trip), table.head()),
        blocks=blocks,
        foot=Foot(f"{title} · {say(language, 'tour', tour=truck.tour)} · {trip}", truck.distances, _digits(sheet)),
        closing=_signatures(language),
        layout=layout,
    )


def _digits(sheet: LoadingSheet) -> str:
    return in_groups(fingerprint(sheet))


def _facts(sheet: LoadingSheet) -> list[Fact]:
    truck = sheet.truck
    language = truck.language
    where = " · ".join(part for part in (truck.depot.name, sheet.dock) if part)
    facts = [
        (say(language, "vehicle"), " · ".join(part for part in (truck.vehicle, truck.plate) if part)),
        (say(language, "driver"), truck.driver or "—"),
        (say(language, "depot"), where or "—"),
    ]
    if sheet.loads_at is not None:
        facts.append((say(language, "load_from"), formats.clock(sheet.loads_at)))
    facts.append((say(language, "departure"), formats.clock(sheet.departs_at)))
    return facts


def _columns(language: Language) -> list[Column]:
    widths = (26, 30, 54, 76, 86, 0, 42)
    return [
        Column("", widths[0], tick=True),
        Column(say(language, "col_stop"), widths[1], "centre"),
        Column(say(language, "col_quantity"), widths[2], "right"),
        Column(say(language, "col_unit"), widths[3]),
        Column(say(language, "col_reference"), widths[4]),
        Column(say(language, "col_designation"), WIDTH - sum(widths)),
        Column(say(language, "col_kg"), widths[6], "right"),
    ]


def _cells(stop: LoadingStop, line: LoadingLine, language: Language) -> list[Cell]:
    designation = [Text(line.designation, 10)]
    if line.lots:
        key = "lots" if len(line.lots) > 1 else "lot"
        designation.append(Text(say(language, key, lots=", ".join(line.lots)), 8.5, bold=True))
    return [
        [],
        [soft(str(stop.number), 9)],
        [Text(formats.quantity(line.qty, language), 12, bold=True)],
        [soft(line.unit, 8.5)],
        [Text(line.reference, 9)],
        designation,
        [Text(formats.kilograms(line.weight_g, language) if line.weight_g is not None else "", 9.5)],
    ]


def _stop_heading(stop: LoadingStop, language: Language) -> Block:
    """Return the stop's number in black, customer and town, its notes, parcels and weight."""
    words = []
    if stop.parcels is not None:
        words.append(count(language, "parcel", stop.parcels))
    words.append(f"{formats.kilograms(stop.weight_g, language)}\u00a0kg")
    goods = " · ".join(words)
    room = WIDTH - 40 - width_of(goods, 10, True) - 12

    def draw(pen: Pen, top: float) -> None:
        square(pen, LEFT, top + 8, 26, str(stop.number))
        pen.text(LEFT + 35, top + 20, elide(at_town(stop.customer, stop.city), room, 11.5, bold=True), 11.5, bold=True)
        pen.text(LEFT + 35, top + 32, elide(", ".join(stop.notes), WIDTH - 40, 8.5), 8.5, grey=SOFT)
        pen.text(RIGHT - 3.5, top + 20, goods, 10, bold=True, align="right")
        pen.rule(LEFT, top + 37, WIDTH, weight=0.8)

    return Block(37, draw, glued=True)


def _reverse_order(language: Language) -> Block:
    def draw(pen: Pen, top: float) -> None:
        pen.text(LEFT, top + 10, say(language, "reverse_order"), 9.5, bold=True)

    return Block(16, draw)


def _totals(sheet: LoadingSheet) -> Block:
    language = sheet.truck.language
    words = [count(language, "stop", len(sheet.stops))]
    if sheet.parcels is not None:
        words.append(count(language, "parcel", sheet.parcels))
    words.append(f"{formats.kilograms(sheet.weight_g, language)}\u00a0kg")

    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, top + 4, WIDTH, weight=1.0)
        pen.text(LEFT, top + 20, say(language, "total"), 11, bold=True)
        pen.text(RIGHT - 3.5, top + 20, " · ".join(words), 11, bold=True, align="right")

    return Block(28, draw)


def _signatures(language: Language) -> Block:
    """Return who loaded, when it ended, the driver's check, and room for remarks."""
    cells = (("loaded_by", 128.0), ("loaded_at", 88.0), ("checked_by", 150.0), ("remarks", WIDTH - 366.0))

    def draw(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, WIDTH, _SIGN_HEIGHT, weight=1.1)
        x = LEFT
        for key, width in cells:
            if x > LEFT:
                pen.upright(x, top, _SIGN_HEIGHT, grey=RULE)
            pen.text(x + 7, top + 13, say(language, key), 7.5, grey=SOFT)
            x += width

    return Block(_SIGN_HEIGHT, draw)
