"""Draft tours of one trip, with everything below them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.fleet.models import Vehicle
from dispatch.orders import conservation
from dispatch.orders.models import Order
from dispatch.tours.models import Portion, Stop, Tour, Trip
from tests import builders


def draft_tour(
    session: Session, of: Vehicle, orders: list[Order], day: date = builders.TOMORROW, letter: str = "A", **changes: Any
) -> Tour:
    """A draft tour that brings each order whole, one stop each, leaving at 07:00."""
    start = clock.day_start(day) + timedelta(hours=7)
    values: dict[str, Any] = {
        "day": day, "letter": letter, "vehicle_id": of.id, "driver_id": of.drivers[0].id if of.drivers else None,
        "state_at": clock.now(), "state_by": "test", "starts_at": start, "ends_at": start + timedelta(hours=4),
    }  # fmt: skip
    tour = Tour(**{**values, **changes})
    trip = Trip(number=1, depot_id=of.depot_id, loading_at=start - timedelta(minutes=10), leaves_at=start)
    tour.trips = [trip]
    trip.stops = [_stop(order, number, start) for number, order in enumerate(orders, 1)]
    session.add(tour)
    session.flush()
    for order in orders:
        for line in order.lines:
            conservation.plan(session, line, line.backlog_qty)
    journal.record(session, "test.built", "Tour")
    return tour


def _stop(order: Order, number: int, start: datetime) -> Stop:
    at = start + timedelta(minutes=20 * number)
    stop = Stop(
        sequence=number, site_id=order.site_id, arrives_at=at, begins_at=at, leaves_at=at + timedelta(minutes=10)
    )
    stop.portions = [Portion(order_line_id=line.id, quantity=line.backlog_qty) for line in order.lines]
    return stop


def small_day(session: Session) -> Tour:
    """One van with one stop of 12 cartons, beside noise of another day."""
    builders.company(session)
    depot = builders.depot(session)
    van, other = builders.vehicle(session, depot), builders.vehicle(session, depot, "V2")
    builders.driver(session, van)
    session.refresh(van)
    site = builders.site(session, builders.customer(session))
    goods = builders.product(session)
    draft_tour(
        session, other, [builders.order(session, site, [(goods, 3)], "NOISE")], builders.TOMORROW + timedelta(days=1)
    )
    return draft_tour(session, van, [builders.order(session, site, [(goods, 12)])])
