"""«Livrable le»: the day of a back order follows production and tours, without a run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dispatch import settings
from dispatch.db import Database
from dispatch.invoicing.confirm import confirm
from dispatch.journal import JournalEntry
from dispatch.orders.cancelling import cancel_line
from dispatch.planning.back_orders import back_order_rows
from dispatch.planning.rest_days import keep_rest_days, rest_days
from dispatch.production.models import Stock
from tests import builders
from tests.delivery.builders import DAY, line, released, tour
from tests.planning.builders import slot, stock

TODAY = date(2026, 11, 27)
"""A Friday, two days after the delivery."""


@pytest.fixture
def rest(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Eight of ten of CF1's two lines came; two days have passed, and nothing of P1 is left in stock."""
    number = released(database)[0]
    monkeypatch.setenv("DISPATCH_NOW", "2026-11-25T18:00:00+01:00")
    settings.current.cache_clear()
    with database.transaction("user:desk") as session:
        confirm(session, number, request_key="k")
    monkeypatch.setenv("DISPATCH_NOW", "2026-11-27T09:00:00+01:00")
    settings.current.cache_clear()
    with database.transaction("test") as session:
        first = line(session, "CF1", 1)
        for count in session.scalars(select(Stock)):
            count.counted_on = DAY - timedelta(days=1)
        stock(session, first.product, 0, TODAY)
    return database


def days(database: Database) -> list[date | None]:
    with database.reading() as session:
        found = rest_days(session)
        return [found[line(session, "CF1", number).id] for number in (1, 2)]


def test_it_waits_for_production_and_goes_on_the_next_working_day_where_there_is_stock(rest: Database) -> None:
    assert days(rest) == [None, date(2026, 11, 28)]
    with rest.transaction("test") as session:
        slot(session, line(session, "CF1", 1).product, 1, date(2026, 11, 30))
        slot(session, line(session, "CF1", 1).product, 1, date(2026, 12, 1))
    assert days(rest)[0] == date(2026, 12, 1)


def test_what_presses_more_takes_its_goods_first(rest: Database) -> None:
    with rest.transaction("test") as session:
        slot(session, line(session, "CF1", 1).product, 2, date(2026, 11, 30))
        slot(session, line(session, "CF1", 1).product, 9, date(2026, 12, 2))
    assert days(rest)[0] == date(2026, 11, 30)
    with rest.transaction("test") as session:
        first = line(session, "CF1", 1)
        builders.order(session, first.order.site, [(first.product, 5)], "OLDER", requested_on=date(2026, 11, 20))
    assert days(rest)[0] == date(2026, 12, 2)


def test_on_a_tour_it_comes_with_the_tour(rest: Database) -> None:
    with rest.transaction("test") as session:
        depot = session.scalars(select(builders.Depot)).one()
        tour(
            session, depot, builders.vehicle(session, depot, "V9"), [[(line(session, "CF1", 1), 2)]], "A", date(2026, 12, 3)
        )  # fmt: skip
    assert days(rest)[0] == date(2026, 12, 3)
    with rest.reading() as session:
        (row,) = back_order_rows(session, search="cf1 p1")
    assert (row.backlog_qty, row.planned_qty, row.cause, row.age_days) == (0, 2_000, "partial", 2)


def test_the_days_are_kept_once_and_the_journal_says_which_have_moved(rest: Database) -> None:
    with rest.transaction("user:anna") as session:
        assert keep_rest_days(session) == 1
    with rest.transaction("user:anna") as session:
        assert keep_rest_days(session) == 0
    with rest.reading() as session:
        assert line(session, "CF1", 2).expected_on == date(2026, 11, 28)
        entries = session.scalars(select(JournalEntry.payload).where(JournalEntry.kind == "back_orders.expected")).all()
    assert len(entries) == 1
    assert '["CF1/2","","2026-11-28"]' in entries[0]


def test_the_list_is_filtered(rest: Database) -> None:
    def shown(**options: str) -> list[tuple[str, int]]:
        with rest.reading() as session:
            return [(row.order_reference, row.line_no) for row in back_order_rows(session, **options)]

    assert shown() == [("CF1", 1), ("CF1", 2)]
    assert shown(show="undated") == [("CF1", 1)]
    assert shown(show="late") == [("CF1", 2)]
    assert shown(show="old") == []
    assert shown(search="p2 client") == [("CF1", 2)]
    with rest.transaction("user:anna") as session:
        cancel_line(session, line(session, "CF1", 2), "plus besoin")
    assert shown() == [("CF1", 1)]
