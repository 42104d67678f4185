"""Differences between a quote and its order: found, accepted by name, found again when they change."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.errors import RefusedError
from dispatch.orders.amending import amend_line
from dispatch.orders.gaps import Gap, Side, accept_gaps, differences, open_gaps, order_gaps
from dispatch.orders.models import Order
from dispatch.orders.quote_gaps import AcceptedGap
from dispatch.orders.quotes import Quote
from dispatch.orders.quoting import accept_quote, make_quote
from tests import builders

DAY = date(2026, 12, 4)


def side(
    line_no: int = 1, product: str = "P1", quantity: int = 5_000, price: int = 9_500_000, on: date | None = DAY
) -> Side:
    return Side(line_no, product, quantity, price, on)


def test_an_order_that_says_what_its_quote_says_differs_in_nothing() -> None:
    assert differences([side(), side(2, "P2")], [side(), side(2, "P2")]) == []


def test_price_quantity_and_date_are_told_apart() -> None:
    found = differences([side()], [side(quantity=6_500, price=9_000_001, on=date(2026, 12, 7))])
    assert found == [
        Gap(1, "quantity", "5", "6.5"),
        Gap(1, "price", "9.50", "9.000001"),
        Gap(1, "date", "2026-12-04", "2026-12-07"),
    ]


def test_a_quote_without_a_date_asks_for_none() -> None:
    assert differences([side(on=None)], [side()]) == []


def test_another_product_is_a_line_missing_and_a_line_added() -> None:
    assert differences([side()], [side(product="P9")]) == [
        Gap(1, "missing", "5 × P1", ""),
        Gap(1, "added", "", "5 × P9"),
    ]


def quoted(database: Database) -> str:
    with database.transaction("user:anna") as session:
        place = builders.site(session, builders.customer(session))
        item = builders.product(session)
        make_quote(session, place.customer_id, place.id, [(item.id, 5_000, 9_500_000)], date(2026, 12, 31))
        builders.order(session, place, [(item, 1)], "NOISE")
    with database.transaction("user:anna") as session:
        return accept_quote(session, session.scalars(select(Quote)).one(), DAY).number


def test_a_difference_is_open_until_somebody_accepts_it_and_open_again_when_it_changes(any_database: Database) -> None:
    number = quoted(any_database)
    with any_database.transaction("user:anna") as session:
        order = session.scalars(select(Order).where(Order.number == number)).one()
        assert open_gaps(session) == []
        amend_line(session, order.lines[0], unit_price_micros=9_000_000)
        (found,) = open_gaps(session)
        assert (found.order_number, found.gap) == (number, Gap(1, "price", "9.50", "9.00"))
        accept_gaps(session, order, [found.gap], "remise de fin d'année")
    with any_database.transaction("user:anna") as session:
        assert open_gaps(session) == []
        row = session.scalars(select(AcceptedGap)).one()
        assert (row.accepted_by, row.reason) == ("user:anna", "remise de fin d'année")
        order = session.scalars(select(Order).where(Order.number == number)).one()
        with pytest.raises(RefusedError, match="no open difference"):
            accept_gaps(session, order, [Gap(1, "price", "9.50", "9.00")])
        amend_line(session, order.lines[0], unit_price_micros=8_000_000)
        assert [one.gap.ordered for one in open_gaps(session)] == ["8.00"]


def test_an_order_without_a_quote_says_so_once(database: Database) -> None:
    quoted(database)
    with database.transaction("user:anna") as session:
        order = session.scalars(select(Order).where(Order.reference == "NOISE")).one()
        assert [gap.field for gap in order_gaps(session, order)] == ["no_quote"]
        accept_gaps(session, order, order_gaps(session, order))
        assert order_gaps(session, order) == []
