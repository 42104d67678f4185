"""A driver changes the order of the stops to come: where it is allowed, once, whatever comes twice or late."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from dispatch import settings
from dispatch.db import Database
from dispatch.delivery.phone_models import PhoneEvent
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.tours.models import Stop
from tests.delivery.builders import published_road
from tests.delivery.phone import OTHER, it_is, report, send

SEVEN, EIGHT = "2026-11-25T07:00:00+01:00", "2026-11-25T07:30:00+01:00"


@pytest.fixture
def road(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A published tour of three stops on its morning; drivers may change its order."""
    published_road(database, 2, 4, 6)
    monkeypatch.setenv("DISPATCH_DRIVER_REORDER", "true")
    it_is(monkeypatch, SEVEN)
    settings.current.cache_clear()
    yield database
    settings.current.cache_clear()


def order(database: Database) -> list[int]:
    with database.reading() as session:
        return list(session.scalars(select(Stop.id).order_by(Stop.sequence)))


def test_stops_to_come_change_places_and_what_is_served_stays(road: Database) -> None:
    assert send(road, report("arrive", 1, at=SEVEN)).outcome == "taken"
    first = report("reorder", 2, at=SEVEN, order=[3, 2, 1])
    assert send(road, first).outcome == "taken"
    assert order(road) == [1, 3, 2]
    assert send(road, first).again
    assert order(road) == [1, 3, 2]
    with road.reading() as session:
        begins = session.scalars(select(Stop.begins_at).order_by(Stop.sequence)).all()
        assert begins == sorted(begins)


def test_an_older_order_that_comes_late_changes_nothing(road: Database) -> None:
    assert send(road, report("reorder", 2, at=EIGHT, order=[3, 1, 2])).outcome == "taken"
    assert send(road, report("reorder", 1, OTHER, at=SEVEN, order=[2, 1, 3])).outcome == "taken"
    assert order(road) == [3, 1, 2]


def test_an_order_is_refused_where_the_depot_keeps_it_and_entered_all_the_same(
    road: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPATCH_DRIVER_REORDER", "false")
    settings.current.cache_clear()
    answer = send(road, report("reorder", 1, at=SEVEN, order=[3, 2, 1]))
    assert (answer.outcome, answer.reason) == ("refused", "no_reorder")
    assert order(road) == [1, 2, 3]
    with road.reading() as session:
        assert session.scalars(select(PhoneEvent.outcome)).all() == ["refused"]


@pytest.mark.parametrize("wanted", [[], [1, 1], ["1"], [0], None])
def test_what_is_no_order_is_named(wanted: object) -> None:
    with pytest.raises(InvalidInputError, match="order"):
        report("reorder", 1, order=wanted)


def test_stops_of_another_tour_do_not_exist(road: Database) -> None:
    with pytest.raises(NotFoundError):
        send(road, report("reorder", 1, at=SEVEN, order=[1, 99]))
    assert order(road) == [1, 2, 3]


def test_events_stay_frozen_when_a_kind_was_added(road: Database) -> None:
    send(road, report("reorder", 1, at=SEVEN, order=[3, 2, 1]))
    with pytest.raises(Exception, match="immutable"), road.transaction("test") as session:
        session.execute(text("UPDATE phone_events SET kind = 'late'"))
