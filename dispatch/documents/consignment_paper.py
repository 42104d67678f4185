"""The consignment note: who hands goods to which carrier, where and when, for whom they are, and the boxes to sign."""

from __future__ import annotations

from enum import Enum

from dispatch.documents import formats
from dispatch.documents.blocks import gap, paragraph, piled
from dispatch.documents.consignment_sheets import CarriedTo, ConsignmentSheet
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.letterhead import Letterhead, letterhead, running_head
from dispatch.documents.panel import Panel, address_texts, contact_line, panels
from dispatch.documents.paper import Foot, Paper, below, lay_out, print_papers
from dispatch.documents.pen import LEFT, RULE, SOFT, WIDTH, Pen
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.table import Cell, Column, Table, soft
from dispatch.documents.words import count, say

_BOX = 92.0
_BLANK = "………………………………"


class ConsignmentCopy(Enum):
    """Whom a printed consignment note is for."""

    CARRIER = "carrier"
    SHIPPER = "shipper"


def draw_consignment(sheet: ConsignmentSheet, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw both copies of a consignment note: the carrier's, which stays on board, and the shipper's."""
    papers = [consignment_paper(sheet, copy, layout) for copy in ConsignmentCopy]
    return print_papers(f"{say(sheet.language, 'consignment')} {sheet.number}", sheet.shipper.name, [("", papers)])


def consignment_paper(sheet: ConsignmentSheet, copy: ConsignmentCopy, layout: Layout) -> Paper:
    """Lay out one copy."""
    language = sheet.language
    title, label = say(language, "consignment"), say(language, f"consignment_{copy.value}")

    def tag(pen: Pen, x: float, y: float) -> None:
        pen.tag(x, y, label.upper(), 6.8, filled=copy is ConsignmentCopy.CARRIER)

    travel = [say(language, "tour", tour=sheet.tour), sheet.plate, sheet.driver]
    head = Letterhead(
        seller=sheet.shipper,
        title=title,
        number=sheet.number,
        day=say(language, "written_on", day=formats.long_date(sheet.on, language)),
        more=(" · ".join(part for part in travel if part),),
        tag=tag,
    )
    table = _table(language)
    last = len(sheet.stops)
    rows = [
        block for at, stop in enumerate(sheet.stops, 1) for block in table.row(_cells(stop, sheet), glued=at == last)
    ]
    return lay_out(
        f"{title} {sheet.number} · {label}",
        language,
        head=below(piled(letterhead(head, language, layout), _parties(sheet, layout)), table.head()),
        running=below(
            running_head(f"{title} {sheet.number}", f"{sheet.carrier.name} · {say(language, 'continued')}"),
            table.head(),
        ),
        blocks=[*rows, _totals(sheet), paragraph(Text(say(language, "consignment_law"), 7.5, soft=True), 8.0)],
        foot=Foot(
            label=f"{title} {sheet.number} · {label}",
            distances=sheet.distances,
            digits=in_groups(fingerprint(sheet)),
            legal=layout.legal_footer,
        ),
        closing=_signatures(language),
        layout=layout,
    )


def _parties(sheet: ConsignmentSheet, layout: Layout) -> list[Block]:
    """Return shipper, carrier (with room to write what is not known) and where the goods are taken over."""
    language, home = sheet.language, sheet.shipper.country
    shipper = (
        Text(sheet.shipper.name, 10, bold=True, most_lines=3),
        *address_texts(sheet.shipper, language, home, 8.5),
        Text(" · ".join(sheet.shipper.identifiers), 7.5, soft=True, most_lines=2),
    )
    carrier = [Text(sheet.carrier.name, 10, bold=True, most_lines=3)]
    carrier += address_texts(sheet.carrier, language, home, 8.5)
    carrier += [Text(f"{say(language, f'carrier_{name}')} {_BLANK}", 8.5) for name in sheet.missing]
    carrier.append(Text(" · ".join(sheet.carrier.identifiers), 8.5, bold=True, most_lines=2))
    taken = [
        text
        for one in sheet.loadings
        for text in (
            Text(one.place.name, 9.5, bold=True, most_lines=2),
            *address_texts(one.place, language, home, 8.5),
            Text(
                f"{formats.long_date(one.at.date(), language)}, {formats.clock(one.at)}", 8.5, bold=True, most_lines=2
            ),
        )
    ]
    items = [
        Panel(say(language, "consignor"), shipper),
        Panel(say(language, "carrier"), tuple(carrier)),
        Panel(say(language, "taken_over"), tuple(taken)),
    ]
    return [gap(10), panels(items, layout.scale), gap(12)]


def _table(language: Language) -> Table:
    widths = (30, 0, 172, 44, 52, 96)
    keys = ("col_stop", "consignee_unloading", "goods_carried", "col_parcels", "col_kg", "received_signed")
    aligns = ("centre", "left", "left", "right", "right", "left")
    return Table(
        [
            Column(say(language, key), width or WIDTH - sum(widths), align)  # type: ignore[arg-type]  # an Align each
            for key, width, align in zip(keys, widths, aligns, strict=True)
        ]
    )


def _cells(stop: CarriedTo, sheet: ConsignmentSheet) -> list[Cell]:
    language = sheet.language
    where = [
        Text(stop.consignee.name, 9.5, bold=True, most_lines=3),
        *address_texts(stop.consignee, language, sheet.shipper.country, 8.5),
        soft(contact_line(stop.consignee, language)),
        soft(say(language, "planned_at", time=formats.clock(stop.arrives_at))),
    ]
    goods = [Text(f"{formats.quantity(one.qty, language)} {one.unit} · {one.designation}", 8.5) for one in stop.goods]
    goods.append(soft(", ".join(stop.notes)))
    if stop.cash_cents:
        amount = formats.money(stop.cash_cents, sheet.currency, language)
        goods.append(Text(say(language, "collect", amount=amount), 8.5, bold=True))
    return [
        [Text(str(stop.stop), 11, bold=True)],
        where,
        goods,
        [Text("—" if stop.parcels is None else str(stop.parcels), 9.5)],
        [Text(formats.kilograms(stop.weight_g, language), 9.5)],
        [],
    ]


def _totals(sheet: ConsignmentSheet) -> Block:
    words = [count(sheet.language, "stop", len(sheet.stops))]
    if sheet.parcels is not None:
        words.append(count(sheet.language, "parcel", sheet.parcels))
    words.append(f"{formats.kilograms(sheet.weight_g, sheet.language)}\u00a0kg")

    def draw(pen: Pen, top: float) -> None:
        pen.text(LEFT + 3.5, top + 17, f"{say(sheet.language, 'total')} · {' · '.join(words)}", 10.5, bold=True)

    return Block(24, draw, glued=True)


def _signatures(language: Language) -> Block:
    """Return what is signed when the goods change hands: the shipper, the carrier with réserves, hours at the dock."""
    cells = (("signs_shipper", 150.0), ("signs_carrier", 210.0), ("dock_hours", WIDTH - 360.0))
    under = {"signs_carrier": "carrier_reserves", "dock_hours": "dock_hours_how", "signs_shipper": "signs_how"}
    hints = {
        key: set_texts([Text(say(language, words), 7, soft=True)], width - 14)
        for key, width in cells
        for words in (under[key],)
    }

    def draw(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, WIDTH, _BOX, weight=1.1)
        x = LEFT
        for key, width in cells:
            if x > LEFT:
                pen.upright(x, top, _BOX, grey=RULE)
            pen.text(x + 7, top + 14, say(language, key), 8.5, bold=True)
            hints[key].draw(pen, x + 7, top + 18)
            x += width
        for place, key in enumerate(("dock_in", "dock_out")):
            y = top + 56 + place * 24
            pen.text(LEFT + 367, y, say(language, key), 8, grey=SOFT)
            pen.rule(LEFT + 430, y + 2, WIDTH - 440, grey=SOFT)

    return Block(_BOX, draw)
