"""A tour on the road told anew: served stops stay, those to come move on, in a better order where that is allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import settings
from dispatch.db import Database
from dispatch.errors import RefusedError, StalePlanError
from dispatch.planning.fleet_days import from_then
from dispatch.planning.rest_of_tour import Pause, Waiting, best_order, reached
from dispatch.planning.tour_roads import roads_of_tours
from dispatch.planning.underway import retime
from dispatch.solver.problem import Break, Vehicle
from dispatch.tours.models import Stop, Tour
from tests import builders
from tests.delivery.builders import DAY, published_road
from tests.planning.builders import plan, site_at, stock, yard

ROW = np.array([[0, 10, 20, 30], [10, 0, 10, 20], [20, 10, 0, 10], [30, 20, 10, 0]], dtype=np.int64) * 60
"""Four places in a row, ten minutes from one to the next; the depot is the first."""


def waiting(place: int, closes_s: int | None = None, opens_s: int | None = None) -> Waiting:
    return Waiting(place, place, 300, opens_s, closes_s)


def test_stops_are_reached_one_after_the_other_and_windows_and_breaks_are_waited_for() -> None:
    pause = Pause(due_s=1000, length_s=600)
    first, second = reached([waiting(1), waiting(2, opens_s=3000)], 0, 0, ROW, pause)
    assert (first.arrives_s, first.begins_s, first.leaves_s) == (600, 600, 900)
    assert (second.arrives_s, second.begins_s, second.leaves_s) == (1500, 3000, 3300)
    assert pause.before_driving(3300) == 3900
    assert pause.begun_s == 3300


def test_a_zigzag_is_straightened_and_a_window_that_closes_comes_first() -> None:
    zigzag = [waiting(2), waiting(1), waiting(3)]
    assert [stop.place for stop in best_order(zigzag, 0, 0, 0, ROW)] in ([1, 2, 3], [3, 2, 1])
    hurried = [waiting(1), waiting(2), waiting(3, closes_s=1800)]
    assert best_order(hurried, 0, 0, 0, ROW)[0].place == 3
    assert best_order([], 0, 0, 0, ROW) == ()


def test_a_vehicle_does_not_leave_in_the_past_and_its_past_break_is_taken() -> None:
    van = Vehicle(1, 0, 0, shift=(100, 900), breaks=(Break(1, ((300, 400),), 60),))
    assert from_then(van, 50) == van
    assert from_then(van, 350).breaks[0].windows == ((350, 400),)
    late = from_then(van, 500)
    assert (late.shift, late.breaks) == ((500, 900), ())
    assert from_then(van, 1000).shift == (1000, 1000)


def test_a_day_that_is_over_is_planned_only_as_a_record_of_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction("test") as session:
        yard(session)
        bread = builders.product(session)
        stock(session, bread, 100)
        builders.order(session, site_at(session, "S1"), [(bread, 5)], "CF1")
    monkeypatch.setenv("DISPATCH_NOW", f"{DAY.isoformat()}T18:00:00+01:00")
    settings.current.cache_clear()
    assert plan(database, DAY, afterwards=True).served_lines == 1
    assert plan(database, DAY).served_lines == 0


@pytest.fixture
def road(database: Database) -> Database:
    """A published tour of three stops, the farthest first, then the nearest."""
    published_road(database, 8, 2, 4)
    return database


def stops(session: Session) -> list[tuple[str, datetime]]:
    rows = session.scalars(select(Stop).order_by(Stop.sequence))
    return [(stop.site.code, stop.begins_at) for stop in rows]


def told(database: Database, served: int, late_s: int, **options: bool) -> tuple[list[tuple[str, datetime]], ...]:
    with database.reading() as session:
        tour_id = session.scalars(select(Tour.id)).one()
    roads = roads_of_tours(database, [tour_id])[tour_id]
    with database.transaction("user:anna") as session:
        before = stops(session)
        ids = session.scalars(select(Stop.id).order_by(Stop.sequence)).all()
        retime(session, tour_id, ids[:served], late_s, roads, **options)
    with database.reading() as session:
        return before, stops(session)


def test_a_late_truck_keeps_its_order_and_what_is_served(road: Database) -> None:
    before, after = told(road, 1, 1800)
    assert after[0] == before[0]
    assert [site for site, _ in after] == ["S8", "S2", "S4"]
    assert after[1][1] - before[1][1] >= timedelta(minutes=30)
    with road.reading() as session:
        row = session.scalars(select(Tour)).one()
        assert row.retimed_at is not None
        assert row.ends_at > after[2][1]


def test_a_better_order_is_taken_where_it_may_be_and_drives_less(road: Database) -> None:
    with road.reading() as session:
        driven = session.scalars(select(Tour.cost_cents)).one()
    _, after = told(road, 0, 0, reorder=True)
    assert [site for site, _ in after] != ["S8", "S2", "S4"]
    assert [at for _, at in after] == sorted(at for _, at in after)
    with road.reading() as session:
        assert session.scalars(select(Tour.cost_cents)).one() < driven


def test_a_tour_with_nothing_to_come_is_not_told_anew(road: Database) -> None:
    with road.reading() as session:
        tour_id = session.scalars(select(Tour.id)).one()
    roads = roads_of_tours(road, [tour_id])[tour_id]
    with road.transaction("user:anna") as session:
        ids = session.scalars(select(Stop.id)).all()
        with pytest.raises(RefusedError):
            retime(session, tour_id, ids, 60, roads)


def test_a_tour_that_goes_elsewhere_than_what_was_measured_is_not_told_anew(road: Database) -> None:
    with road.reading() as session:
        tour_id = session.scalars(select(Tour.id)).one()
    roads = roads_of_tours(road, [tour_id])[tour_id]
    elsewhere = replace(roads, index={key: row for key, row in roads.index.items() if key[0] == "depot"})
    with pytest.raises(StalePlanError), road.transaction("user:anna") as session:
        retime(session, tour_id, [], 60, elsewhere)
