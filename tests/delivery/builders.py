"""Planned days, as a planning run would leave them: draft tours with trips, stops and portions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.release import release_day
from dispatch.fleet.models import Depot, Driver, Vehicle
from dispatch.orders import conservation
from dispatch.orders.models import OrderLine
from dispatch.production.models import Stock
from dispatch.tours.day_plans import swap
from dispatch.tours.models import Portion, Stop, Tour, Trip
from tests import builders
from tests.planning.builders import site_at

DAY = builders.TOMORROW
Load = list[tuple[OrderLine, int]]
"""Order lines and the units of each that are put on a stop."""


def tour(
    session: Session, at: Depot, by: Vehicle, loads: list[Load], letter: str = "A", day: date = DAY, **changes: Any
) -> Tour:
    """A draft tour of one trip: one stop per load."""
    leaves = datetime(day.year, day.month, day.day, 6, 0, tzinfo=UTC)
    driver: Driver | None = changes.pop("driver", None)
    row = Tour(
        **{
            "day": day, "letter": letter, "vehicle_id": by.id, "driver_id": driver.id if driver else None,
            "state_at": builders.NOW, "state_by": "test", "starts_at": leaves, "ends_at": leaves + timedelta(hours=6),
            "source_fr": "distances estimées à vol d'oiseau × 1,3, 40 km/h",
            "source_en": "distances estimated as the crow flies × 1.3, 40 km/h",
            **changes,
        }
    )  # fmt: skip
    trip = Trip(number=1, depot_id=at.id, loading_at=leaves - timedelta(minutes=20), leaves_at=leaves)
    row.trips.append(trip)
    for sequence, load in enumerate(loads, 1):
        begins = leaves + timedelta(minutes=4 * sequence)
        stop = Stop(
            sequence=sequence, site_id=load[0][0].order.site_id, arrives_at=begins, begins_at=begins,
            leaves_at=begins + timedelta(minutes=3), distance_m=2500,
            window_opens_at=leaves, window_closes_at=leaves + timedelta(hours=6),
        )  # fmt: skip
        for line, units in load:
            conservation.plan(session, line, units * 1000)
            used = session.scalars(select(Portion.part).where(Portion.order_line_id == line.id)).all()
            stop.portions.append(Portion(order_line_id=line.id, quantity=units * 1000, part=max(used, default=0) + 1))
        trip.stops.append(stop)
    session.add(row)
    swap(session, day, None)
    session.flush()
    journal.record(session, "test.built", "Tour")
    return row


def small_world(database: Database, *, units: int = 10, planned: int = 8, **customer: Any) -> None:
    """One customer ordered `units` of P1 and of P2; tour A carries `planned` of each tomorrow. A second customer is noise, on tour B."""
    with database.transaction("test") as session:
        builders.company(session)
        one, two = builders.product(session, "P1"), builders.product(session, "P2", price_micros=3_333_333)
        for item in (one, two):
            session.add(Stock(product_id=item.id, quantity=100_000, counted_on=DAY))
        owner, other = builders.customer(session, "C1", **customer), builders.customer(session, "C2", language="en")
        site, noise = builders.site(session, owner, "S1"), builders.site(session, other, "S2", latitude=45.2)
        depot = builders.depot(session)
        first, second = builders.vehicle(session, depot, "V1"), builders.vehicle(session, depot, "V2")
        anna, bruno = builders.driver(session, first, "DR1"), builders.driver(session, second, "DR2")
        wanted = builders.order(session, site, [(one, units), (two, units)], "CF1")
        besides = builders.order(session, noise, [(one, 5)], "CF2")
        tour(session, depot, first, [[(line, planned) for line in wanted.lines]], "A", driver=anna)
        tour(session, depot, second, [[(besides.lines[0], 5)]], "B", driver=bruno)


def released(database: Database, **world: Any) -> tuple[str, ...]:
    """The small world, released: the numbers of its notes, tour A's first."""
    small_world(database, **world)
    with database.transaction("user:planner") as session:
        return release_day(session, DAY).notes


def note(session: Session, number: str) -> DeliveryNote:
    return session.scalars(select(DeliveryNote).where(DeliveryNote.number == number)).one()


def line(session: Session, reference: str, line_no: int) -> OrderLine:
    return next(
        one for one in session.scalars(select(OrderLine)) if (one.order.reference, one.line_no) == (reference, line_no)
    )


def published_road(database: Database, *north_km: int) -> None:
    """A published tour of one van that calls at sites so far north of its depot, one after the other."""
    with database.transaction("test") as session:
        builders.company(session)
        bread = builders.product(session, "BREAD")
        session.add(Stock(product_id=bread.id, quantity=100_000, counted_on=DAY))
        depot = builders.depot(session)
        van = builders.vehicle(session, depot, "V1")
        orders = [
            builders.order(session, site_at(session, f"S{km}", north_km=km), [(bread, 1)], f"CF{km}") for km in north_km
        ]
        tour(session, depot, van, [[(order.lines[0], 1)] for order in orders], driver=builders.driver(session, van))
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
