"""Which price holds for a customer on a day, and that orders take it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from dispatch import journal
from dispatch.catalog.price_models import Price, PriceList
from dispatch.catalog.prices import UnitPrice, price_book
from dispatch.orders.register import LineDraft, OrderDraft, register
from tests import builders

TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
EURO = 1_000_000


def price(session, product, euros, since=date(2026, 1, 1), until=None, **owner):
    row = Price(product_id=product.id, valid_from=since, valid_to=until, unit_price_micros=euros * EURO, **owner)
    session.add(row)
    session.flush()
    journal.record(session, "test.built", "price")


def price_list(session, code="GROS", since=date(2026, 1, 1), until=None):
    row = PriceList(code=code, name=code, valid_from=since, valid_to=until)
    session.add(row)
    session.flush()
    return row


def unit_price_on(session, buyer, item, on):
    return price_book(session, [buyer], [item.id], on).of(buyer, item.id)


def test_the_agreed_price_goes_before_the_list_and_the_list_before_the_product(any_database):
    with any_database.transaction("test") as session:
        item, other = builders.product(session), builders.product(session, "P2")
        wholesale, elsewhere = price_list(session), price_list(session, "DÉTAIL")
        buyer = builders.customer(session, price_list_id=wholesale.id)
        stranger = builders.customer(session, "C2")
        price(session, item, 99, price_list_id=elsewhere.id)
        price(session, other, 98, customer_id=stranger.id)
        assert unit_price_on(session, buyer, item, TODAY) == UnitPrice(10 * EURO, "product")
        price(session, item, 9, price_list_id=wholesale.id)
        assert unit_price_on(session, buyer, item, TODAY) == UnitPrice(9 * EURO, "list")
        price(session, item, 8, customer_id=buyer.id)
        assert unit_price_on(session, buyer, item, TODAY) == UnitPrice(8 * EURO, "customer")
        assert unit_price_on(session, stranger, item, TODAY).source == "product"
        book = price_book(session, [buyer, stranger], [item.id, other.id], TODAY)
        assert [book.of(buyer, other.id).micros, book.of(stranger, other.id).micros] == [10 * EURO, 98 * EURO]


def test_a_price_holds_from_its_first_day_to_its_last_and_the_latest_begun_wins(database):
    with database.transaction("test") as session:
        item, buyer = builders.product(session), builders.customer(session)
        price(session, item, 8, since=date(2026, 1, 1), until=TODAY, customer_id=buyer.id)
        price(session, item, 7, since=date(2026, 6, 1), until=date(2026, 6, 30), customer_id=buyer.id)
        price(session, item, 6, since=date(2027, 1, 1), customer_id=buyer.id)
        days = (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1), TODAY, TOMORROW, date(2027, 1, 1))
        found = [unit_price_on(session, buyer, item, day).micros // EURO for day in days]
        assert found == [10, 7, 8, 8, 10, 6]


def test_a_list_that_has_run_out_is_as_if_it_were_not_there(database):
    with database.transaction("test") as session:
        item, summer = builders.product(session), price_list(session, until=date(2026, 8, 31))
        buyer = builders.customer(session, price_list_id=summer.id)
        price(session, item, 9, price_list_id=summer.id)
        assert unit_price_on(session, buyer, item, date(2026, 8, 31)).source == "list"
        assert unit_price_on(session, buyer, item, date(2026, 9, 1)).source == "product"


def test_an_order_line_takes_the_price_of_its_customer_unless_one_is_given(database):
    with database.transaction("user:anna") as session:
        item, buyer = builders.product(session), builders.customer(session)
        at = builders.site(session, buyer)
        price(session, item, 8, customer_id=buyer.id)
        lines = (LineDraft(1, item.id, 1000, TOMORROW), LineDraft(2, item.id, 1000, TOMORROW, unit_price_micros=5))
        order = register(session, OrderDraft(buyer.id, at.id, lines))
        assert [line.unit_price_micros for line in order.lines] == [8 * EURO, 5]


def test_a_price_belongs_to_a_list_or_to_a_customer_never_to_both(any_database):
    with any_database.transaction("test") as session:
        item, buyer, wholesale = builders.product(session), builders.customer(session), price_list(session)
        ids = buyer.id, wholesale.id
    for owners in ({}, {"customer_id": ids[0], "price_list_id": ids[1]}):
        with pytest.raises(IntegrityError, match="of_one"), any_database.transaction("test") as session:
            price(session, item, 1, **owners)
