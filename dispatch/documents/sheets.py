"""What a delivery note shows, already decided: no database behind it, so the same sheet always draws the same paper.

Quantities are ints in thousandths of the unit (`_qty`), money in cents, unit prices in millionths of the currency's
unit, weights in grams, distances in metres. Instants are wall-clock times of the place where the paper is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Language = Literal["fr", "en"]


@dataclass(frozen=True)
class Window:
    """From when to when a service may begin, both ends included."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Party:
    """Somebody with an address: shipper, consignee, who pays, depot.

    Attributes
    ----------
    address
        Lines above postcode and city.
    country
        ISO 3166 alpha-2; its name is printed where it is not the shipper's own.
    identifiers
        Printed as they stand: ``SIREN 732 829 320``, ``FR44732829320``.
    """

    name: str
    address: tuple[str, ...] = ()
    postcode: str = ""
    city: str = ""
    country: str = ""
    identifiers: tuple[str, ...] = ()
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True)
class NoteOrder:
    """An order that the note delivers, by the numbers each side knows it by."""

    number: str
    customer_reference: str = ""
    ordered_on: date | None = None
    acknowledgement: str = ""
    acknowledged_on: date | None = None


@dataclass(frozen=True)
class NoteLine:
    """One line of a note: ordered = already delivered + delivered today + rest (+ what was cancelled).

    Attributes
    ----------
    rest_on
        Day on which the rest can be delivered; None: not known yet.
    unit_price_micros
        Net price of one unit in 10⁻⁶ of the currency; printed on a priced note only, as is `amount_cents`.
    order
        Number of the order, where the note delivers several.
    """

    reference: str
    designation: str
    unit: str
    ordered_qty: int
    already_qty: int
    today_qty: int
    rest_qty: int
    rest_on: date | None = None
    weight_g: int | None = None
    lots: tuple[str, ...] = ()
    unit_price_micros: int | None = None
    amount_cents: int | None = None
    order: str = ""


@dataclass(frozen=True)
class NoteSheet:
    """A delivery note (bon de livraison), in the customer's language.

    Attributes
    ----------
    bill_to
        Who pays, where it is not the consignee.
    windows
        Opening hours of the site on that day.
    tour, stop, arrives_at
        Where the note travels: the tour's name, the stop's number, the planned arrival.
    carriage, terms
        Carriage and payment terms as agreed on the order.
    instructions
        What the site asks of whoever delivers.
    total_cents
        Net total of a priced note (BL valorisé); None: no prices on it.
    cash_cents
        To be collected at the door; None: nothing.
    qr_text
        What the note's QR code opens; empty: none.
    distances
        One sentence: where distances and times come from, estimated or not.
    """

    number: str
    on: date
    language: Language
    shipper: Party
    consignee: Party
    lines: tuple[NoteLine, ...]
    orders: tuple[NoteOrder, ...] = ()
    bill_to: Party | None = None
    windows: tuple[Window, ...] = ()
    tour: str = ""
    stop: int | None = None
    arrives_at: datetime | None = None
    carriage: str = ""
    terms: str = ""
    instructions: str = ""
    parcels: int | None = None
    weight_g: int | None = None
    total_cents: int | None = None
    cash_cents: int | None = None
    currency: str = "EUR"
    qr_text: str = ""
    distances: str = ""

    @property
    def priced(self) -> bool:
        """Whether prices stand on the note."""
        return self.total_cents is not None
