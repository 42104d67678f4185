"""Amending, cancelling and closing orders."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from dispatch import clock, journal
from dispatch.errors import ConservationError, InvalidInputError, RefusedError
from dispatch.journal import JournalEntry
from dispatch.orders import conservation
from dispatch.orders.amending import amend_line, amend_order
from dispatch.orders.cancelling import cancel_line, cancel_order, close_order
from dispatch.orders.models import BackOrder, Order, OrderAmendment, OrderLine
from dispatch.orders.register import LineDraft, OrderDraft, register
from tests import builders


@pytest.fixture
def session(any_database):
    with any_database.transaction("user:anna") as session:
        yield session


@pytest.fixture
def line(session):
    site, item = builders.site(session, builders.customer(session)), builders.product(session)
    builders.order(session, site, [(item, 99)], "NOISE")
    return builders.order(session, site, [(item, 10)]).lines[0]


def buckets(line):
    return line.ordered_qty, line.delivered_qty, line.backlog_qty, line.planned_qty, line.cancelled_qty


def test_more_ordered_is_more_backlog_and_leaves_an_amendment(session, line):
    assert amend_line(session, line, ordered_qty=12_000, promised_on=date(2026, 11, 27)) == [
        ("ordered_qty", "10000", "12000"),
        ("promised_on", "", "2026-11-27"),
    ]
    assert buckets(line) == (12_000, 0, 12_000, 0, 0)
    rows = session.scalars(select(OrderAmendment).order_by(OrderAmendment.id)).all()
    assert [(row.line_no, row.field, row.by) for row in rows] == [
        (1, "ordered_qty", "user:anna"),
        (1, "promised_on", "user:anna"),
    ]


def test_an_amendment_that_changes_nothing_leaves_nothing(session, line):
    assert amend_line(session, line, ordered_qty=10_000) == []
    assert session.scalars(select(OrderAmendment)).all() == []


def test_less_is_ordered_down_to_what_is_planned_delivered_and_cancelled(session, line):
    conservation.plan(session, line, 6_000)
    conservation.accept(session, line, 2_000)
    conservation.cancel(session, line, 1_000)
    amend_line(session, line, ordered_qty=7_000)
    assert buckets(line) == (7_000, 2_000, 0, 4_000, 1_000)
    with pytest.raises(RefusedError, match=r"6\.999 is less than the 7"):
        amend_line(session, line, ordered_qty=6_999)
    with pytest.raises(ConservationError):
        conservation.resize(session, line, 6_999)
    assert buckets(line) == (7_000, 2_000, 0, 4_000, 1_000)


def test_what_is_planned_keeps_its_product_price_and_site(session, line):
    other = builders.product(session, "P2")
    site = builders.site(session, line.order.customer, "S2")
    conservation.plan(session, line, 1_000)
    for change in ({"product_id": other.id}, {"unit_price_micros": 1}):
        with pytest.raises(RefusedError, match="planned or delivered"):
            amend_line(session, line, **change)
    with pytest.raises(RefusedError, match="planned or delivered"):
        amend_order(session, line.order, site_id=site.id)
    amend_order(session, line.order, priority=3)
    conservation.give_back(session, line, 1_000)
    amend_order(session, line.order, site_id=site.id)


def test_a_kind_is_for_ever_and_a_closed_order_stays(session, line):
    with pytest.raises(RefusedError, match="keeps its kind"):
        amend_order(session, line.order, kind="framework")
    close_order(session, line.order, "not wanted any more")
    with pytest.raises(RefusedError, match="is closed"):
        amend_line(session, line, ordered_qty=11_000)


def test_a_line_is_cancelled_in_part_with_a_reason(session, line):
    with pytest.raises(InvalidInputError):
        cancel_line(session, line, "  ", 1_000)
    cancel_line(session, line, "less wanted", 4_000)
    assert buckets(line) == (10_000, 0, 6_000, 0, 4_000)
    conservation.plan(session, line, 5_000)
    with pytest.raises(ConservationError):
        cancel_line(session, line, "less wanted", 2_000)
    cancel_line(session, line, "nothing more wanted")
    assert buckets(line) == (10_000, 0, 0, 5_000, 5_000)


def test_cancelling_the_rest_ends_its_back_order(session, line):
    session.add(BackOrder(order_line_id=line.id, cause="shortage", opened_qty=10_000, opened_at=clock.now()))
    session.flush()
    cancel_line(session, line, "less wanted", 4_000)
    assert session.scalars(select(BackOrder.closed_at)).all() == [None]
    cancel_line(session, line, "nothing more wanted")
    assert session.scalars(select(BackOrder.closed_at)).all() == [clock.now()]


def test_an_order_is_cancelled_while_nothing_is_planned_or_delivered(session, line):
    conservation.plan(session, line, 1_000)
    with pytest.raises(RefusedError, match="1 planned"):
        cancel_order(session, line.order, "duplicate")
    conservation.give_back(session, line, 1_000)
    cancel_order(session, line.order, "duplicate")
    assert (line.order.state, buckets(line)) == ("cancelled", (10_000, 0, 0, 0, 10_000))


def test_closing_short_needs_a_reason_and_an_empty_road(session, line):
    conservation.plan(session, line, 4_000)
    with pytest.raises(RefusedError, match="4 is on a tour"):
        close_order(session, line.order, "sold out")
    conservation.accept(session, line, 4_000)
    with pytest.raises(InvalidInputError):
        close_order(session, line.order)
    close_order(session, line.order, "sold out")
    assert (line.order.state, buckets(line)) == ("closed", (10_000, 4_000, 0, 0, 6_000))


def test_a_cancelled_call_off_gives_its_quantity_back_to_the_framework(session, line):
    order = line.order
    day = order.requested_on

    def registered(reference, units, **changes):
        draft = LineDraft(1, line.product_id, units * 1000, day)
        return register(session, OrderDraft(order.customer_id, order.site_id, (draft,), reference, **changes)).lines[0]

    frame = registered("CADRE", 10, kind="framework")
    call = registered("APPEL", 10, kind="call_off", framework="CADRE")
    session.refresh(frame)
    assert frame.called_qty == 10_000
    amend_line(session, call, ordered_qty=8_000)
    cancel_line(session, call, "later", 3_000)
    session.refresh(frame)
    assert frame.called_qty == 5_000
    with pytest.raises(RefusedError, match="5 called"):
        cancel_order(session, frame.order, "no more")
    with pytest.raises(RefusedError, match="5 left, 6 called"):
        amend_line(session, call, ordered_qty=14_000)


def test_every_change_is_in_the_journal(any_database):
    with any_database.transaction("user:anna") as session:
        site, item = builders.site(session, builders.customer(session)), builders.product(session)
        builders.order(session, site, [(item, 10)])
    with any_database.transaction("user:anna") as session:
        changed = session.scalars(select(OrderLine).join(Order)).one()
        amend_line(session, changed, ordered_qty=12_000)
        cancel_line(session, changed, "less wanted", 1_000)
        close_order(session, changed.order, "sold out")
        journal.record(session, "test.done")
    with any_database.reading() as session:
        kinds = list(session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq)))
    assert kinds[-4:] == ["order.amended", "order.line_cancelled", "order.closed", "test.done"]
