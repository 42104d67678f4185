"""Delivery rules of a line, from the order to the tour."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.errors import InvalidInputError
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.models import OrderLine
from dispatch.orders.register import register
from dispatch.planning.due import Span, read_due
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import carried, plan, site_at, stock, yard


def world(database: Database, stocked: int) -> None:
    """One van; 10 of each of two products ordered of the stock given."""
    with database.transaction("t") as session:
        yard(session)
        site_at(session, "S1")
        for code in ("BREAD", "CAKE"):
            stock(session, builders.product(session, code), stocked)


def line(number: int, **changes: Any) -> LineDraft:
    return LineDraft(number, number, 10_000, TOMORROW, **changes)


def ordered(database: Database, *lines: LineDraft) -> None:
    with database.transaction("t") as session:
        register(session, OrderDraft(1, 1, lines, reference="CF1"))


def test_a_line_that_comes_at_once_waits_while_its_neighbour_comes_in_part(database: Database) -> None:
    world(database, stocked=6)
    ordered(database, line(1, partial="complete"), line(2))
    assert plan(database).state == "adopted"
    with database.reading() as session:
        assert carried(session) == {("CF1", 2): 6}


def test_a_line_comes_in_steps_of_its_own(database: Database) -> None:
    world(database, stocked=7)
    ordered(database, line(1, multiple_qty=5_000), line(2, partial="minimum", partial_minimum_qty=8_000))
    assert plan(database).state == "adopted"
    with database.reading() as session:
        assert carried(session) == {("CF1", 1): 5}


def test_after_its_last_but_one_delivery_a_line_comes_whole(database: Database) -> None:
    world(database, stocked=6)
    ordered(database, line(1, max_deliveries=2), line(2))
    with database.reading() as session:
        due = read_due(session, Span(TOMORROW))
        assert [one.deliveries_left for one in due.values()] == [2, None]
    assert plan(database).state == "adopted"
    with database.reading() as session:
        assert carried(session) == {("CF1", 1): 6, ("CF1", 2): 6}
        later = read_due(session, Span(TOMORROW.replace(day=26)))
        first = session.scalars(select(OrderLine.id).order_by(OrderLine.id)).first()
        assert first is not None
        assert (later[first].deliveries_left, later[first].is_complete) == (1, True)


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"multiple_qty": 4_000}, "10 is no multiple of 4"),
        ({"partial": "minimum", "partial_minimum_qty": 11_000}, "minimum of 11"),
        ({"partial": "never"}, "rule never"),
        ({"max_deliveries": 0}, "no delivery"),
    ],
)
def test_a_rule_that_the_line_itself_breaks_is_refused(rule: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidInputError, match=told):
        OrderDraft(1, 1, (line(1, **rule),)).check()
