"""The columns that a delivery note can have; a layout chooses which and in which order."""

from __future__ import annotations

from dispatch.documents import formats
from dispatch.documents.fields import Field, Row
from dispatch.documents.sheets import NoteLine, NoteSheet
from dispatch.documents.stack import Text
from dispatch.documents.table import Cell, soft
from dispatch.documents.words import say

NoteRow = Row[NoteSheet, NoteLine]


def _designation(row: NoteRow) -> Cell:
    texts = [Text(row.line.designation, 9)]
    if "unit" not in row.shown:
        texts.append(soft(row.line.unit))
    if row.line.lots and "lots" not in row.shown:
        key = "lots" if len(row.line.lots) > 1 else "lot"
        texts.append(Text(say(row.sheet.language, key, lots=", ".join(row.line.lots)), 7.5))
    return texts


def _rest(row: NoteRow) -> Cell:
    line, language = row.line, row.sheet.language
    if not line.rest_qty:
        return [Text("—", 9)]
    when = (
        say(language, "rest_on", day=formats.short_date(line.rest_on, language))
        if line.rest_on is not None
        else say(language, "rest_unknown")
    )
    return [Text(formats.quantity(line.rest_qty, language), 9, bold=True), soft(when, 7)]


def _figure(milli: int, row: NoteRow) -> str:
    return formats.quantity(milli, row.sheet.language)


def _today(row: NoteRow) -> Cell:
    return [Text(_figure(row.line.today_qty, row), 10.5, bold=True)]


def _weight(row: NoteRow) -> Cell:
    grams = row.line.weight_g
    return [Text(formats.kilograms(grams, row.sheet.language) if grams is not None else "", 8.5)]


def _price(row: NoteRow) -> Cell:
    price = row.line.unit_price_micros
    return [Text(formats.unit_price(price, row.sheet.language) if price is not None else "", 8.5)]


def _amount(row: NoteRow) -> Cell:
    amount = row.line.amount_cents
    return [Text(formats.amount(amount, row.sheet.language) if amount is not None else "", 8.5)]


NOTE_FIELDS: tuple[Field[NoteSheet, NoteLine], ...] = (
    Field("number", lambda s: say(s.language, "col_number"), lambda r: [soft(str(r.place), 8)], 30, "right"),
    Field("reference", lambda s: say(s.language, "col_reference"), lambda r: [Text(r.line.reference, 8.5)], 90),
    Field("designation", lambda s: say(s.language, "col_designation"), _designation),
    Field("unit", lambda s: say(s.language, "col_unit"), lambda r: [Text(r.line.unit, 8.5)], 90, usual=False),
    Field("lots", lambda s: say(s.language, "col_lots"), lambda r: [Text(", ".join(r.line.lots), 8)], 90, usual=False),
    Field("order", lambda s: say(s.language, "order"), lambda r: [Text(_order(r), 8.5)], 80, usual=False),
    Field("ordered", lambda s: say(s.language, "col_ordered"), lambda r: [Text(_figure(r.line.ordered_qty, r), 9)], 66, "right"),
    Field("already", lambda s: say(s.language, "col_already"), lambda r: [Text(_figure(r.line.already_qty, r), 9)], 66, "right"),
    Field("today", lambda s: say(s.language, "col_today"), _today, 84, "right", tinted=True),
    Field("rest", lambda s: say(s.language, "col_rest"), _rest, 84, "right"),
    Field("weight", lambda s: say(s.language, "col_kg"), _weight, 54, "right"),
    Field("price", lambda s: say(s.language, "col_price"), _price, 70, "right", when=lambda s: s.priced),
    Field("amount", lambda s: say(s.language, "col_amount", currency=s.currency), _amount, 74, "right", when=lambda s: s.priced),
)  # fmt: skip
"""In the usual order."""


def _order(row: NoteRow) -> str:
    return row.line.order or (row.sheet.orders[0].number if row.sheet.orders else "")
