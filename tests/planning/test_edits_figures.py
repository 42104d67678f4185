"""Figures after edits by hand: those of the run as long as nothing is changed, reckoned anew once something is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.planning import edits
from dispatch.planning.edits_figures import AfterEdits, after_edits
from dispatch.planning.edits_kept import bench, forget
from dispatch.planning.edits_moves import Move
from dispatch.planning.edits_published import published_bench
from dispatch.planning.models import PlanningRun
from dispatch.tours.lifecycle import release
from dispatch.tours.models import TOUR, Tour
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import plan, site_at, stock, yard


@pytest.fixture
def day(database: Database) -> Iterator[Database]:
    """One van, three orders, calculated."""
    forget()
    with database.transaction("t") as session:
        yard(session)
        bread = builders.product(session, "BREAD")
        stock(session, bread, 100)
        for number in range(1, 4):
            builders.order(session, site_at(session, f"S{number}", north_km=2.0 * number), [(bread, 2)], f"CF{number}")
    assert plan(database, time_limit_s=0.6).state == "adopted"
    yield database
    forget()


def now(database: Database) -> AfterEdits:
    made = bench(database, TOMORROW)
    with database.reading() as session:
        return after_edits(session, made, "fr")


def test_untouched_a_day_comes_to_what_its_run_has_reckoned(day: Database) -> None:
    found = now(day)
    with day.reading() as session:
        run = session.scalars(select(PlanningRun)).one()
    assert (found.cost_cents, found.served_lines, found.due_lines) == (run.cost_cents, run.served_lines, run.due_lines)
    assert found.bound_cents == run.bound_cents
    assert found.broken == ()


def test_a_stop_taken_off_is_counted_as_not_served_and_paid_for(day: Database) -> None:
    before = now(day)
    with day.transaction("user:anna") as session:
        edits.save(session, bench(day, TOMORROW), Move("off", 1, (2,)), {})
    after = now(day)
    assert after.served_lines == before.served_lines - 1
    assert after.cost_cents > before.cost_cents
    assert after.bound_cents == before.bound_cents


def test_a_bound_no_longer_holds_once_an_order_has_come(day: Database) -> None:
    with day.transaction("t") as session:
        session.scalars(select(PlanningRun)).one().bound_cents = 1000
        builders.journal.record(session, "test.built", "bound")
    assert now(day).bound_cents == 1000
    assert now(day).gap_bp
    with day.transaction("t") as session:
        bread = session.scalars(select(builders.Product)).one()
        builders.order(session, site_at(session, "NEW"), [(bread, 1)], "URGENT")
    forget()
    found = now(day)
    assert (found.bound, found.bound_cents, found.gap_bp) == ("changed", None, None)


def test_a_bound_still_holds_for_a_day_that_is_published_after_edits_by_hand(day: Database) -> None:
    with day.transaction("user:anna") as session:
        session.scalars(select(PlanningRun)).one().bound_cents = 1000
        edits.save(session, bench(day, TOMORROW), Move("off", 1, (2,)), {})
    drafts = now(day)
    with day.transaction("user:anna") as session:
        release(session, TOMORROW, None)
    made = published_bench(day, TOMORROW)
    assert made is not None
    with day.reading() as session:
        published = after_edits(session, made, "fr")
    assert (published.bound, published.bound_cents) == ("holds", 1000)
    assert published.bound_at is not None
    assert replace(published, bound_at=None) == replace(drafts, bound_at=None)
    with day.transaction("user:anna") as session:
        TOUR.advance(session.scalars(select(Tour)).one(), "under_way", at=builders.NOW, by="test")
        builders.journal.record(session, "test.built", "left")
    assert published_bench(day, TOMORROW) is None
