"""What a consignment note (lettre de voiture) shows, already decided: one contract with one hired carrier for one tour.

The mentions are those of the arrêté of 9 November 1999 (art. 4): day of writing, carrier with address and SIREN, day of
taking over, nature, quantity and weight of the goods, shipper and place of loading, consignees and places of unloading.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.documents.sheets import Language, Party


@dataclass(frozen=True)
class CarriedGoods:
    """Goods of one designation for one consignee."""

    designation: str
    unit: str
    qty: int
    weight_g: int


@dataclass(frozen=True)
class CarriedTo:
    """What is unloaded at one stop.

    Attributes
    ----------
    arrives_at
        Planned, on the clock of the place.
    notes
        Numbers of the delivery notes, which the consignee signs.
    cash_cents
        To be collected for the shipper; None: nothing.
    """

    stop: int
    consignee: Party
    arrives_at: datetime
    goods: tuple[CarriedGoods, ...]
    notes: tuple[str, ...]
    parcels: int | None = None
    cash_cents: int | None = None

    @property
    def weight_g(self) -> int:
        """Weight of its goods, grams."""
        return sum(one.weight_g for one in self.goods)


@dataclass(frozen=True)
class Loading:
    """Where and when the carrier takes goods over."""

    place: Party
    at: datetime


@dataclass(frozen=True)
class ConsignmentSheet:
    """A consignment note, in the company's language."""

    number: str
    on: date
    language: Language
    shipper: Party
    carrier: Party
    loadings: tuple[Loading, ...]
    stops: tuple[CarriedTo, ...]
    tour: str = ""
    plate: str = ""
    driver: str = ""
    distances: str = ""
    currency: str = "EUR"

    @property
    def weight_g(self) -> int:
        """Weight over all stops, grams."""
        return sum(stop.weight_g for stop in self.stops)

    @property
    def parcels(self) -> int | None:
        """Parcels over all stops; None where one stop's are not known."""
        known = [stop.parcels for stop in self.stops]
        return sum(one for one in known if one is not None) if known and None not in known else None

    @property
    def missing(self) -> tuple[str, ...]:
        """Mandatory mentions of the carrier that the files do not know, to be written by hand: `address`, `siren`."""
        found = {"address": not (self.carrier.address or self.carrier.city), "siren": not self.carrier.identifiers}
        return tuple(name for name, lacks in found.items() if lacks)
