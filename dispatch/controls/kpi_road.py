"""What the road cost by week: kilometres, money per stop, fill, CO₂, as the released tours planned them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.catalog.models import Product
from dispatch.fleet.models import Vehicle
from dispatch.orders.models import OrderLine
from dispatch.tours.emissions import co2_g
from dispatch.tours.models import Portion, Stop, Tour, Trip

OUT = ("released", "under_way", "done")


@dataclass(frozen=True, slots=True)
class RoadWeek:
    """Tours that left in a week.

    Attributes
    ----------
    estimated
        Whether any distance in it was estimated rather than driven on known roads.
    load_g, payload_g
        What was loaded, and what the vehicles could have borne on all their trips.
    """

    tours: int = 0
    stops: int = 0
    distance_m: int = 0
    cost_cents: int = 0
    load_g: int = 0
    payload_g: int = 0
    co2_g: int = 0
    estimated: bool = False

    @property
    def cents_per_stop(self) -> int | None:
        """Money per stop, rounded half up."""
        return (2 * self.cost_cents + self.stops) // (2 * self.stops) if self.stops else None

    @property
    def fill(self) -> float | None:
        """Weight loaded over payload, between 0 and 1."""
        return self.load_g / self.payload_g if self.payload_g else None


def road_weeks(session: Session, first: date, last: date) -> defaultdict[date, RoadWeek]:
    """Monday → what left in that week, from `first` to `last`."""
    stops, loads = _stops(session, first), _loads(session, first)
    trips = select(Trip.tour_id, func.count().label("count")).group_by(Trip.tour_id).subquery()
    query = (
        select(Tour, Vehicle.payload_g, trips.c.count)
        .join(Vehicle, Vehicle.id == Tour.vehicle_id)
        .join(trips, trips.c.tour_id == Tour.id)
        .where(Tour.state.in_(OUT), Tour.day >= first, Tour.day <= last)
    )
    weeks: defaultdict[date, RoadWeek] = defaultdict(RoadWeek)
    for tour, payload_g, trip_count in session.execute(query):
        monday = tour.day - timedelta(days=tour.day.weekday())
        before = weeks[monday]
        weeks[monday] = RoadWeek(
            tours=before.tours + 1,
            stops=before.stops + stops.get(tour.id, 0),
            distance_m=before.distance_m + tour.distance_m,
            cost_cents=before.cost_cents + tour.cost_cents,
            load_g=before.load_g + loads.get(tour.id, 0),
            payload_g=before.payload_g + payload_g * trip_count,
            co2_g=before.co2_g + co2_g(tour.distance_m, tour.profile),
            estimated=before.estimated or tour.estimated,
        )
    return weeks


def _stops(session: Session, first: date) -> dict[int, int]:
    query = (
        select(Trip.tour_id, func.count(Stop.id))
        .join(Stop, Stop.trip_id == Trip.id)
        .join(Tour, Tour.id == Trip.tour_id)
        .where(Tour.day >= first)
        .group_by(Trip.tour_id)
    )
    return {tour_id: int(count) for tour_id, count in session.execute(query)}


def _loads(session: Session, first: date) -> dict[int, int]:
    """Tour → grams loaded."""
    query = (
        select(Trip.tour_id, func.sum(Portion.quantity * Product.weight_g))
        .join(Stop, Stop.trip_id == Trip.id)
        .join(Portion, Portion.stop_id == Stop.id)
        .join(OrderLine, OrderLine.id == Portion.order_line_id)
        .join(Product, Product.id == OrderLine.product_id)
        .join(Tour, Tour.id == Trip.tour_id)
        .where(Tour.day >= first)
        .group_by(Trip.tour_id)
    )
    return {tour_id: int(grams) // 1000 for tour_id, grams in session.execute(query)}
