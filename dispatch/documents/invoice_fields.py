"""The columns that an invoice or credit note can have; a layout chooses which and in which order."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.fields import Field, Row
from dispatch.documents.invoice_sheets import InvoiceLineSheet, InvoiceSheet
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text
from dispatch.documents.table import Cell, soft
from dispatch.documents.words import say

InvoiceRow = Row[InvoiceSheet, InvoiceLineSheet]


def rate(vat_bp: int, language: Language) -> str:
    """``20`` or ``5,5``, in percent."""
    return formats.quantity(vat_bp * 10, language)


def _designation(row: InvoiceRow) -> Cell:
    line, language = row.line, row.sheet.language
    texts = [Text(line.designation, 9)]
    if "unit" not in row.shown:
        texts.append(soft(line.unit))
    if line.rest_qty:
        texts.append(soft(say(language, "still_due", quantity=formats.quantity(line.rest_qty, language))))
    return texts


def _delivered(row: InvoiceRow) -> Cell:
    days = [one.delivered_on for one in row.sheet.deliveries if one.note == row.line.note]
    return [Text(formats.short_date(days[0], row.sheet.language) if days else "", 8.5)]


def _quantity(row: InvoiceRow) -> Cell:
    return [Text(formats.quantity(row.line.quantity, row.sheet.language), 9)]


def _price(row: InvoiceRow) -> Cell:
    return [Text(formats.unit_price(row.line.unit_price_micros, row.sheet.language), 9)]


def _vat(row: InvoiceRow) -> Cell:
    return [Text(f"{rate(row.line.vat_bp, row.sheet.language)}\u00a0%", 8.5)]


def _amount(row: InvoiceRow) -> Cell:
    return [Text(formats.amount(row.line.net_cents, row.sheet.language), 9.5, bold=True)]


INVOICE_FIELDS: tuple[Field[InvoiceSheet, InvoiceLineSheet], ...] = (
    Field("number", lambda s: say(s.language, "col_number"), lambda r: [soft(str(r.line.number), 8)], 30, "right"),
    Field("reference", lambda s: say(s.language, "col_reference"), lambda r: [Text(r.line.reference, 8.5)], 80),
    Field("designation", lambda s: say(s.language, "col_designation"), _designation),
    Field("unit", lambda s: say(s.language, "col_unit"), lambda r: [Text(r.line.unit, 8.5)], 90, usual=False),
    Field("note", lambda s: say(s.language, "col_note_short"), lambda r: [Text(r.line.note, 8)], 90, usual=False),
    Field("delivered", lambda s: say(s.language, "col_delivered"), _delivered, 70, "right", usual=False),
    Field("quantity", lambda s: say(s.language, "col_quantity"), _quantity, 70, "right"),
    Field("price", lambda s: say(s.language, "col_price"), _price, 74, "right"),
    Field("vat", lambda s: say(s.language, "col_vat"), _vat, 50, "right"),
    Field("amount", lambda s: say(s.language, "col_amount", currency=s.currency), _amount, 84, "right", tinted=True),
)
"""In the usual order."""
