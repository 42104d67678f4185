"""Whoever moves quantities of one line at the same time: none is taken twice, none is lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.db import Database
from dispatch.errors import BusyError, ConservationError
from dispatch.orders import conservation
from dispatch.orders.models import OrderLine
from tests import builders

PLANNERS, PORTION = 8, 3_000
"""Eight planners want 3 each of a line that owes 10: three of them can have it."""


def a_line(database: Database) -> int:
    with database.transaction("test") as session:
        site = builders.site(session, builders.customer(session))
        wanted, noise = builders.product(session, "P1"), builders.product(session, "P2")
        return int(builders.order(session, site, [(wanted, 10), (noise, 10)]).lines[0].id)


def buckets(database: Database) -> list[tuple[int, int, int]]:
    with database.reading() as session:
        lines = select(OrderLine.backlog_qty, OrderLine.planned_qty, OrderLine.ordered_qty).order_by(OrderLine.id)
        return [tuple(row) for row in session.execute(lines)]


def race(database: Database, move: Callable[[Session, OrderLine], None]) -> int:
    """All at once, each in a transaction of its own; how many were told that they have it."""
    number, start = a_line(database), Barrier(PLANNERS)

    def planner(_: int) -> bool:
        start.wait()
        try:
            with database.transaction("user:planner") as session:
                move(session, session.get_one(OrderLine, number))
                journal.record(session, "test.planned")
        except (ConservationError, BusyError):
            return False
        return True

    with ThreadPoolExecutor(PLANNERS) as pool:
        return sum(pool.map(planner, range(PLANNERS)))


def guarded(session: Session, line: OrderLine) -> None:
    conservation.plan(session, line, PORTION)


def test_a_quantity_is_planned_once_however_many_want_it(any_database: Database) -> None:
    assert race(any_database, guarded) == 3
    assert buckets(any_database) == [(1_000, 9_000, 10_000), (10_000, 0, 10_000)]


@pytest.mark.postgres
def test_the_same_race_gives_away_too_much_where_the_check_is_read_first(postgres_database: Database) -> None:
    """The negative control: everybody reads what is owed, finds enough, and writes."""
    everybody_has_read = Barrier(PLANNERS)

    def checked_first(session: Session, line: OrderLine) -> None:
        enough = line.backlog_qty >= PORTION
        everybody_has_read.wait()
        if not enough:
            raise ConservationError("too late")
        line.backlog_qty, line.planned_qty = line.backlog_qty - PORTION, line.planned_qty + PORTION
        session.flush()

    assert race(postgres_database, checked_first) == PLANNERS
    assert buckets(postgres_database)[0] == (7_000, 3_000, 10_000)
