"""The delivery note: who sends what to whom, how much today and how much still to come, and the box to sign."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.note_head import note_head, note_running_head
from dispatch.documents.paper import Foot, Paper, below, lay_out
from dispatch.documents.pen import LEFT, RIGHT, WIDTH, Pen
from dispatch.documents.sheets import NoteLine, NoteOrder, NoteSheet
from dispatch.documents.signature_box import signature_box
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.table import Cell, Column, Table, soft
from dispatch.documents.words import count, say


def note_paper(note: NoteSheet, copy: Copy, layout: Layout) -> Paper:
    """Lay out one copy of a note."""
    table = Table(_columns(note))
    blocks = _rows(note, table)
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

    if note.priced:
        widths = (22, 46, 0, 54, 50, 52, 62, 40, 48, 58)
    else:
        widths = (24, 56, 0, 64, 62, 66, 74, 44)
    free = WIDTH - sum(widths)
    columns = [
        Column(word("col_number"), widths[0], "right"),
        Column(word("col_reference"), widths[1]),
        Column(word("col_designation"), free),
        Column(word("col_ordered"), widths[3], "right"),
        Column(word("col_already"), widths[4], "right"),
        Column(word("col_today"), widths[5], "right", tinted=True),
        Column(word("col_rest"), widths[6], "right"),
        Column(word("col_kg"), widths[7], "right"),
    ]
    if note.priced:
        columns.append(Column(word("col_price"), widths[8], "right"))
        columns.append(Column(say(note.language, "col_amount", currency=note.currency), widths[9], "right"))
    return columns


def _rows(note: NoteSheet, table: Table) -> list[Block]:
    """Return the lines, under a band per order where there are several; the last one stays with the totals."""
    orders = {order.number: order for order in note.orders}
    banded = len({line.order for line in note.lines}) > 1
    blocks: list[Block] = []
    current = None
    for number, line in enumerate(note.lines, start=1):
        if banded and line.order != current:
            current = line.order
            order = orders.get(line.order, NoteOrder(line.order))
            blocks.append(table.band(Text(_order_words(note, order), 8, bold=True)))
        blocks.extend(table.row(_cells(note, number, line), glued=number == len(note.lines)))
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

    def draw(pen: Pen, top: float) -> None:
        pen.box(LEFT, top, WIDTH, 24, weight=1.1)
        words.draw(pen, LEFT + 10, top + 5.5)

    return below(Block(30, draw), box)
