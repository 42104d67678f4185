"""Tours: what one vehicle does on one day, trip by trip and stop by stop."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from dispatch.tours import queries
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Cents, Day, Shape


class TourQuery(Shape):
    """Which day."""

    day: Day


class PortionOut(Shape):
    """Part of one order line on a stop."""

    order_number: str
    order_reference: str
    line_no: int
    product_code: str
    unit: str
    quantity: int
    """In thousandths of the unit."""


class StopOut(Shape):
    """One halt."""

    sequence: int
    site_code: str
    customer_code: str
    latitude: float | None
    longitude: float | None
    arrives_at: datetime
    begins_at: datetime
    leaves_at: datetime
    window_opens_at: datetime | None
    window_closes_at: datetime | None
    distance_m: int
    locked: bool
    weight_g: int
    value_cents: Cents
    portions: tuple[PortionOut, ...]


class TripOut(Shape):
    """One loading and its stops."""

    number: int
    depot_code: str
    loading_at: datetime
    leaves_at: datetime
    stops: tuple[StopOut, ...]


class TourOut(Shape):
    """A tour; `state` is draft, released, under_way, done or cancelled."""

    id: int
    day: Day
    letter: str
    state: str
    vehicle_code: str
    driver_name: str
    starts_at: datetime
    ends_at: datetime
    drive_s: int
    distance_m: int
    estimated: bool
    """Distances are estimated, not measured on roads."""
    cost_cents: Cents
    value_cents: Cents
    trips: tuple[TripOut, ...]


class ToursOut(Shape):
    """The tours of one day; the version says whether its plan has changed."""

    day: Day
    version: int
    items: tuple[TourOut, ...]


@operation("GET", "/tours")
def list_tours(session: Session, query: TourQuery) -> ToursOut:
    """The tours of one day, by letter."""
    found = queries.tours_on(session, query.day)
    return ToursOut(
        day=query.day,
        version=queries.version(session, query.day),
        items=tuple(TourOut.of(row) for row in found),
    )


@operation("GET", "/tours/<int:tour_id>")
def get_tour(session: Session, tour_id: int) -> TourOut:
    """One tour, cancelled ones too."""
    return TourOut.of(queries.tour(session, tour_id))
