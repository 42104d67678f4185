"""The delivery note: who sends what to whom, how much today and how much still to come, and the box to sign."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.documents import formats
from dispatch.documents.blocks import arranged, own_text, piled
from dispatch.documents.fields import line_table
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.fonts import width_of
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.note_fields import NOTE_FIELDS
from dispatch.documents.note_head import instructions, note_letterhead, note_running_head, parties
from dispatch.documents.paper import Foot, Paper, below, lay_out
from dispatch.documents.pen import LEFT, RIGHT, WIDTH, Pen
from dispatch.documents.sheets import NoteOrder, NoteSheet
from dispatch.documents.signature_box import signature_box
from dispatch.documents.stack import Text, set_texts
from dispatch.documents.table import Cell, Table
from dispatch.documents.words import count, say

NOTE_BLOCKS = ("parties", "instructions", "lines", "totals", "text")


def note_paper(note: NoteSheet, copy: Copy, layout: Layout) -> Paper:
    """Lay out one copy of a note."""
    wanted = layout.of("note")
    table, rows = line_table(NOTE_FIELDS, note, note.lines, wanted, layout.scale)
    above, under = arranged(
        {
            "parties": lambda: parties(note, layout),
            "instructions": lambda: instructions(note, layout),
            "totals": lambda: [_totals(note)],
            "text": lambda: own_text(wanted, note.language, layout.scale),
        },
        NOTE_BLOCKS,
        wanted,
    )
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
        head=below(piled(note_letterhead(note, copy, layout), above), table.head()),
        running=below(note_running_head(note, copy), table.head()),
        blocks=[*_rows(note, rows, table, glued=bool(under)), *under],
        foot=foot,
        closing=door_box(note),
        layout=layout,
    )


def _rows(note: NoteSheet, rows: Sequence[list[Cell]], table: Table, *, glued: bool) -> list[Block]:
    """Return the lines, under a band per order where there are several; the last one stays with what follows."""
    orders = {order.number: order for order in note.orders}
    banded = len({line.order for line in note.lines}) > 1
    blocks: list[Block] = []
    current = None
    for number, (line, cells) in enumerate(zip(note.lines, rows, strict=True), start=1):
        if banded and line.order != current:
            current = line.order
            order = orders.get(line.order, NoteOrder(line.order))
            blocks.append(table.band(Text(_order_words(note, order), 8, bold=True, most_lines=2)))
        blocks.extend(table.row(cells, glued=glued and number == len(note.lines)))
    return blocks


def _order_words(note: NoteSheet, order: NoteOrder) -> str:
    words = [f"{say(note.language, 'order')} {order.number}"]
    if order.customer_reference:
        words.append(say(note.language, "your_reference", reference=order.customer_reference))
    return " · ".join(words)


def counted(note: NoteSheet) -> str:
    """Return what is handed over, to be counted at the door: lines, parcels, kilograms."""
    language = note.language
    words = [count(language, "line", len(note.lines))]
    if note.parcels is not None:
        words.append(count(language, "parcel", note.parcels))
    if note.weight_g is not None:
        words.append(f"{formats.kilograms(note.weight_g, language)}\u00a0kg")
    return " · ".join(words)


def _totals(note: NoteSheet) -> Block:
    """Return one line: what stands on the note in lines, parcels, kilograms and, if priced, money."""
    language = note.language
    words = counted(note)

    def draw(pen: Pen, top: float) -> None:
        y = top + 16
        pen.text(LEFT + 3.5, y, words, 9.5, bold=True)
        if note.total_cents is not None:
            total = formats.money(note.total_cents, note.currency, language)
            pen.text(RIGHT - 3.5, y, f"{say(language, 'total_net')}   {total}", 10.5, bold=True, align="right")

    return Block(26, draw)


def door_box(note: NoteSheet) -> Block:
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
