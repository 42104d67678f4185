"""Quantities move between buckets and never get lost, whoever moves them in whatever order."""

from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from dispatch import journal
from dispatch.db import Database
from dispatch.errors import BusyError, ConservationError
from dispatch.orders import conservation
from dispatch.orders.models import OrderLine
from tests import builders
from tests.soak import times

MOVES = {
    "plan": ("backlog", "planned"),
    "give_back": ("planned", "backlog"),
    "accept": ("planned", "delivered"),
    "cancel": ("backlog", "cancelled"),
    "reopen": ("cancelled", "backlog"),
}


@pytest.mark.soak
@settings(max_examples=times(30), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.sampled_from([*MOVES, "resize"]), st.integers(1, 12_000)), max_size=25))
def test_any_moves_in_any_order_keep_the_equation(database: Database, moves):
    with database.reading() as session:  # nothing of it stays
        site = builders.site(session, builders.customer(session))
        line = builders.order(session, site, [(builders.product(session), 10)]).lines[0]
        expected = {"delivered": 0, "backlog": 10_000, "planned": 0, "cancelled": 0}
        for move, quantity in moves:
            source, target = MOVES.get(move, ("backlog", "backlog"))
            if move == "resize":
                possible = quantity >= sum(expected.values()) - expected["backlog"]
                change = {"backlog": quantity - sum(expected.values())} if possible else {}
            else:
                possible = expected[source] >= quantity
                change = {source: -quantity, target: quantity} if possible else {}
            if possible:
                getattr(conservation, move)(session, line, quantity)
            else:
                with pytest.raises(ConservationError):
                    getattr(conservation, move)(session, line, quantity)
            for bucket, difference in change.items():
                expected[bucket] += difference
            assert {bucket: getattr(line, f"{bucket}_qty") for bucket in expected} == expected
            assert line.ordered_qty == sum(expected.values())


def test_a_negative_quantity_is_refused_and_nothing_is_a_move(database):
    with database.transaction("test") as session:
        site = builders.site(session, builders.customer(session))
        line = builders.order(session, site, [(builders.product(session), 10)]).lines[0]
        with pytest.raises(ConservationError):
            conservation.plan(session, line, -1)
        conservation.plan(session, line, 0)
        assert (line.backlog_qty, line.planned_qty) == (10_000, 0)


def race(database: Database, take) -> list[bool]:
    """Eight planners want 3 of 10 units at the same moment; who got them."""
    with database.transaction("test") as session:
        site = builders.site(session, builders.customer(session))
        item = builders.product(session)
        builders.order(session, site, [(item, 50)], "NOISE")
        line_id = builders.order(session, site, [(item, 10)]).lines[0].id
    start, got = threading.Barrier(8), []

    def planner() -> None:
        start.wait()
        for _ in range(20):
            try:
                with database.transaction("planner") as session:
                    took = take(session, session.get_one(OrderLine, line_id))
                    journal.record(session, "test.planned")
                got.append(took)
            except BusyError:
                continue
            except ConservationError:
                got.append(False)
            return

    threads = [threading.Thread(target=planner) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    return got


def plan_three(session, line) -> bool:
    conservation.plan(session, line, 3_000)
    return True


def test_planners_at_the_same_moment_cannot_take_the_same_backlog(any_database):
    got = race(any_database, plan_three)
    assert got.count(True) == 3
    with any_database.reading() as session:
        line = session.scalars(select(OrderLine).where(OrderLine.ordered_qty == 10_000)).one()
        assert (line.planned_qty, line.backlog_qty) == (9_000, 1_000)


def test_without_the_guard_they_would_on_postgresql(postgres_database):
    """The negative control: read, wait, check, write absolute values, as a careless service would."""
    all_have_read = threading.Barrier(8)

    def careless(session, line) -> bool:
        backlog, planned = line.backlog_qty, line.planned_qty
        all_have_read.wait(timeout=20)
        if backlog < 3_000:
            return False
        session.execute(
            update(OrderLine)
            .where(OrderLine.id == line.id)
            .values(backlog_qty=backlog - 3_000, planned_qty=planned + 3_000)
            .execution_options(synchronize_session=False)
        )
        return True

    got = race(postgres_database, careless)
    assert got.count(True) == 8, "24 units promised"
    with postgres_database.reading() as session:
        line = session.scalars(select(OrderLine).where(OrderLine.ordered_qty == 10_000)).one()
        assert line.planned_qty == 3_000, "and only 3 of them written down"


def test_without_the_guard_and_the_immediate_lock_they_would_on_sqlite(database):
    """The negative control on SQLite: what is read before the write lock is taken is stale when it is held."""
    all_have_read = threading.Barrier(8)

    def planner_reads_first() -> None:
        with database.reading() as before:
            line = before.scalars(select(OrderLine).where(OrderLine.ordered_qty == 10_000)).one()
            backlog, planned, line_id = line.backlog_qty, line.planned_qty, line.id
        all_have_read.wait(timeout=20)
        with database.transaction("planner") as session:
            session.execute(
                update(OrderLine)
                .where(OrderLine.id == line_id)
                .values(backlog_qty=backlog - 3_000, planned_qty=planned + 3_000)
                .execution_options(synchronize_session=False)
            )
            journal.record(session, "test.planned")

    with database.transaction("test") as session:
        site = builders.site(session, builders.customer(session))
        builders.order(session, site, [(builders.product(session), 10)])
    threads = [threading.Thread(target=planner_reads_first) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert session.scalars(select(OrderLine.planned_qty)).one() == 3_000, "eight took 3, one is written down"
