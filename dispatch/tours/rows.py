"""What pages and papers read of a tour: frozen rows, loads against capacities, times as instants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class LoadBar:
    """One dimension of a load against what the vehicle carries: grams, cm³ or millionths of a pallet place."""

    dimension: str
    """`weight`, `volume` or `pallets`."""
    used: int
    capacity: int | None
    """None: the vehicle has no such limit."""

    @property
    def percent(self) -> int | None:
        """Whole percent, rounded up; None without a limit."""
        return None if not self.capacity else -(-100 * self.used // self.capacity)


@dataclass(frozen=True, slots=True)
class PortionRow:
    """Part of one order line on a stop; quantities in milli-units."""

    id: int
    order_line_id: int
    order_id: int
    order_number: str
    order_reference: str
    customer_reference: str
    line_no: int
    due_on: date
    product_code: str
    product_name: str
    unit: str
    kind: str
    """`goods` or `service`."""
    quantity: int
    ordered_qty: int
    delivered_qty: int
    rest_qty: int
    """Owed and on no tour."""
    weight_g: int
    value_cents: int
    live: bool


@dataclass(frozen=True, slots=True)
class StopRow:
    """One halt, with the customer's face for people and the portions handed over."""

    id: int
    sequence: int
    trip_number: int
    site_id: int
    site_code: str
    site_name: str
    customer_code: str
    customer_name: str
    address: str
    postcode: str
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    contact: str
    phone: str
    instructions: str
    opening_hours: str
    cash_on_delivery: bool
    arrives_at: datetime
    begins_at: datetime
    leaves_at: datetime
    window_opens_at: datetime | None
    window_closes_at: datetime | None
    distance_m: int
    locked: bool
    weight_g: int
    value_cents: int
    portions: tuple[PortionRow, ...]

    @property
    def orders(self) -> tuple[str, ...]:
        """References of the orders served here, each once."""
        return tuple(dict.fromkeys(portion.order_reference for portion in self.portions))


@dataclass(frozen=True, slots=True)
class TripRow:
    """One loading and its stops."""

    id: int
    number: int
    depot_code: str
    depot_name: str
    depot_latitude: float
    depot_longitude: float
    loading_at: datetime
    leaves_at: datetime
    bars: tuple[LoadBar, ...]
    stops: tuple[StopRow, ...]


@dataclass(frozen=True, slots=True)
class TourRow:
    """What one vehicle does on one day."""

    id: int
    day: date
    letter: str
    state: str
    vehicle_id: int
    vehicle_code: str
    plate: str
    profile: str
    driver_id: int | None
    driver_name: str
    driver_phone: str
    starts_at: datetime
    ends_at: datetime
    shift_s: int
    """Length of the vehicle's shift."""
    drive_s: int
    distance_m: int
    cost_cents: int
    break_at: datetime | None
    break_s: int
    source_fr: str
    source_en: str
    estimated: bool
    locked: bool
    retimed_at: datetime | None
    """When its stops to come last got new times on the road."""
    bars: tuple[LoadBar, ...]
    """Over all trips: what is carried against capacity × trips."""
    trips: tuple[TripRow, ...]

    @property
    def stops(self) -> tuple[StopRow, ...]:
        """All stops in driving order."""
        return tuple(stop for trip in self.trips for stop in trip.stops)

    @property
    def weight_g(self) -> int:
        """All that is carried."""
        return sum(stop.weight_g for stop in self.stops)

    @property
    def value_cents(self) -> int:
        """Net value of all that is carried."""
        return sum(stop.value_cents for stop in self.stops)

    def source(self, language: str) -> str:
        """Where distances come from, in a reader's language."""
        return self.source_en if language == "en" else self.source_fr
