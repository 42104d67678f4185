"""The files of customers and deals: their orders, and one timeline of everything that happened to them."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from dispatch.controls.dossier import (
    customer_dossier,
    customer_of,
    customer_timeline,
    deal_dossier,
    deal_of,
    deal_timeline,
)
from dispatch.documents.store import DocumentStore
from dispatch.errors import LifeCycleError, NotFoundError, RefusedError
from dispatch.intake import KINDS
from dispatch.intake.by_hand import save
from dispatch.orders.book import order_book
from dispatch.orders.dealing import put_under, take_off, turn
from dispatch.orders.models import Order
from dispatch.orders.quotes import Quote
from dispatch.orders.quoting import accept_quote, make_quote
from dispatch.orders.register import LineDraft, OrderDraft, register
from tests import builders

TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)


@pytest.fixture
def document_store(tmp_path):
    return DocumentStore(tmp_path / "data" / "documents")


@pytest.fixture
def company(any_database):
    """C1 with two orders, one of them from a quote, and a deal; a stranger with an order of their own."""
    with any_database.transaction("user:anna") as session:
        item = builders.product(session)
        buyer, stranger = builders.customer(session), builders.customer(session, "C2")
        home, other = builders.site(session, buyer), builders.site(session, stranger, "S2")
        quote = make_quote(session, buyer.id, home.id, [(item.id, 2000, 10_000_000)], date(2026, 12, 31))
        accept_quote(session, quote, TOMORROW)
        for owner, at in ((buyer, home), (stranger, other)):
            register(session, OrderDraft(owner.id, at.id, (LineDraft(1, item.id, 1000, TOMORROW),)))
        save(session, KINDS["deals"], {"deal": "AF1", "customer": "C1", "name": "Fêtes"}, language="fr")
    return any_database


def numbers(database):
    with database.reading() as session:
        return session.scalars(select(Order.number).order_by(Order.id)).all()


def test_a_customers_timeline_has_their_quotes_orders_and_pages_and_nobody_elses(company, document_store):
    first, second, foreign = numbers(company)
    with company.reading() as session:
        owner = customer_of(session, "C1")
        found = customer_timeline(session, document_store, owner)
        told = {(step.what, step.subject) for step in found.steps}
        assert {("order.registered", first), ("order.registered", second), ("deal.created", "AF1")} <= told
        assert ("quote.made", "DE-2026-000001") in told
        assert not {subject for _, subject in told} & {foreign, "C2", "S2"}
        assert not found.altered
        assert [step.at for step in found.steps] == sorted(step.at for step in found.steps)
        assert customer_timeline(session, document_store, owner, until=date(2026, 11, 23)).steps == ()
        dossier = customer_dossier(session, owner, limit=1)
        assert (dossier.order_count, len(dossier.orders), dossier.orders[0].ordered_cents) == (2, 1, 1000)
        with pytest.raises(NotFoundError):
            customer_of(session, "C9")


def test_an_order_under_a_deal_brings_its_quote_and_leaves_it_again(company, document_store):
    first, second, foreign = numbers(company)
    with company.transaction("user:anna") as session:
        deal = deal_of(session, "AF1")
        put_under(session, deal, first)
        put_under(session, deal, second)
        with pytest.raises(RefusedError, match="not of the customer"):
            put_under(session, deal, foreign)
        with pytest.raises(NotFoundError):
            put_under(session, deal, "CO-9")
    with company.reading() as session:
        deal = deal_of(session, "AF1")
        dossier = deal_dossier(session, deal)
        assert ({order.number for order in dossier.orders}, dossier.quotes) == ({first, second}, ("DE-2026-000001",))
        assert session.scalars(select(Quote.deal_id)).one() == deal.id
        told = {(step.what, step.subject) for step in deal_timeline(session, document_store, deal).steps}
        assert {("quote.made", "DE-2026-000001"), ("order.registered", first), ("order.deal", second)} <= told
        book = order_book(session, TODAY)
        assert {(one.code, one.line_count) for one in book.by("deal")} == {("AF1", 2), ("", 1)}
    with company.transaction("user:anna") as session:
        take_off(session, deal_of(session, "AF1"), second)
        with pytest.raises(NotFoundError):
            take_off(session, deal_of(session, "AF1"), second)


def test_a_closed_deal_takes_no_order_until_it_is_opened_again(company):
    first = numbers(company)[0]
    with company.transaction("user:anna") as session:
        deal = deal_of(session, "AF1")
        turn(session, deal, "closed")
        with pytest.raises(RefusedError, match="closed"):
            put_under(session, deal, first)
        with pytest.raises(LifeCycleError):
            turn(session, deal, "closed")
        turn(session, deal, "open")
        put_under(session, deal, first)
