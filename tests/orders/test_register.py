"""Registering orders, call-offs on frameworks, quotes."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from sqlalchemy import select

from dispatch.errors import InvalidInputError, LifeCycleError, NotFoundError, RefusedError
from dispatch.journal import JournalEntry
from dispatch.orders.models import OrderLine
from dispatch.orders.quoting import accept_quote, decline_quote, make_quote
from dispatch.orders.register import LineDraft, OrderDraft, register
from tests import builders

TOMORROW = date(2026, 11, 25)


def peopled(database):
    """A customer with a site, and two products."""
    with database.transaction("test") as session:
        owner = builders.customer(session)
        site, one, other = builders.site(session, owner), builders.product(session), builders.product(session, "P2")
        return database, (owner.id, site.id, one.id, other.id)


@pytest.fixture
def world(any_database):
    return peopled(any_database)


@pytest.fixture
def small_world(database):
    return peopled(database)


def draft(ids, units=5, **changes):
    customer, site, product, _ = ids
    line = LineDraft(
        1, product, units * 1000, changes.pop("requested_on", TOMORROW), latest_on=changes.pop("latest_on", None)
    )
    return OrderDraft(customer, site, (line,), **changes)


def test_a_line_worth_more_than_a_line_may_be_is_refused_wherever_it_comes_from(small_world):
    database, ids = small_world
    dear = 10**15  # a thousand million, in micros; five units are more than a hundred million
    lines = (LineDraft(1, ids[2], 5_000, TOMORROW, unit_price_micros=dear),)
    with pytest.raises(InvalidInputError, match="5000000000 is beyond 100000000"):
        kept(database, lambda session: register(session, OrderDraft(ids[0], ids[1], lines)))
    with pytest.raises(InvalidInputError, match="is beyond"):
        kept(database, lambda session: make_quote(session, ids[0], ids[1], [(ids[2], 5_000, dear)], TOMORROW))
    with database.reading() as session:
        assert session.scalars(select(OrderLine)).all() == []


def kept(database, step):
    with database.transaction("test") as session:
        step(session)


def test_an_order_has_the_next_number_and_the_products_price(world):
    database, ids = world
    with database.transaction("user:anna") as session:
        first, second = register(session, draft(ids)), register(session, draft(ids, origin="telephone"))
        assert (first.number, second.number, first.reference) == ("CO-2026-000001", "CO-2026-000002", "CO-2026-000001")
        assert (first.lines[0].unit_price_micros, first.lines[0].backlog_qty, first.state_by) == (
            10_000_000,
            5_000,
            "user:anna",
        )
    with database.reading() as session:
        entries = session.scalars(select(JournalEntry).where(JournalEntry.kind == "order.registered")).all()
        assert [entry.subject for entry in entries] == ["CO-2026-000001", "CO-2026-000002"]


def test_a_rolled_back_order_gives_its_number_back(world):
    database, ids = world
    with database.reading() as session:  # rolled back
        assert register(session, draft(ids)).number == "CO-2026-000001"
    with database.transaction("a") as session:
        assert register(session, draft(ids)).number == "CO-2026-000001"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"units": 0}, InvalidInputError), ({"kind": "gift"}, InvalidInputError), ({"origin": "fax"}, InvalidInputError),
        ({"kind": "call_off"}, InvalidInputError), ({"framework": "F"}, InvalidInputError), ({"state": "closed"}, InvalidInputError),
        ({"kind": "call_off", "framework": "F"}, NotFoundError),
    ],
)  # fmt: skip
def test_what_is_no_order_is_refused(small_world, changes, error):
    database, ids = small_world
    with pytest.raises(error), database.transaction("a") as session:
        register(session, draft(ids, **changes))


def test_unknown_ids_and_a_reference_that_is_taken_are_refused(world):
    database, ids = world
    customer, site, product, _ = ids
    for unknown in ((99, site, product, 0), (customer, 99, product, 0), (customer, site, 99, 0)):
        with pytest.raises(NotFoundError), database.transaction("a") as session:
            register(session, draft(unknown))
    with database.transaction("a") as session:
        register(session, draft(ids, reference="CF1"))
    with pytest.raises(RefusedError, match="CF1"), database.transaction("a") as session:
        register(session, draft(ids, reference="CF1"))


def test_call_offs_draw_on_the_framework_until_its_balance_is_used(world):
    database, ids = world
    with database.transaction("a") as session:
        register(session, draft(ids, 10, kind="framework", reference="CADRE"))
        register(session, draft(ids, 7, kind="call_off", framework="CADRE"))
    with pytest.raises(RefusedError, match="3 left, 4 called"), database.transaction("a") as session:
        register(session, draft(ids, 4, kind="call_off", framework="CADRE"))
    with database.transaction("a") as session:
        call = register(session, draft(ids, 3, kind="call_off", framework="CADRE"))
        assert session.get(OrderLine, call.lines[0].framework_line_id).called_qty == 10_000


def test_call_offs_at_the_same_moment_cannot_take_more_than_the_balance(world):
    database, ids = world
    with database.transaction("a") as session:
        register(session, draft(ids, 10, kind="framework", reference="CADRE"))
    start, outcomes = threading.Barrier(6), []

    def call() -> None:
        start.wait()
        try:
            with database.transaction("a") as session:
                register(session, draft(ids, 4, kind="call_off", framework="CADRE"))
            outcomes.append("called")
        except RefusedError:
            outcomes.append("refused")

    threads = [threading.Thread(target=call) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["called"] * 2 + ["refused"] * 4
    with database.reading() as session:
        assert session.scalars(select(OrderLine.called_qty).where(OrderLine.called_qty > 0)).all() == [8_000]


@pytest.mark.parametrize(
    ("frame", "call", "said"),
    [
        ({"state": "draft"}, {}, "not confirmed"),
        ({"valid_until": TOMORROW}, {"requested_on": date(2026, 11, 26)}, "ended on 2026-11-25"),
        ({"valid_until": date(2026, 11, 23)}, {"requested_on": date(2026, 11, 20)}, "ended on 2026-11-23"),
        ({"latest_on": TOMORROW}, {"requested_on": date(2026, 11, 26)}, "ended on 2026-11-25"),
    ],
)
def test_a_call_off_is_refused_before_the_signature_and_after_the_end(small_world, frame, call, said):
    database, ids = small_world
    with database.transaction("a") as session:
        register(session, draft(ids, 10, kind="framework", reference="CADRE", **frame))
    with pytest.raises(RefusedError, match=said), database.transaction("a") as session:
        register(session, draft(ids, 1, kind="call_off", framework="CADRE", **call))


def test_an_accepted_quote_becomes_an_order_with_its_lines_and_prices(world):
    database, ids = world
    customer, site, product, other = ids
    with database.transaction("a") as session:
        quote = make_quote(
            session, customer, site, [(product, 5_000, 9_000_000), (other, 1_000, 8_000_000)], date(2026, 12, 1)
        )
        order = accept_quote(session, quote, TOMORROW, "BC-1")
        assert (quote.number, quote.state, order.quote_id, order.origin) == (
            "DE-2026-000001",
            "accepted",
            quote.id,
            "quote",
        )
        assert [(line.ordered_qty, line.unit_price_micros) for line in order.lines] == [
            (5_000, 9_000_000),
            (1_000, 8_000_000),
        ]
    with pytest.raises(LifeCycleError), database.transaction("a") as session:
        accept_quote(session, session.merge(quote), TOMORROW)


def test_a_quote_that_ended_or_was_declined_is_not_accepted(small_world, monkeypatch):
    database, ids = small_world
    customer, site, product, _ = ids
    with database.transaction("a") as session:
        quotes = [make_quote(session, customer, site, [(product, 5_000, 9_000_000)], TOMORROW) for _ in range(2)]
        decline_quote(session, quotes[0], "too dear")
    with pytest.raises(LifeCycleError), database.transaction("a") as session:
        accept_quote(session, session.merge(quotes[0]), TOMORROW)
    monkeypatch.setattr("dispatch.clock.today", lambda: date(2026, 11, 26))
    with pytest.raises(RefusedError, match="ended on"), database.transaction("a") as session:
        accept_quote(session, session.merge(quotes[1]), TOMORROW)
    with pytest.raises(InvalidInputError), database.transaction("a") as session:
        make_quote(session, customer, site, [(product, 1_000, 1)], TOMORROW)
    with pytest.raises(InvalidInputError), database.transaction("a") as session:
        make_quote(session, customer, site, [], date(2027, 1, 1))
