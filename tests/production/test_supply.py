"""Curves from what is stored, on both engines."""

from __future__ import annotations

from datetime import date, time, timedelta

from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.db import Database
from dispatch.production.capacity import Demand
from dispatch.production.models import ProductionCapacity, ProductionRate, ProductionSlot, Stock, WorkCentre
from dispatch.production.supply import supply_curves
from tests import builders
from tests.builders import TOMORROW

TODAY = TOMORROW - timedelta(days=1)


def counted(session: Session, product_id: int, units: int, on: date = TODAY, depot_id: int | None = None) -> None:
    session.add(Stock(product_id=product_id, quantity=units * 1000, counted_on=on, depot_id=depot_id))


def made(session: Session, product_id: int, units: int, on: date = TOMORROW, ready: time = time(5)) -> None:
    session.add(ProductionSlot(product_id=product_id, made_on=on, ready_at=ready, quantity=units * 1000))


def test_the_latest_count_replaces_earlier_ones_and_what_was_made_before_it(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        bread, noise = builders.product(session), builders.product(session, "NOISE")
        counted(session, bread.id, 99, TODAY - timedelta(days=3))
        counted(session, bread.id, 19)
        counted(session, bread.id, 77, TOMORROW + timedelta(days=1))
        counted(session, noise.id, 5)
        made(session, bread.id, 1000, TODAY - timedelta(days=1))
        made(session, bread.id, 77)
        made(session, bread.id, 50, TOMORROW + timedelta(days=5))
        curves = supply_curves(session, TOMORROW, TOMORROW)
    assert curves[bread.id].steps == ((clock.day_start(TODAY), 19_000), (clock.at(TOMORROW, time(5)), 96_000))
    assert curves[bread.id].leavings_from == TODAY
    assert curves[noise.id].total == 5_000


def test_a_count_of_the_whole_replaces_counts_per_depot(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        bread = builders.product(session)
        north, south = builders.depot(session, "N"), builders.depot(session, "S")
        counted(session, bread.id, 10, TODAY - timedelta(days=9), north.id)
        counted(session, bread.id, 4, TODAY - timedelta(days=2), south.id)
        assert supply_curves(session, TOMORROW, TOMORROW)[bread.id].total == 14_000
        counted(session, bread.id, 20, TODAY - timedelta(days=1))
        counted(session, bread.id, 3, TODAY, north.id)
        assert supply_curves(session, TOMORROW, TOMORROW)[bread.id].total == 23_000
        assert supply_curves(session, TOMORROW, TOMORROW)[bread.id].leavings_from == TODAY - timedelta(days=1)


def test_a_product_without_stock_or_production_is_absent(database: Database) -> None:
    with database.transaction("t") as session:
        bread = builders.product(session)
        assert bread.id not in supply_curves(session, TOMORROW, TOMORROW)


def test_hours_add_to_the_curve_what_demands_lack(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        bread = builders.product(session)
        counted(session, bread.id, 10)
        oven = WorkCentre(code="L1")
        session.add(oven)
        session.flush()
        session.add(ProductionCapacity(work_centre_id=oven.id, day=TOMORROW, minutes=60, ready_at=time(4)))
        session.add(ProductionRate(work_centre_id=oven.id, product_id=bread.id, qty_per_hour=40_000))
        demand = Demand(bread.id, 30_000, TOMORROW, clock.day_start(TOMORROW + timedelta(days=1)))
        curve = supply_curves(session, TOMORROW, TOMORROW, [demand])[bread.id]
    assert curve.steps[-1] == (clock.at(TOMORROW, time(4)), 30_000)


def test_ready_times_are_wall_clock_on_the_day_the_clocks_go_back(database: Database) -> None:
    sunday = date(2026, 10, 25)
    with database.transaction("t") as session:
        bread = builders.product(session)
        made(session, bread.id, 1, sunday, time(5))
        (step,) = supply_curves(session, sunday, sunday)[bread.id].steps
    assert step[0] - clock.day_start(sunday) == timedelta(hours=6)
