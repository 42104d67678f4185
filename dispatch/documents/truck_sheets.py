"""What the papers of one truck show (cover, loading list, route sheet), already decided: no database behind them.

Units as in `dispatch.documents.sheets`. Stops are given in the order of driving; the loading list turns them round.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.documents.consignment_sheets import ConsignmentSheet
from dispatch.documents.sheets import Language, NoteSheet, Party, Window


@dataclass(frozen=True)
class Truck:
    """One vehicle on one day: what heads each of its papers.

    Attributes
    ----------
    tour
        Short name, drawn large: a letter or two.
    company
        Name of the shipper.
    distances
        One sentence: where distances and times come from, estimated or not.
    desk_phone
        Whom the driver calls when something is wrong.
    """

    tour: str
    on: date
    language: Language
    company: str
    vehicle: str
    driver: str
    depot: Party
    plate: str = ""
    driver_phone: str = ""
    desk_phone: str = ""
    currency: str = "EUR"
    distances: str = ""


@dataclass(frozen=True)
class LoadingLine:
    """One product to put aboard for one stop."""

    reference: str
    designation: str
    unit: str
    qty: int
    weight_g: int | None = None
    lots: tuple[str, ...] = ()


@dataclass(frozen=True)
class LoadingStop:
    """What is loaded for one stop."""

    number: int
    customer: str
    city: str
    lines: tuple[LoadingLine, ...]
    notes: tuple[str, ...] = ()
    parcels: int | None = None
    weight_g: int = 0


@dataclass(frozen=True)
class LoadingSheet:
    """The loading list (bordereau de chargement) of one trip."""

    truck: Truck
    trip: int
    departs_at: datetime
    stops: tuple[LoadingStop, ...]
    loads_at: datetime | None = None
    dock: str = ""

    @property
    def weight_g(self) -> int:
        """Weight of the trip, grams."""
        return sum(stop.weight_g for stop in self.stops)

    @property
    def parcels(self) -> int | None:
        """Parcels of the trip; None where one stop's are not known."""
        return _total([stop.parcels for stop in self.stops])


@dataclass(frozen=True)
class RouteStop:
    """One stop as the driver needs it.

    Attributes
    ----------
    site
        Customer's name, full address, contact and telephone.
    instructions
        Gate, code, where to park.
    equipment
        What the stop needs: ``hayon``, ``froid``.
    cash_cents
        To be collected at the door; None: nothing.
    qr_text
        Link that opens the stop on the phone; empty: no code.
    leg_m, leg_s
        Road from the stop before: metres, seconds.
    """

    number: int
    arrives_at: datetime
    site: Party
    instructions: str = ""
    windows: tuple[Window, ...] = ()
    equipment: tuple[str, ...] = ()
    parcels: int | None = None
    weight_g: int = 0
    notes: tuple[str, ...] = ()
    cash_cents: int | None = None
    qr_text: str = ""
    leg_m: int | None = None
    leg_s: int | None = None


@dataclass(frozen=True)
class RoutePause:
    """A break of the driver; `after_stop` is the number of the stop before it (0: before the trip's first)."""

    after_stop: int
    starts_at: datetime
    minutes: int


@dataclass(frozen=True)
class RouteTrip:
    """From the depot to the depot, stops in the order of driving."""

    number: int
    departs_at: datetime
    stops: tuple[RouteStop, ...]
    returns_at: datetime | None = None
    loads_at: datetime | None = None
    distance_m: int | None = None
    pauses: tuple[RoutePause, ...] = ()

    @property
    def weight_g(self) -> int:
        """Weight of the trip, grams."""
        return sum(stop.weight_g for stop in self.stops)

    @property
    def parcels(self) -> int | None:
        """Parcels of the trip; None where one stop's are not known."""
        return _total([stop.parcels for stop in self.stops])


@dataclass(frozen=True)
class RouteSheet:
    """The route sheet (feuille de route) of one truck, all its trips."""

    truck: Truck
    trips: tuple[RouteTrip, ...]
    qr_text: str = ""

    @property
    def stops(self) -> tuple[RouteStop, ...]:
        """All stops in the order of driving."""
        return tuple(stop for trip in self.trips for stop in trip.stops)

    @property
    def weight_g(self) -> int:
        """Weight over all trips, grams."""
        return sum(trip.weight_g for trip in self.trips)

    @property
    def parcels(self) -> int | None:
        """Parcels over all trips; None where one stop's are not known."""
        return _total([stop.parcels for stop in self.stops])

    @property
    def distance_m(self) -> int | None:
        """Length over all trips, metres; None where one trip's is not known."""
        return _total([trip.distance_m for trip in self.trips])

    @property
    def cash_cents(self) -> int:
        """To be collected over all stops."""
        return sum(stop.cash_cents or 0 for stop in self.stops)


@dataclass(frozen=True)
class CoverSheet:
    """What the cover says beyond the papers it lies on.

    Attributes
    ----------
    capacity_g
        Payload of the vehicle, grams.
    remarks
        Sentences for whoever hands the pack over.
    """

    truck: Truck
    capacity_g: int | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class PackSheet:
    """Everything for one truck: cover, a loading list per trip, route sheet, notes in the order of the stops.

    A hired carrier's truck has a consignment note, behind the route sheet.
    """

    cover: CoverSheet
    loadings: tuple[LoadingSheet, ...]
    route: RouteSheet
    notes: tuple[NoteSheet, ...] = ()
    consignment: ConsignmentSheet | None = None


def _total(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known and len(known) == len(values) else None
