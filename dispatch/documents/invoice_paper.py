"""The paper of an invoice or credit note: its lines under their notes, VAT per rate, what is to be paid by when, and the law."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dispatch.documents import formats
from dispatch.documents.blocks import arranged, gap, own_text, paragraph, piled
from dispatch.documents.fields import line_table
from dispatch.documents.fingerprint import fingerprint, in_groups
from dispatch.documents.flow import Block
from dispatch.documents.invoice_fields import INVOICE_FIELDS, rate
from dispatch.documents.invoice_head import (
    Door,
    correction,
    invoice_letterhead,
    invoice_parties,
    invoice_running_head,
    legal_line,
    title_of,
)
from dispatch.documents.invoice_sheets import InvoiceDelivery, InvoiceSheet
from dispatch.documents.layout import DEFAULT_LAYOUT, Layout
from dispatch.documents.note_head import instructions
from dispatch.documents.note_paper import counted, door_box
from dispatch.documents.paper import Foot, Paper, below, lay_out, print_papers
from dispatch.documents.pen import LEFT, RIGHT, RULE, WIDTH, Pen
from dispatch.documents.signature_box import signature_box
from dispatch.documents.stack import Text, scaled, set_texts
from dispatch.documents.table import Cell, Table
from dispatch.documents.words import say

_MONEY_WIDTH = 250.0


INVOICE_BLOCKS = ("parties", "correction", "lines", "money", "text")


def draw_invoice(sheet: InvoiceSheet, layout: Layout = DEFAULT_LAYOUT) -> bytes:
    """Draw an invoice, a credit note, or the draft of one; the same sheet gives the same bytes."""
    return print_papers(title_of(sheet), sheet.seller.name, [("", [invoice_paper(sheet, layout)])])


def invoice_paper(sheet: InvoiceSheet, layout: Layout, door: Door | None = None) -> Paper:
    """Lay out the pages; for the door with what the driver needs of the note that it is."""
    wanted = layout.of(sheet.kind)
    table, rows = line_table(INVOICE_FIELDS, sheet, sheet.lines, wanted, layout.scale)
    above, under = arranged(
        {
            "parties": lambda: [
                *invoice_parties(sheet, layout, door),
                *(instructions(door.note, layout) if door else []),
            ],
            "correction": lambda: correction(sheet),
            "money": lambda: [_money(sheet, layout.scale)],
            "text": lambda: own_text(wanted, sheet.language, layout.scale),
        },
        INVOICE_BLOCKS,
        wanted,
    )
    title = title_of(sheet)
    if door is not None:
        title = f"{title} · {door.note.number} · {say(sheet.language, f'copy_{door.copy.value}')}"
    foot = Foot(
        label=title,
        distances=door.note.distances if door else "",
        digits=in_groups(fingerprint(sheet)),
        legal=legal_line(sheet),
    )
    return lay_out(
        title,
        sheet.language,
        head=below(piled(invoice_letterhead(sheet, layout, door), above), table.head()),
        running=below(invoice_running_head(sheet), table.head()),
        blocks=[*_rows(sheet, rows, table), *under, *_to_sign(sheet, door)],
        foot=foot,
        closing=_closing(sheet),
        layout=layout,
    )


def _to_sign(sheet: InvoiceSheet, door: Door | None) -> list[Block]:
    """Return the box in which a note that is an invoice is signed, below what is counted and paid at the door."""
    if door is not None:
        return [
            replace(paragraph(Text(counted(door.note), 9.5, bold=True), 8.0), glued=True),
            replace(gap(5), glued=True),
            door_box(door.note),
        ]
    return [replace(gap(8), glued=True), signature_box(sheet.language)] if sheet.to_sign else []


def _rows(sheet: InvoiceSheet, rows: Sequence[list[Cell]], table: Table) -> list[Block]:
    """Return the lines, under a band per note where there are several; the last one stays with the totals."""
    deliveries = {one.note: one for one in sheet.deliveries}
    blocks: list[Block] = []
    current = None
    for place, (line, cells) in enumerate(zip(sheet.lines, rows, strict=True), start=1):
        if not sheet.single_delivery and line.note != current:
            current = line.note
            blocks.append(table.band(Text(_band(sheet, deliveries[line.note]), 8, bold=True, most_lines=3)))
        blocks.extend(table.row(cells, glued=place == len(sheet.lines)))
    return blocks


def _band(sheet: InvoiceSheet, one: InvoiceDelivery) -> str:
    language = sheet.language
    words = [
        one.note,
        say(language, "delivered_on", day=formats.short_date(one.delivered_on, language)),
        say(language, "order_ref", number=one.order),
    ]
    if one.customer_reference:
        words.append(say(language, "your_reference", reference=one.customer_reference))
    if len({each.place for each in sheet.deliveries}) > 1:
        words.append(f"{one.place.name}, {one.place.city}")
    return " · ".join(words)


def _money(sheet: InvoiceSheet, scale: float) -> Block:
    """Return totals at the right, payment at the left."""
    language = sheet.language
    rows = [(say(language, "net_sum"), formats.money(sheet.net_cents, sheet.currency, language), False)]
    for row in sheet.vat:
        base = formats.money(row.net_cents, sheet.currency, language)
        words = say(language, "vat_row", rate=rate(row.vat_bp, language), base=base)
        if not row.vat_bp:
            words = say(language, "no_vat_row", base=base)
        rows.append((words, formats.money(row.vat_cents, sheet.currency, language), False))
    rows.append((say(language, "gross_sum"), formats.money(sheet.gross_cents, sheet.currency, language), True))
    payment = set_texts(scaled(_payment(sheet), scale), WIDTH - _MONEY_WIDTH - 24)
    height = max(14 + 17 * len(rows) + 8, payment.height + 16) + 6

    def draw(pen: Pen, top: float) -> None:
        payment.draw(pen, LEFT, top + 12)
        y = top + 14
        for words, amount, strong in rows:
            size = 11.5 if strong else 9
            if strong:
                pen.rule(RIGHT - _MONEY_WIDTH, y - 2, _MONEY_WIDTH, weight=1.0)
                y += 5
            pen.text(RIGHT - _MONEY_WIDTH, y + 9, words, size, bold=strong)
            pen.text(RIGHT - 3.5, y + 9, amount, size, bold=strong, align="right")
            y += 17

    return Block(height, draw)


def _payment(sheet: InvoiceSheet) -> list[Text]:
    language = sheet.language
    total = formats.money(sheet.gross_cents, sheet.currency, language)
    if sheet.kind == "credit_note":
        return [Text(say(language, "credited"), 7.5, soft=True), Text(total, 11, bold=True)]
    day = formats.short_date(sheet.due_on, language)
    texts = [
        Text(say(language, "payment"), 7.5, soft=True),
        Text(total, 11, bold=True),
        Text(say(language, "pay_by", day=day), 9, bold=True, most_lines=2),
        Text(say(language, "pay_terms", terms=sheet.terms), 8.5, most_lines=2),
    ]
    if sheet.iban:
        texts.append(Text(say(language, "pay_to", iban=in_fours(sheet.iban)), 8.5, most_lines=2))
    return texts


def _closing(sheet: InvoiceSheet) -> Block:
    """Return the legal sentences."""
    reasons = [row.reason for row in sheet.vat if row.reason]
    law = (sheet.late_penalty, sheet.recovery_fee, sheet.discount) if sheet.kind == "invoice" else ()
    sentences = [*reasons, say(sheet.language, f"nature_{sheet.operations}"), *law, sheet.debits]
    words = set_texts([Text(one, 7.5) for one in sentences if one], WIDTH)

    def draw(pen: Pen, top: float) -> None:
        pen.rule(LEFT, top, WIDTH, grey=RULE)
        words.draw(pen, LEFT, top + 6)

    return Block(words.height + 12, draw)


def in_fours(iban: str) -> str:
    """An IBAN in groups of four."""
    plain = iban.replace(" ", "")
    return "\u00a0".join(plain[start : start + 4] for start in range(0, len(plain), 4))
