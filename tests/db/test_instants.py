"""Instants keep their zone on both engines, also on days of 23 and 25 hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from dispatch import journal
from dispatch.db import Database
from dispatch.jobs.models import Job
from tests.builders import NOW

PARIS = ZoneInfo("Europe/Paris")
NEW_YORK = ZoneInfo("America/New_York")


def keep_and_read(database: Database, instant: datetime) -> datetime:
    with database.transaction("test") as session:
        session.add(Job(kind="noise", params={}, state_at=NOW, state_by="x", created_at=NOW, created_by="x"))
        job = Job(kind="test", params={}, state_at=instant, state_by="x", created_at=NOW, created_by="x")
        session.add(job)
        session.flush()
        number = job.id
    with database.reading() as session:
        return session.execute(select(Job.state_at).where(Job.id == number)).scalar_one()


def test_an_instant_comes_back_as_the_same_instant_in_utc(any_database: Database) -> None:
    for instant in (
        datetime(2026, 11, 25, 6, 0, tzinfo=UTC),
        datetime(2026, 11, 25, 6, 0, 0, 123456, tzinfo=PARIS),
        datetime(2026, 11, 25, 6, 0, tzinfo=NEW_YORK),
        datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=PARIS),
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=PARIS),
        datetime(2027, 3, 28, 1, 59, 59, tzinfo=PARIS),
        datetime(2027, 3, 28, 3, 0, tzinfo=PARIS),
    ):
        found = keep_and_read(any_database, instant)
        assert found == instant.astimezone(UTC)
        assert found.utcoffset() == timedelta(0)


def test_the_hour_that_is_twice_in_october_stays_two_hours(any_database: Database) -> None:
    early = datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=PARIS)
    late = early.replace(fold=1)
    assert keep_and_read(any_database, late) - keep_and_read(any_database, early) == timedelta(hours=1)


def test_instants_of_different_zones_compare_as_instants_in_queries(any_database: Database) -> None:
    six_in_new_york = datetime(2026, 11, 25, 6, 0, tzinfo=NEW_YORK)
    keep_and_read(any_database, six_in_new_york)
    with any_database.reading() as session:
        later = select(Job.kind).where(Job.state_at > datetime(2026, 11, 25, 11, 59, tzinfo=PARIS))
        assert session.scalars(later).all() == ["test"]
        assert session.scalars(select(Job.kind).where(Job.state_at == six_in_new_york.astimezone(PARIS))).all() == [
            "test"
        ]


def test_an_instant_without_a_zone_is_refused(any_database: Database) -> None:
    with pytest.raises(StatementError, match="an instant needs a zone"):
        keep_and_read(any_database, datetime(2026, 11, 25, 6, 0))  # noqa: DTZ001
    with any_database.reading() as session:
        assert session.scalars(select(Job)).all() == []
        assert journal.verify_chain(session) == []
