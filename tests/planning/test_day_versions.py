"""Locks of tours and days, kept versions, what has changed since the day was sent, and opening it again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.release import release_day
from dispatch.delivery.reopening import reopen_day
from dispatch.errors import InvalidInputError
from dispatch.planning import edits
from dispatch.planning.edits_kept import bench, forget
from dispatch.planning.edits_moves import LockedTourError, Move, Place
from dispatch.tours import versions
from dispatch.tours.day_locks import lock_day, unlock_day
from dispatch.tours.day_plans import LockedDayError
from dispatch.tours.edits import images
from dispatch.tours.queries import version
from tests.builders import TOMORROW
from tests.planning.big_day import big_day
from tests.planning.builders import assert_conserved, carried, plan


@pytest.fixture
def day(database: Database) -> Iterator[Database]:
    """Two tours of three stops, one order left."""
    big_day(database, tours=2, stops=3, left=1)
    yield database
    forget()


def do(database: Database, move: Move) -> None:
    made = bench(database, TOMORROW)
    with database.transaction("user:anna") as session:
        edits.save(session, made, move, {})


def test_nothing_is_done_to_a_locked_tour_by_hand_or_by_a_run(day: Database) -> None:
    made = bench(day, TOMORROW)
    with day.transaction("user:anna") as session:
        edits.hold(session, made, 1, held=True)
    made = bench(day, TOMORROW)
    for move in (
        Move("off", 1, (1,)),
        Move("move", 2, (1,), to=Place(1, 1)),
        Move("insert", order="CF6", to=Place(1, 1)),
    ):
        with pytest.raises(LockedTourError):
            edits.judge(made, move)
    with day.reading() as session:
        before = images(session, TOMORROW)[made.book.vehicles[1].row.id]
    assert plan(day, time_limit_s=0.6).state == "adopted"
    with day.reading() as session:
        after = images(session, TOMORROW)[made.book.vehicles[1].row.id]
        assert len(carried(session)) == 14
    assert after.locked
    assert [stop.site_id for stop in after.stops] == [stop.site_id for stop in before.stops]


def test_a_locked_day_is_published_and_nothing_else(day: Database) -> None:
    made = bench(day, TOMORROW)
    with day.transaction("user:anna") as session:
        lock_day(session, TOMORROW, made.version)
    with pytest.raises(LockedDayError):
        do(day, Move("off", 1, (1,)))
    with pytest.raises(LockedDayError):
        plan(day)
    with day.transaction("user:anna") as session:
        unlock_day(session, TOMORROW, made.version + 1)
    do(day, Move("off", 1, (1,)))
    with day.transaction("user:anna") as session:
        lock_day(session, TOMORROW, version(session, TOMORROW))
        assert release_day(session, TOMORROW).issued == 5


def test_a_kept_version_is_compared_stop_by_stop_and_put_back_as_one_edit(day: Database) -> None:
    with day.transaction("user:anna") as session:
        kept = versions.keep(session, TOMORROW, "avant").id
    do(day, Move("move", 1, (3,), to=Place(2, 1)))
    do(day, Move("off", 2, (1,)))
    with day.reading() as session:
        was = versions.kept_images(session, TOMORROW, kept)
        found = versions.compare(session, was, versions.live_images(session, TOMORROW))
        assert [(one.kind, one.was_vehicle, one.now_vehicle) for one in found if one.kind != "time"] == [
            ("gone", "V2", ""),
            ("moved", "V1", "V2"),
        ]
        seen = version(session, TOMORROW)
    with day.transaction("user:anna") as session:
        edit = edits.put_back(session, TOMORROW, seen, "restore", "avant", was)
        assert images(session, TOMORROW) == was
        assert_conserved(session)
        after = edit.version
    with day.transaction("user:anna") as session:
        edits.undo(session, TOMORROW, after)
        assert images(session, TOMORROW) != was


def test_a_published_day_is_opened_again_changed_and_sent_anew(day: Database) -> None:
    with day.transaction("user:anna") as session:
        first = release_day(session, TOMORROW)
    with day.reading() as session:
        was, seen = versions.live_images(session, TOMORROW), version(session, TOMORROW)
        assert versions.since_sent(session, TOMORROW) == ()
    with day.transaction("user:anna") as session:
        assert reopen_day(session, TOMORROW, seen, "Camion en panne") == ["A", "B"]
    with day.reading() as session:
        assert images(session, TOMORROW) == was
        assert versions.since_sent(session, TOMORROW) == ()
        assert_conserved(session)
    do(day, Move("move", 1, (3,), to=Place(2, 1)))
    with day.reading() as session:
        changed = versions.since_sent(session, TOMORROW)
        assert changed is not None
        assert [one.kind for one in changed if one.kind == "moved"] == ["moved"]
    with day.transaction("user:anna") as session:
        second = release_day(session, TOMORROW)
        assert second.issued == first.issued
        assert not set(first.notes) & set(second.notes)
    with day.reading() as session:
        assert [row.name for row in versions.kept(session, TOMORROW)] == ["2", "1"]
        cancelled = session.query(DeliveryNote).filter(DeliveryNote.state == "cancelled").count()
        assert cancelled == first.issued


def test_a_published_day_is_not_opened_again_without_a_reason(day: Database) -> None:
    with day.transaction("user:anna") as session:
        release_day(session, TOMORROW)
        seen = version(session, TOMORROW)
    with pytest.raises(InvalidInputError, match="reason"), day.transaction("user:anna") as session:
        reopen_day(session, TOMORROW, seen, " ")
