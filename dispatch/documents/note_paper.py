"""The delivery note: who sends what to whom, how much today and how much still to come, and the box to sign."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.note_head import note_head, note_running_head
from dispatch.documents.paper import Foot, Paper, below, lay_out
from dispatch.documents.pen import LEFT, RIGHT, WIDTH, Pen
from dispatch.documents.sheets import NoteLine, NoteOrder, NoteSheet
from dispatch.documents.signature_box import signature_box
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.table import Cell, Column, Table, fitted, soft
from dispatch.documents.words import count, say


def note_paper(note: NoteSheet, copy: Copy, layout: Layout) -> Paper:
    """Lay out one copy of a note."""
    rows = [_cells(note, number, line) for number, line in enumerate(note.lines, start=1)]
    table = Table(fitted(_columns(note), rows, WIDTH))
    blocks = _rows(note, rows, table)
    blocks.append(_totals(note))
    label = say(note.language, f"copy_{copy.value}")
    foot = Foot(
        label=f"{say(note.language, 'note')} {note.number} · {label}",
        distances=note.distances,
        digits=in_groups(fingerprint(note)),
        legal=layout.legal_footer,
    )
    return lay_out(
        f"{note.number} · {label}",
        note.language,
        head=below(note_head(note, copy, layout), table.head()),
        running=below(note_running_head(note, copy), table.head()),
        blocks=blocks,
        foot=foot,
        closing=_closing(note),
    )


def _columns(note: NoteSheet) -> list[Column]:
    def word(key: str) -> str:
        return say(note.language, key)

    columns = [
        Column(word("col_number"), 30, "right"),
        Column(word("col_reference"), 62 if note.priced else 90),
        Column(word("col_designation"), 0),
        Column(word("col_ordered"), 66, "right"),
        Column(word("col_already"), 66, "right"),
        Column(word("col_today"), 84, "right", tinted=True),
        Column(word("col_rest"), 84, "right"),
        Column(word("col_kg"), 54, "right"),
    ]
    if note.priced:
        columns.append(Column(word("col_price"), 70, "right"))
        columns.append(Column(say(note.language, "col_amount", currency=note.currency), 74, "right"))
    return columns


def _rows(note: NoteSheet, rows: list[list[Cell]], table: Table) -> list[Block]:
    """Return the lines, under a band per order where there are several; the last one stays with the totals."""
    orders = {order.number: order for order in note.orders}
    banded = len({line.order for line in note.lines}) > 1
    blocks: list[Block] = []
    current = None
    for number, (line, cells) in enumerate(zip(note.lines, rows, strict=True), start=1):
        if banded and line.order != current:
            current = line.order
            order = orders.get(line.order, NoteOrder(line.order))
            blocks.append(table.band(Text(_order_words(note, order), 8, bold=True, most_lines=2)))
        blocks.extend(table.row(cells, glued=number == len(note.lines)))
    return blocks


def _order_words(note: NoteSheet, order: NoteOrder) -> str:
    words = [f"{say(note.language, 'order')} {order.number}"]
    if order.customer_reference:
        words.append(say(note.language, "your_reference", reference=order.customer_reference))
    return " · ".join(words)


def _cells(note: NoteSheet, number: int, line: NoteLine) -> list[Cell]:
    language = note.language

    def figure(milli: int) -> str:
        return formats.quantity(milli, language)

    designation = [Text(line.designation, 9), soft(line.unit)]
    if line.lots:
        key = "lots" if len(line.lots) > 1 else "lot"
        designation.append(Text(say(language, key, lots=", ".join(line.lots)), 7.5))
    rest = [Text("—", 9)]
    if line.rest_qty:
        when = (
            say(language, "rest_on", day=formats.short_date(line.rest_on, language))
            if line.rest_on is not None
            else say(language, "rest_unknown")
        )
        rest = [Text(figure(line.rest_qty), 9, bold=True), soft(when, 7)]
    cells: list[Cell] = [
        [soft(str(number), 8)],
        [Text(line.reference, 8.5)],
        designation,
        [Text(figure(line.ordered_qty), 9)],
        [Text(figure(line.already_qty), 9)],
        [Text(figure(line.today_qty), 10.5, bold=True)],
        rest,
        [Text(formats.kilograms(line.weight_g, language) if line.weight_g is not None else "", 8.5)],
    ]
    if note.priced:
        price, amount = line.unit_price_micros, line.amount_cents
        cells.append([Text(formats.unit_price(price, language) if price is not None else "", 8.5)])
        cells.append([Text(formats.amount(amount, language) if amount is not None else "", 8.5)])
    return cells


def _totals(note: NoteSheet) -> Block:
    """Return one line: what stands on the note in lines, parcels, kilograms and, if priced, money."""
    language = note.language
    words = [count(language, "line", len(note.lines))]
    if note.parcels is not None:
        words.append(count(language, "parcel", note.parcels))
    if note.weight_g is not None:
        words.append(f"{formats.kilograms(note.weight_g, language)}\u00a0kg")

    def draw(pen: Pen, top: float) -> None:
        y = top + 16
        pen.text(LEFT + 3.5, y, " · ".join(words), 9.5, bold=True)
        if note.total_cents is not None:
            total = formats.money(note.total_cents, note.currency, language)
            pen.text(RIGHT - 3.5, y, f"{say(language, 'total_net')}   {total}", 10.5, bold=True, align="right")

    return Block(26, draw)


def _closing(note: NoteSheet) -> Block:
    """Return the signature box, below what is to be paid at the door."""
    box = signature_box(note.language)
    if not note.cash_cents:
        return box
    amount = formats.money(note.cash_cents, note.currency, note.language)
    words = set_texts([Text(say(note.language, "collect_on_delivery", amount=amount), 10, bold=True)], WIDTH - 20)
    ways = [say(note.language, key) for key in ("by_cheque", "in_cash")]

    def draw(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, WIDTH, 24, weight=1.1)
        words.draw(pen, LEFT + 10, top + 5.5)
        x = RIGHT - 10
        for way in ways:  # the driver ticks how it was paid
            pen.text(x, top + 15.5, way, 8.5, align="right")
            x -= width_of(way, 8.5) + 14
            pen.box(x, top + 7, 10, 10, weight=0.9)
            x -= 14

    return below(Block(30, draw), box)
