"""What an acknowledgement of an order shows, already decided; as for notes, the same sheet always draws the same paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch.documents.sheets import Language, Party
from dispatch.documents.thawing import thaw


@dataclass(frozen=True)
class AcknowledgedLine:
    """One line: what, how much, at which price, for which day.

    Attributes
    ----------
    agreed_on
        The day promised, else the day asked for.
    before_on
        The day on the acknowledgement that this one replaces, where it moved.
    """

    line_no: int
    reference: str
    designation: str
    unit: str
    quantity: int
    unit_price_micros: int
    net_cents: int
    agreed_on: date
    before_on: date | None = None


@dataclass(frozen=True)
class VatOf:
    """VAT of one rate, in cents."""

    vat_bp: int
    net_cents: int
    vat_cents: int


@dataclass(frozen=True)
class AcknowledgementSheet:
    """An acknowledgement (accusé de réception de commande), in the customer's language.

    Attributes
    ----------
    index_letter, reason
        Empty on the first; B, C … and why on those that follow, which replace it.
    rules
        One sentence each: partial deliveries, carriage, general terms.
    """

    number: str
    index_letter: str
    on: date
    language: Language
    seller: Party
    customer: Party
    deliver_to: Party
    order: str
    customer_reference: str
    received_on: date
    terms: str
    lines: tuple[AcknowledgedLine, ...]
    vat: tuple[VatOf, ...]
    net_cents: int
    gross_cents: int
    rules: tuple[str, ...] = ()
    reason: str = ""
    currency: str = "EUR"

    @property
    def title(self) -> str:
        """``ARC-2026-000012 B``."""
        return f"{self.number} {self.index_letter}".strip()


def thaw_acknowledgement(text: str) -> AcknowledgementSheet:
    """The sheet of a text that `fingerprint.content` gave."""
    return thaw(AcknowledgementSheet, text)
