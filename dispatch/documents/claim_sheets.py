"""What a letter about a claim says, already decided: an answer to the customer, or a protest to a hired carrier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dispatch.documents.sheets import Language, Party

Audience = Literal["customer", "carrier"]


@dataclass(frozen=True)
class DisputedLine:
    """One line of the note; milli-units."""

    line_no: int
    designation: str
    unit: str
    loaded_qty: int
    accepted_qty: int
    disputed_qty: int


@dataclass(frozen=True)
class ClaimLetterSheet:
    """One letter.

    Attributes
    ----------
    answer
        Customers: `live`, `credit_note`, `redelivery` or `rejected`.
    deadline_on
        By when an open claim is answered.
    consignment, protest_by
        Carriers: number of the consignment note, and the last day on which the protest counts (C. com. L133-3).
    """

    number: str
    on: date
    language: Language
    audience: Audience
    sender: Party
    recipient: Party
    place: Party
    note: str
    order: str
    delivered_on: date
    received_on: date
    nature: str
    lines: tuple[DisputedLine, ...]
    answer: str
    deadline_on: date
    words: str = ""
    reason: str = ""
    customer_reference: str = ""
    consignment: str = ""
    protest_by: date | None = None
