"""A day planned with the real solver, on both engines."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select

from dispatch.db import Database
from dispatch.planning.queries import day_board
from dispatch.tours.models import Tour
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import assert_conserved, carried, plan, site_at, slot, stock, yard


def test_due_lines_come_on_tours_and_quantities_move_with_them(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        yard(session, vans=2)
        bread, cake = builders.product(session, "BREAD"), builders.product(session, "CAKE")
        stock(session, bread, 100)
        stock(session, cake, 100)
        for number in range(1, 4):
            builders.order(
                session, site_at(session, f"S{number}", north_km=number), [(bread, 5), (cake, number)], f"CF{number}"
            )
    run = plan(any_database)
    assert (run.state, run.error, run.violation_count) == ("adopted", "", 0)
    assert (run.served_lines, run.due_lines) == (6, 6)
    with any_database.reading() as session:
        assert carried(session) == {
            ("CF1", 1): 5,
            ("CF1", 2): 1,
            ("CF2", 1): 5,
            ("CF2", 2): 2,
            ("CF3", 1): 5,
            ("CF3", 2): 3,
        }
        assert_conserved(session)
        board = day_board(session, TOMORROW, "fr")
    assert (board.version, board.totals.stops, board.totals.lines, board.pool.lines) == (1, 3, 6, 0)
    assert board.tours[0].letter == "A"
    assert "vol d'oiseau" in board.tours[0].source_fr
    assert board.plan_run is not None
    assert board.plan_run.tour_cost_cents == board.plan_run.cost_cents


def test_each_trip_knows_its_own_way_out_and_back(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session, payload_g=60_000, max_trips=2)
        bread = builders.product(session, "BREAD", weight_g=10_000)
        stock(session, bread, 100)
        for number in range(1, 5):
            builders.order(session, site_at(session, f"S{number}", north_km=number), [(bread, 3)], f"CF{number}")
    assert plan(database).state == "adopted"
    with database.reading() as session:
        (tour,) = session.scalars(select(Tour)).all()
        lengths = [trip.distance_m for trip in tour.trips]
    assert len(lengths) == 2
    assert all(length > 0 for length in lengths)
    assert sum(lengths) == tour.distance_m


def test_nobody_takes_a_break_before_the_day_begins(database: Database) -> None:
    with database.transaction("t") as session:
        (van,) = yard(session)
        session.refresh(van)
        van.drivers[0].break_s = 1800
        bread = builders.product(session, "BREAD")
        slot(session, bread, 10, ready=time(12, 30))
        builders.order(session, site_at(session, "S1"), [(bread, 5)])
    assert plan(database).state == "adopted"
    with database.reading() as session:
        (tour,) = session.scalars(select(Tour)).all()
        assert tour.starts_at <= tour.trips[0].leaves_at
        assert tour.break_at is None or tour.break_at >= tour.trips[0].loading_at
