"""Publication is one compare-and-swap: what changed meanwhile makes a plan stale, and the plan in force stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.db import Database
from dispatch.orders.models import OrderLine
from dispatch.planning import adoption, execution
from dispatch.planning.goods import overdrawn_products
from dispatch.planning.models import PlanningRun
from dispatch.planning.queries import day_board
from dispatch.planning.search import Found, search
from dispatch.production.models import Stock
from dispatch.tours import lifecycle
from dispatch.tours.models import Tour
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import assert_conserved, carried, plan, site_at, stock, yard

Meanwhile = Callable[[Database], None]


def planned_while(monkeypatch: pytest.MonkeyPatch, database: Database, meanwhile: Meanwhile) -> PlanningRun:
    """A run during whose search something else happens, once."""
    waiting = [meanwhile]

    def search_and_meanwhile(*args, **kwargs) -> Found:
        found = search(*args, **kwargs)
        if waiting:
            waiting.pop()(database)
        return found

    monkeypatch.setattr(execution, "search", search_and_meanwhile)
    return plan(database)


def small_company(session: Session) -> None:
    yard(session, vans=2)
    bread = builders.product(session)
    stock(session, bread, 30)
    builders.order(session, site_at(session, "S1"), [(bread, 10)], "CF1")
    builders.order(session, site_at(session, "S2", north_km=2), [(bread, 5)], "CF2")


def change(session: Session, what: str) -> None:
    session.execute(update(OrderLine).where(OrderLine.id == 1).values(promised_on=TOMORROW - timedelta(days=1)))
    journal.record(session, "test.changed", what)


def test_a_line_that_changed_meanwhile_makes_the_plan_stale(
    monkeypatch: pytest.MonkeyPatch, any_database: Database
) -> None:
    with any_database.transaction("t") as session:
        small_company(session)

    def promise_earlier(database: Database) -> None:
        with database.transaction("user:zoe") as session:
            change(session, "promise")

    run = planned_while(monkeypatch, any_database, promise_earlier)
    assert (run.state, run.violation_count) == ("stale", 0)
    assert "Line 1 of order CF1" in run.error
    with any_database.reading() as session:
        assert session.scalars(select(Tour)).all() == []
        assert_conserved(session)
        board = day_board(session, TOMORROW)
    assert (board.version, board.plan_run) == (0, None)


def test_a_new_order_meanwhile_does_not(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    with database.transaction("t") as session:
        small_company(session)

    def order_more(database: Database) -> None:
        with database.transaction("user:zoe") as session:
            line = session.get_one(OrderLine, 1)
            builders.order(session, site_at(session, "S3"), [(line.product, 1)], "CF3")

    assert planned_while(monkeypatch, database, order_more).state == "adopted"


def test_of_two_planners_of_one_day_the_second_is_stale(
    monkeypatch: pytest.MonkeyPatch, any_database: Database
) -> None:
    with any_database.transaction("t") as session:
        small_company(session)
    first: list[PlanningRun] = []
    second = planned_while(monkeypatch, any_database, lambda database: first.append(plan(database)))
    assert [run.state for run in (*first, second)] == ["adopted", "stale"]
    assert "version 1, you looked at version 0" in second.error
    with any_database.reading() as session:
        assert_conserved(session)
        assert {tour.run_id for tour in session.scalars(select(Tour))} == {first[0].id}


def test_a_day_released_meanwhile_is_not_planned_over(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    with database.transaction("t") as session:
        small_company(session)
    plan(database)

    def release(database: Database) -> None:
        with database.transaction("user:zoe") as session:
            lifecycle.release(session, TOMORROW, expected_version=1)

    assert planned_while(monkeypatch, database, release).state == "stale"
    with database.reading() as session:
        assert {tour.state for tour in session.scalars(select(Tour))} == {"released"}


def two_days_after_one_stock(session: Session) -> None:
    yard(session)
    bread = builders.product(session)
    stock(session, bread, 12)
    builders.order(session, site_at(session, "S1"), [(bread, 10)], "WEDNESDAY")
    builders.order(
        session, site_at(session, "S2"), [(bread, 10)], "THURSDAY", requested_on=TOMORROW + timedelta(days=1)
    )


def plan_thursday(database: Database) -> None:
    with database.transaction("t") as session:
        session.execute(update(OrderLine).where(OrderLine.order.has(reference="WEDNESDAY")).values(latest_on=TOMORROW))
        journal.record(session, "test.changed")
    plan(database, TOMORROW + timedelta(days=1))


def test_two_days_do_not_both_take_the_last_carton(monkeypatch: pytest.MonkeyPatch, any_database: Database) -> None:
    with any_database.transaction("t") as session:
        two_days_after_one_stock(session)
        session.execute(update(OrderLine).where(OrderLine.order.has(reference="WEDNESDAY")).values(latest_on=TOMORROW))
    run = planned_while(monkeypatch, any_database, plan_thursday)
    assert run.state == "stale"
    assert "fewer of Produit P1" in run.error
    with any_database.reading() as session:
        assert carried(session) == {("THURSDAY", 1): 10}
        assert overdrawn_products(session, TOMORROW) == []


def test_without_the_second_look_at_goods_they_would(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    with database.transaction("t") as session:
        two_days_after_one_stock(session)
        session.execute(update(OrderLine).where(OrderLine.order.has(reference="WEDNESDAY")).values(latest_on=TOMORROW))
    monkeypatch.setattr(adoption, "leavings_of", lambda *_: {})
    assert planned_while(monkeypatch, database, plan_thursday).state == "adopted"
    with database.reading() as session:
        ((_, _, too_many),) = overdrawn_products(session, TOMORROW)
    assert too_many == 8_000


def test_a_count_that_found_less_makes_the_plan_stale(monkeypatch: pytest.MonkeyPatch, database: Database) -> None:
    with database.transaction("t") as session:
        small_company(session)

    def count_again(database: Database) -> None:
        with database.transaction("user:zoe") as session:
            session.execute(update(Stock).values(quantity=11_000))
            journal.record(session, "stock.counted")

    run = planned_while(monkeypatch, database, count_again)
    assert (run.state, run.error) == (
        "stale",
        "There are 4 fewer of Produit P1 than when the plan was made. Plan again.",
    )
