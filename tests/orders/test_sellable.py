"""What may be sold: products still sold, and goods on terms that the law allows for their kind (C. com. L441-11)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.errors import IllegalTermsError, RefusedError
from dispatch.orders.amending import amend_line
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.models import Order
from dispatch.orders.quoting import accept_quote, make_quote
from dispatch.orders.register import register
from dispatch.orders.revising import extend_order
from dispatch.orders.sellable import unlawful_goods
from tests import builders

TOMORROW = builders.TOMORROW


def world(database: Database, **customer: object) -> None:
    """P1 is no longer sold, P2 is fresh meat, P3 is neither; C1 has an order of each that is older than that."""
    with database.transaction("test") as session:
        site = builders.site(session, builders.customer(session, "C1", **customer))
        made = [builders.product(session, f"P{number}") for number in (1, 2, 3)]
        builders.order(session, site, [(one, 5) for one in made], "OLD")
        made[0].active, made[1].regulated = False, "fresh_meat"


def draft(product_id: int, **more: object) -> OrderDraft:
    return OrderDraft(1, 1, (LineDraft(1, product_id, 1_000, TOMORROW),), **more)  # type: ignore[arg-type]


def test_a_product_no_longer_sold_is_refused_in_new_orders_and_kept_in_old_ones(database: Database) -> None:
    world(database)
    for step in (
        lambda session: register(session, draft(1)),
        lambda session: make_quote(session, 1, 1, [(1, 1_000, 5_000_000)], TOMORROW),
        lambda session: extend_order(session, session.get_one(Order, 1), [LineDraft(4, 1, 1_000, TOMORROW)]),
    ):
        with pytest.raises(RefusedError, match="P1 is no longer sold"), database.transaction("user:anna") as session:
            step(session)
    with database.transaction("user:anna") as session:
        amend_line(session, session.get_one(Order, 1).lines[0], ordered_qty=9_000)
    with database.reading() as session:
        assert [order.reference for order in session.scalars(select(Order))] == ["OLD"]
        assert session.get_one(Order, 1).lines[0].ordered_qty == 9_000


def test_a_call_off_keeps_to_what_its_framework_has_promised(database: Database) -> None:
    world(database)
    with database.transaction("user:anna") as session:
        session.get_one(Order, 1).kind = "framework"
        session.flush()
        made = register(session, draft(1, kind="call_off", framework="OLD"))
        assert made.state == "confirmed"


def test_a_quote_whose_product_went_is_not_ordered(database: Database) -> None:
    world(database)
    with database.transaction("user:anna") as session:
        quote = make_quote(session, 1, 1, [(3, 1_000, 5_000_000)], TOMORROW)
        quote.lines[0].product_id = 1
    with pytest.raises(RefusedError, match="no longer sold"), database.transaction("user:anna") as session:
        accept_quote(session, quote, TOMORROW)


def test_goods_with_shorter_legal_terms_are_refused_to_who_pays_later(database: Database) -> None:
    world(database, terms_days=30)
    with pytest.raises(IllegalTermsError, match=r"P2: 20 days .*L441-11, II, 2°"), database.transaction("u") as session:
        register(session, draft(2))
    with database.transaction("user:anna") as session:
        assert register(session, draft(3)).state == "confirmed"
        session.get_one(Customer, 1).terms_days = 20
        assert register(session, draft(2)).state == "confirmed"


@pytest.mark.parametrize(("days", "lawful"), [(20, True), (30, False)])
def test_the_terms_that_count_are_those_of_whoever_pays(database: Database, days: int, lawful: bool) -> None:
    world(database, terms_days=60)
    with database.transaction("test") as session:
        payer = builders.customer(session, "PAYER", terms_days=days)
        session.get_one(Customer, 1).bill_to_id = payer.id
    with database.reading() as session:
        assert (unlawful_goods(session, 1, [1, 2, 3]) == {}) is lawful


def test_cash_is_always_in_time(database: Database) -> None:
    world(database, terms_days=60, cash_on_delivery=True)
    with database.reading() as session:
        assert unlawful_goods(session, 1, [2]) == {}
