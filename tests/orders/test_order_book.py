"""The order book: any past day, its bridge, and that it says what the lines say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch import settings as configured
from dispatch.controls.verify import verify
from dispatch.db import Database
from dispatch.documents.store import DocumentStore
from dispatch.orders import conservation
from dispatch.orders.amending import amend_line, amend_order
from dispatch.orders.book import BookLine, OrderBook, order_book
from dispatch.orders.cancelling import cancel_line, cancel_order, close_order
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.movements import OrderMovement
from dispatch.orders.settling import Standing, moves, value
from tests import builders
from tests.soak import times

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> object:
    def go(day: date) -> None:
        monkeypatch.setenv("DISPATCH_NOW", f"{day.isoformat()}T09:00:00+01:00")
        configured.current.cache_clear()

    return go


def world(database: Database) -> None:
    """Two orders of Monday: CF1 with 10 at 10.00 € (and a line of 1 as noise), CF2 with 4 at 2.50 €."""
    with database.transaction("test") as session:
        place = builders.site(session, builders.customer(session))
        other = builders.site(session, builders.customer(session, "C2", name="Zoé"), "S2")
        dear = builders.product(session)
        cheap = builders.product(session, "P2", price_micros=2_500_000)
        builders.order(session, place, [(dear, 10), (cheap, 1)], requested_on=TUESDAY)
        builders.order(session, other, [(cheap, 4)], "CF2")


def line_of(session: Session, reference: str = "CF1", line_no: int = 1) -> OrderLine:
    query = select(OrderLine).join(Order).where(Order.reference == reference, OrderLine.line_no == line_no)
    return session.scalars(query).one()


def deliver(session: Session, line: OrderLine, units: int) -> None:
    conservation.plan(session, line, units * 1000)
    conservation.accept(session, line, units * 1000)
    journal.record(session, "test.delivered", line.order.number)


def read(database: Database, on: date, since: date | None = None) -> OrderBook:
    with database.reading() as session:
        return order_book(session, on, since)


def one(book: OrderBook, reference: str = "CF1", line_no: int = 1) -> BookLine:
    return next(line for line in book.lines if (line.order_reference, line.line_no) == (reference, line_no))


def faults(database: Database, tmp_path: Path) -> list[str]:
    with database.reading() as session:
        found = verify(session, DocumentStore(tmp_path / "documents"))
        return [str(fault) for fault in found if fault.name in ("order_book", "exposure")]


def test_a_past_day_keeps_its_book_whatever_happens_later(any_database: Database, at: object, tmp_path: Path) -> None:
    at(MONDAY)
    world(any_database)
    monday = read(any_database, MONDAY)
    assert [monday.bridge.closing_qty, monday.bridge.closing_cents] == [15_000, 10_000 + 250 + 1_000]
    at(TUESDAY)
    with any_database.transaction("test") as session:
        deliver(session, line_of(session), 3)
        cancel_line(session, line_of(session), "trop", 2_000)
        amend_line(session, line_of(session, "CF2"), ordered_qty=6_000)
    at(WEDNESDAY)
    with any_database.transaction("test") as session:
        deliver(session, line_of(session), 5)
    assert read(any_database, MONDAY) == monday
    tuesday = one(read(any_database, TUESDAY, TUESDAY))
    assert (tuesday.opening_qty, tuesday.booked_qty, tuesday.delivered_qty, tuesday.cancelled_qty) == (
        10_000,
        0,
        3_000,
        2_000,
    )
    assert (tuesday.closing_qty, tuesday.closing_cents) == (5_000, 5_000)
    assert one(read(any_database, WEDNESDAY, TUESDAY)).closing_qty == 0
    assert one(read(any_database, WEDNESDAY), "CF2").booked_qty == 6_000
    assert faults(any_database, tmp_path) == []


def test_the_groups_add_up_to_the_whole_and_name_what_is_late(any_database: Database, at: object) -> None:
    at(MONDAY)
    world(any_database)
    book = read(any_database, date(2026, 11, 30))
    for group in ("customer", "site", "product"):
        found = book.by(group)
        assert sum(one.bridge.closing_cents for one in found) == book.bridge.closing_cents
        assert sum(one.line_count for one in found) == 3
    assert {(one.code, one.late_count, one.late_cents) for one in book.by("customer")} == {
        ("C1", 2, 10_250),
        ("C2", 1, 1_000),
    }


def test_a_promised_date_is_the_one_of_that_day(any_database: Database, at: object) -> None:
    at(MONDAY)
    world(any_database)
    at(TUESDAY)
    with any_database.transaction("test") as session:
        amend_line(session, line_of(session), promised_on=date(2026, 12, 4))
    at(WEDNESDAY)
    with any_database.transaction("test") as session:
        amend_line(session, line_of(session), promised_on=date(2026, 12, 9))
    assert [one(read(any_database, day)).promised_on for day in (MONDAY, TUESDAY, WEDNESDAY)] == [
        None,
        date(2026, 12, 4),
        date(2026, 12, 9),
    ]
    assert not one(read(any_database, TUESDAY)).due_on < TUESDAY


def test_a_draft_enters_the_book_when_it_is_confirmed_and_a_framework_never(
    any_database: Database, at: object, tmp_path: Path
) -> None:
    at(MONDAY)
    with any_database.transaction("test") as session:
        place, item = builders.site(session, builders.customer(session)), builders.product(session)
        builders.order(session, place, [(item, 5)], "DRAFT", state="draft")
        builders.order(session, place, [(item, 6)], "GONE", state="draft")
        builders.order(session, place, [(item, 900)], "FRAME", kind="framework")
        builders.order(session, place, [(item, 7)], "FORECAST", forecast=True)
    assert read(any_database, MONDAY).lines == ()
    at(TUESDAY)
    with any_database.transaction("test") as session:
        amend_order(session, session.scalars(select(Order).where(Order.reference == "DRAFT")).one(), state="confirmed")
        amend_order(session, session.scalars(select(Order).where(Order.reference == "FORECAST")).one(), forecast=False)
        cancel_order(session, session.scalars(select(Order).where(Order.reference == "GONE")).one(), "perdu")
    assert {(line.order_reference, line.closing_qty) for line in read(any_database, TUESDAY).lines} == {
        ("DRAFT", 5_000),
        ("FORECAST", 7_000),
    }
    assert faults(any_database, tmp_path) == []


def test_a_new_price_books_value_without_quantity(any_database: Database, at: object, tmp_path: Path) -> None:
    at(MONDAY)
    world(any_database)
    at(TUESDAY)
    with any_database.transaction("test") as session:
        cancel_line(session, line_of(session), "trop", 1_000)
        amend_line(session, line_of(session), unit_price_micros=12_345_678)
    found = one(read(any_database, TUESDAY, TUESDAY))
    assert (found.booked_qty, found.closing_qty) == (0, 9_000)
    assert found.closing_cents == 11_111
    assert found.opening_cents + found.booked_cents - found.cancelled_cents == 11_111
    assert faults(any_database, tmp_path) == []


def test_an_order_that_is_closed_short_leaves_the_book(any_database: Database, at: object, tmp_path: Path) -> None:
    at(MONDAY)
    world(any_database)
    with any_database.transaction("test") as session:
        close_order(session, line_of(session, "CF2").order, "plus besoin")
    assert one(read(any_database, MONDAY), "CF2").closing_qty == 0
    assert faults(any_database, tmp_path) == []


def test_an_order_that_changes_customer_takes_its_exposure_along(any_database: Database, tmp_path: Path) -> None:
    world(any_database)
    with any_database.transaction("test") as session:
        order = line_of(session, "CF2").order
        first = line_of(session).order
        amend_order(session, order, customer_id=first.customer_id, site_id=first.site_id)
        amend_line(session, line_of(session, "CF2"), ordered_qty=9_000)
    assert faults(any_database, tmp_path) == []


def test_movements_can_be_neither_changed_nor_deleted(any_database: Database) -> None:
    world(any_database)
    for statement in ("UPDATE order_movements SET quantity = 1", "DELETE FROM order_movements"):
        with pytest.raises(IntegrityError, match="immutable"), any_database.transaction("test") as session:
            session.execute(text(statement))


def test_verification_names_the_line_whose_book_is_wrong(database: Database, tmp_path: Path) -> None:
    world(database)
    with database.transaction("test") as session:
        session.execute(text("DROP TRIGGER order_movements_no_update"))
        session.execute(text("UPDATE order_movements SET quantity = quantity + 1000 WHERE id = 1"))
        session.execute(text("UPDATE credit_accounts SET ordered_cents = 1 WHERE customer_id = 2"))
    found = faults(database, tmp_path)
    assert any("CF1/1 quantity: the book leaves 11, the line 10" in fault for fault in found)
    assert any("credit_accounts C2 ordered_cents: 1, its orders owe 1200" in fault for fault in found)


def test_settling_twice_moves_nothing(database: Database) -> None:
    world(database)
    with database.transaction("test") as session:
        amend_line(session, line_of(session), promised_on=date(2026, 12, 4))
    with database.reading() as session:
        assert len(session.scalars(select(OrderMovement)).all()) == 3


@pytest.mark.soak
@settings(max_examples=times(150), deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 5_000),
            st.integers(0, 5_000),
            st.integers(0, 5_000),
            st.integers(0, 99_999_999),
            st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_happens_the_book_is_worth_what_is_left(
    steps: list[tuple[int, int, int, int, bool]],
) -> None:
    posted: dict[str, tuple[int, int, int]] = {}
    for left, delivered, cancelled, price, counts in steps:
        now = Standing(left + delivered + cancelled, delivered, cancelled, price, 2_000)
        for kind, amount in moves(now, posted, counts=counts).items():
            before = posted.get(kind, (0, 0, 0))
            posted[kind] = (before[0] + amount[0], before[1] + amount[1], before[2] + amount[2])
        net = [
            posted.get("booked", (0, 0, 0))[part]
            - sum(posted.get(kind, (0, 0, 0))[part] for kind in ("delivered", "cancelled"))
            for part in range(3)
        ]
        assert net == ([left, *value(left, now)] if counts else [0, 0, 0])
        assert moves(now, posted, counts=counts) == {}
