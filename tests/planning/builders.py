"""Small companies to plan for, and runs worked off in this process or in a child."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.catalog.models import Product
from dispatch.db import Database
from dispatch.fleet.models import Depot, Vehicle
from dispatch.jobs import claims
from dispatch.jobs.context import JobContext
from dispatch.orders.models import OrderLine
from dispatch.planning.execution import execute
from dispatch.planning.models import PlanningRun
from dispatch.planning.runs import ask
from dispatch.production.models import ProductionSlot, Stock
from dispatch.tours.models import Portion, Stop, Tour, Trip
from tests import builders
from tests.builders import TOMORROW

TODAY = TOMORROW - timedelta(days=1)
HOURS = "Mo-Sa 07:00-17:00"


def site_at(session: Session, code: str, north_km: float = 1.0, east_km: float = 0.0, **changes: Any) -> Any:
    """A customer with a site so far from the depot."""
    owner = builders.customer(session, f"C-{code}")
    place = {"latitude": 45.16 + north_km / 111.2, "longitude": 5.72 + east_km / 78.5}
    return builders.site(session, owner, code, **{**place, "opening_hours": HOURS, **changes})


def yard(session: Session, vans: int = 1, **changes: Any) -> list[Vehicle]:
    """The company, one depot, vans with drivers."""
    builders.company(session)
    depot = builders.depot(session)
    found = []
    for number in range(1, vans + 1):
        van = builders.vehicle(session, depot, f"V{number}", **changes)
        builders.driver(session, van, f"DR{number}")
        found.append(van)
    return found


def stock(session: Session, product: Product, units: int, on: date = TODAY, depot: Depot | None = None) -> None:
    session.add(
        Stock(product_id=product.id, quantity=units * 1000, counted_on=on, depot_id=depot.id if depot else None)
    )
    session.flush()
    journal.record(session, "test.built", "Stock")


def slot(session: Session, product: Product, units: int, on: date = TOMORROW, ready: time = time(5)) -> None:
    session.add(ProductionSlot(product_id=product.id, made_on=on, ready_at=ready, quantity=units * 1000))
    session.flush()
    journal.record(session, "test.built", "ProductionSlot")


def claimed(database: Database, day: date = TOMORROW, **options: Any) -> JobContext:
    """A run asked for and claimed, ready to be worked off in this process."""
    options.setdefault("time_limit_s", 1.0)
    with database.transaction("user:anna") as session:
        run = ask(session, day, **options)
        job_id = run.job_id
    with database.transaction("worker") as session:
        job = claims.claim(session, "here", ["plan"], job_id)
        assert job is not None
        params = {**job.params}
    return JobContext(database, job.id, "here", params, "user:anna")


def plan(database: Database, day: date = TOMORROW, **options: Any) -> PlanningRun:
    """Ask for a run and work it off here; its row afterwards."""
    context = claimed(database, day, **options)
    execute(context)
    with database.transaction("worker") as session:
        claims.complete(session, context.job_id, "here", {})
    with database.reading() as session:
        run = session.get_one(PlanningRun, context.params["run_id"])
        session.expunge(run)
        return run


def carried(session: Session, states: Iterable[str] = ("draft",)) -> dict[tuple[str, int], int]:
    """(order reference, line) → units on live portions of tours in these states."""
    query = (
        select(OrderLine.id, func.sum(Portion.quantity))
        .join(Portion, Portion.order_line_id == OrderLine.id)
        .join(Stop, Portion.stop_id == Stop.id)
        .join(Trip, Stop.trip_id == Trip.id)
        .join(Tour, Trip.tour_id == Tour.id)
        .where(Portion.live, Tour.state.in_(list(states)))
        .group_by(OrderLine.id)
    )
    totals = {row[0]: int(row[1]) // 1000 for row in session.execute(query)}
    lines = session.scalars(select(OrderLine).where(OrderLine.id.in_(totals)).order_by(OrderLine.id))
    return {(line.order.reference, line.line_no): totals[line.id] for line in lines}


def assert_conserved(session: Session) -> None:
    """Every line adds up, and what it calls planned is what live portions carry."""
    on_tours = {
        row[0]: int(row[1])
        for row in session.execute(
            select(Portion.order_line_id, func.sum(Portion.quantity))
            .where(Portion.live)
            .group_by(Portion.order_line_id)
        )
    }
    for line in session.scalars(select(OrderLine)):
        assert line.ordered_qty == line.delivered_qty + line.backlog_qty + line.planned_qty + line.cancelled_qty
        assert line.planned_qty == on_tours.get(line.id, 0), line.order.reference
