"""The pool holds what planning may put on tours, and nothing else."""

from __future__ import annotations

from datetime import date

from dispatch import clock, journal
from dispatch.orders.models import BackOrder
from dispatch.orders.queries import pool
from tests import builders

TOMORROW = date(2026, 11, 25)
LATER = date(2026, 11, 30)


def references(database, until=TOMORROW):
    with database.reading() as session:
        return [line.order_reference for line in pool(session, until)]


def test_confirmed_firm_lines_and_firm_call_offs_are_in_the_pool_and_nothing_else(any_database):
    with any_database.transaction("test") as session:
        site, item = builders.site(session, builders.customer(session)), builders.product(session)
        lines = [(item, 5)]
        builders.order(session, site, lines, "FIRM")
        frame = builders.order(session, site, lines, "FRAME", kind="framework")
        builders.order(session, site, lines, "CALL", kind="call_off", framework_id=frame.id)
        builders.order(session, site, lines, "FORECAST", kind="call_off", framework_id=frame.id, forecast=True)
        for state in ("draft", "closed", "cancelled"):
            builders.order(session, site, lines, state, state=state)
        builders.order(session, site, lines, "LATER", requested_on=LATER)
        done = builders.order(session, site, lines, "DONE").lines[0]
        done.backlog_qty, done.delivered_qty = 0, 5000
    assert references(any_database) == ["FIRM", "CALL"]
    assert references(any_database, LATER) == ["FIRM", "CALL", "LATER"]


def test_the_promised_date_wins_over_the_requested_one(any_database):
    with any_database.transaction("test") as session:
        site, item = builders.site(session, builders.customer(session)), builders.product(session)
        builders.order(session, site, [(item, 5)], "POSTPONED").lines[0].promised_on = LATER
        early = builders.order(session, site, [(item, 5)], "ADVANCED", requested_on=LATER)
        early.lines[0].promised_on = TOMORROW
    assert references(any_database) == ["ADVANCED"]


def test_a_pool_line_carries_the_facts_that_planning_needs(any_database):
    with any_database.transaction("test") as session:
        owner = builders.customer(session, cash_on_delivery=True)
        site = builders.site(session, owner, skills=["tail_lift"], max_vehicle_kg=3500)
        item = builders.product(session, skills=["froid"], multiple_qty=6000)
        line = builders.order(
            session, site, [(item, 5)], partial="minimum", partial_minimum_qty=2000, priority=3
        ).lines[0]
        session.add(
            BackOrder(
                order_line_id=line.id, cause="shortage", opened_qty=5000, opened_at=clock.now(), closed_at=clock.now()
            )
        )
        session.add(BackOrder(order_line_id=line.id, cause="shortage", opened_qty=5000, opened_at=clock.now()))
        journal.record(session, "test.built", "BackOrder")
    with any_database.reading() as session:
        (found,) = pool(session, TOMORROW)
        assert found.back_order_opened_at == clock.now()
        assert (found.site_skills, found.max_vehicle_kg, found.product_skills) == (("tail_lift",), 3500, ("froid",))
        assert (found.partial, found.partial_minimum_qty, found.priority) == ("minimum", 2000, 3)
        assert (found.backlog_qty, found.ordered_qty, found.multiple_qty) == (5000, 5000, 6000)
        assert found.cash_on_delivery
