"""Releasing and taking off: the version is compared and swapped, quantities are conserved."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from dispatch import journal
from dispatch.db import Database
from dispatch.errors import LifeCycleError, RefusedError, StalePlanError
from dispatch.orders.models import OrderLine
from dispatch.tours import lifecycle
from dispatch.tours.day_plans import versions
from dispatch.tours.models import DayPlan, Portion, Tour
from tests.builders import TOMORROW
from tests.tours.builders import small_day


def test_a_released_day_has_a_new_version_and_released_tours(any_database: Database) -> None:
    with any_database.transaction("user:anna") as session:
        small_day(session)
    with any_database.transaction("user:anna") as session:
        tours = lifecycle.release(session, TOMORROW, expected_version=0)
        assert [(tour.letter, tour.state, tour.state_by) for tour in tours] == [("A", "released", "user:anna")]
    with any_database.reading() as session:
        plan = session.scalars(select(DayPlan)).one()
        assert (plan.version, plan.released_by) == (1, "user:anna")
        states = dict(tuple(row) for row in session.execute(select(Tour.day, Tour.state)))
        assert states == {TOMORROW: "released", TOMORROW + timedelta(days=1): "draft"}


def test_of_two_planners_who_release_the_same_version_one_is_told(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        small_day(session)
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def planner() -> None:
        start.wait()
        try:
            with any_database.transaction("user:p") as session:
                lifecycle.release(session, TOMORROW, expected_version=0)
            outcomes.append("released")
        except StalePlanError as error:
            outcomes.append(f"{error.http_status}")

    threads = [threading.Thread(target=planner) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["409", "released"]


def test_a_day_without_drafts_is_not_released(database: Database) -> None:
    with pytest.raises(RefusedError, match="no draft tour"), database.transaction("t") as session:
        lifecycle.release(session, TOMORROW)
    with database.reading() as session:
        assert versions(session, [TOMORROW]) == {TOMORROW: 0}


def test_what_was_on_a_cancelled_draft_is_owed_again(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        small_day(session)
    with any_database.transaction("t") as session:
        assert [tour.letter for tour in lifecycle.cancel_drafts(session, [TOMORROW])] == ["A"]
        journal.record(session, "test.cancelled")
    with any_database.reading() as session:
        lines = {line.order.reference: line for line in session.scalars(select(OrderLine))}
        assert (lines["CF1"].backlog_qty, lines["CF1"].planned_qty) == (12000, 0)
        assert (lines["NOISE"].backlog_qty, lines["NOISE"].planned_qty) == (0, 3000)
        live = dict(tuple(row) for row in session.execute(select(Portion.quantity, Portion.live)))
        assert live == {12000: False, 3000: True}


def test_a_tour_under_way_cannot_be_taken_off(database: Database) -> None:
    with database.transaction("t") as session:
        tour = small_day(session)
        tour.state = "under_way"
    with pytest.raises(LifeCycleError), database.transaction("t") as session:
        lifecycle.take_off(session, session.scalars(select(Tour).where(Tour.letter == "A", Tour.day == TOMORROW)).one())
