"""Gaps in the data of a day, found before anything is calculated; and orders put off to another day, exactly undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dispatch.catalog.weights import weigh
from dispatch.db import Database
from dispatch.errors import InvalidInputError
from dispatch.orders.models import OrderLine
from dispatch.orders.queries import pool
from dispatch.planning import edits
from dispatch.planning.edits_later import put_off
from dispatch.planning.queries import day_board
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import carried, plan, site_at, stock, yard

NEXT = TOMORROW + timedelta(days=1)


@pytest.fixture
def day(database: Database) -> Database:
    """One van from six to two, two sites that are served, and one of each gap."""
    with database.transaction("t") as session:
        yard(session)
        bread, feathers = builders.product(session, "BREAD"), builders.product(session, "FEATHERS", weight_g=0)
        stock(session, bread, 100)
        stock(session, feathers, 100)
        closed = f"{['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'][NEXT.weekday()]} 08:00-12:00"
        sites = {
            "FINE": site_at(session, "FINE"),
            "NOWHERE": site_at(session, "NOWHERE", latitude=None, longitude=None),
            "CLOSED": site_at(session, "CLOSED", opening_hours=closed),
            "EARLY": site_at(session, "EARLY", opening_hours="Mo-Su 04:00-05:50"),
        }
        for code, site in sites.items():
            builders.order(session, site, [(bread, 1)], f"CF-{code}")
        builders.order(session, sites["FINE"], [(feathers, 1)], "CF-LIGHT")
    return database


def gaps(database: Database, on: date = TOMORROW) -> dict[str, str]:
    with database.reading() as session:
        return {gap.code: gap.kind for gap in day_board(session, on).gaps}


def test_each_gap_is_named_before_anything_is_calculated(day: Database) -> None:
    assert gaps(day) == {"NOWHERE": "place", "FEATHERS": "weight", "CLOSED": "closed", "EARLY": "window"}
    with day.reading() as session:
        found = {gap.code: gap for gap in day_board(session, TOMORROW).gaps}
        assert found["CLOSED"].next_on == NEXT
        assert found["EARLY"].first_at is not None
        assert found["EARLY"].orders == ("CF-EARLY",)


def test_what_is_placed_weighed_or_put_off_is_a_gap_no_more(day: Database) -> None:
    with day.transaction("user:anna") as session:
        site = session.scalars(select(builders.Site).where(builders.Site.code == "NOWHERE")).one()
        site.latitude, site.longitude = 45.2, 5.7
        weigh(session, "FEATHERS", 120)
        put_off(session, TOMORROW, 0, ["CF-CLOSED"], NEXT)
    assert gaps(day) == {"EARLY": "window"}
    assert "CLOSED" not in gaps(day, NEXT)


def test_an_order_put_off_is_left_out_of_this_day_goes_on_that_one_and_comes_back_by_undo(day: Database) -> None:
    with day.transaction("user:anna") as session:
        version = put_off(session, TOMORROW, 0, ["CF-FINE"], NEXT).version
    with day.reading() as session:
        (line,) = [one for one in session.scalars(select(OrderLine)) if one.order.reference == "CF-FINE"]
        assert line.expected_on == NEXT
        assert "CF-FINE" in {one.order_reference for one in pool(session, NEXT)}
    assert plan(day, time_limit_s=0.4).state == "adopted"
    assert not {order for order, _ in _carried(day)} & {"CF-FINE"}
    with day.reading() as session:
        (row,) = [one for one in day_board(session, TOMORROW).unplanned if one.order_reference == "CF-FINE"]
        assert (row.code, row.expected_on) == ("later", NEXT)
    assert plan(day, NEXT, time_limit_s=0.4).state == "adopted"
    assert "CF-FINE" in {order for order, _ in _carried(day)}
    assert version == 1


def test_undo_brings_an_order_that_was_put_off_back_exactly(day: Database) -> None:
    with day.transaction("user:anna") as session:
        version = put_off(session, TOMORROW, 0, ["CF-FINE"]).version
    with day.transaction("user:anna") as session:
        version = edits.undo(session, TOMORROW, version).version
    with day.reading() as session:
        assert {line.expected_on for line in session.scalars(select(OrderLine))} == {None}
    with day.transaction("user:anna") as session:
        edits.redo(session, TOMORROW, version)
    assert plan(day, time_limit_s=0.4).state == "adopted"
    assert "CF-FINE" not in {order for order, _ in _carried(day)}


def test_nothing_is_put_off_to_the_past_and_nothing_weighs_nothing(day: Database) -> None:
    with day.transaction("user:anna") as session, pytest.raises(InvalidInputError):
        put_off(session, TOMORROW, 0, ["CF-FINE"], TOMORROW)
    with day.transaction("user:anna") as session, pytest.raises(InvalidInputError):
        weigh(session, "FEATHERS", 0)


def _carried(database: Database) -> dict[tuple[str, int], int]:
    with database.reading() as session:
        return carried(session)
