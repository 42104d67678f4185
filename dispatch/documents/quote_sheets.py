"""What a quote shows, already decided; the same sheet always draws the same paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch.documents.acknowledgement_sheets import VatOf
from dispatch.documents.sheets import Language, Party


@dataclass(frozen=True)
class QuotedLineSheet:
    """One line: what is offered, how much, at which price; `wanted_on` is the day asked for, if any was."""

    line_no: int
    reference: str
    designation: str
    unit: str
    quantity: int
    unit_price_micros: int
    net_cents: int
    vat_bp: int
    wanted_on: date | None = None


@dataclass(frozen=True)
class QuoteSheet:
    """A quote (devis), in the customer's language.

    Attributes
    ----------
    customer_reference
        What the customer calls their request.
    rules
        One sentence each: partial deliveries, carriage, general terms.
    """

    number: str
    on: date
    valid_until: date
    language: Language
    seller: Party
    customer: Party
    deliver_to: Party
    terms: str
    lines: tuple[QuotedLineSheet, ...]
    vat: tuple[VatOf, ...]
    net_cents: int
    gross_cents: int
    customer_reference: str = ""
    rules: tuple[str, ...] = ()
    currency: str = "EUR"
