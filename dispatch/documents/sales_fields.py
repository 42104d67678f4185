"""The columns that quotes and acknowledgements can have: what, how much, at which price, for which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from dispatch.documents import formats
from dispatch.documents.fields import Field, Row
from dispatch.documents.sheets import Language
from dispatch.documents.stack import Text
from dispatch.documents.table import Cell, soft
from dispatch.documents.words import say


class SalesLine(Protocol):
    """What a line of a quote and one of an acknowledgement have in common."""

    @property
    def line_no(self) -> int: ...  # noqa: D102  named as on the sheets
    @property
    def reference(self) -> str: ...  # noqa: D102
    @property
    def designation(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def quantity(self) -> int: ...  # noqa: D102
    @property
    def unit_price_micros(self) -> int: ...  # noqa: D102
    @property
    def net_cents(self) -> int: ...  # noqa: D102


class SalesSheet(Protocol):
    """What a quote and an acknowledgement have in common."""

    @property
    def language(self) -> Language: ...  # noqa: D102
    @property
    def currency(self) -> str: ...  # noqa: D102


S = TypeVar("S", bound=SalesSheet)
L = TypeVar("L", bound=SalesLine)


def sales_fields(last: Sequence[Field[S, L]]) -> tuple[Field[S, L], ...]:
    """Return the columns in common, and behind them those of one kind of document."""

    def designation(row: Row[S, L]) -> Cell:
        texts = [Text(row.line.designation, 9)]
        if "unit" not in row.shown:
            texts.append(soft(row.line.unit))
        return texts

    return (
        Field("number", lambda s: say(s.language, "col_number"), lambda r: [soft(str(r.line.line_no), 8)], 30, "right"),
        Field("reference", lambda s: say(s.language, "col_reference"), lambda r: [Text(r.line.reference, 8.5)], 80),
        Field("designation", lambda s: say(s.language, "col_designation"), designation),
        Field("unit", lambda s: say(s.language, "col_unit"), lambda r: [Text(r.line.unit, 8.5)], 90, usual=False),
        Field(
            "quantity",
            lambda s: say(s.language, "col_quantity"),
            lambda r: [Text(formats.quantity(r.line.quantity, r.sheet.language), 9.5, bold=True)],
            66,
            "right",
        ),
        Field(
            "price",
            lambda s: say(s.language, "col_price"),
            lambda r: [Text(formats.unit_price(r.line.unit_price_micros, r.sheet.language), 8.5)],
            72,
            "right",
        ),
        Field(
            "amount",
            lambda s: say(s.language, "col_amount", currency=s.currency),
            lambda r: [Text(formats.amount(r.line.net_cents, r.sheet.language), 8.5)],
            78,
            "right",
        ),
        *last,
    )


def day_cell(day: date | None, language: Language) -> Text:
    """Return a day in bold, or a dash."""
    return Text(formats.short_date(day, language) if day is not None else "—", 9.5, bold=day is not None)
