"""A worker keeps the days of back orders anew once production or tours have moved, and not for anything else."""

from __future__ import annotations

from datetime import date

import pytest

from dispatch import journal, settings
from dispatch.cli.handlers import HANDLERS as ALL
from dispatch.db import Database
from dispatch.jobs.context import JobContext
from dispatch.jobs.models import Job
from dispatch.jobs.queue import enqueue
from dispatch.jobs.schedule import Schedule
from dispatch.planning.rest_watch import HANDLERS, JOB, is_due
from tests.delivery.builders import line
from tests.planning.builders import slot
from tests.planning.test_rest_days import rest

__all__ = ["rest"]


def due(database: Database) -> bool:
    with database.reading() as session:
        return is_due(session)


def worked(database: Database) -> int:
    """Let a worker do the job; how many days have moved."""
    with database.transaction("worker") as session:
        key = enqueue(session, JOB, {}).id
    result = ALL[JOB].run(JobContext(database, key, "w", {}, "worker"))  # type: ignore[union-attr]
    with database.transaction("worker") as session:
        job = session.get_one(Job, key)
        job.state, job.result = "done", dict(result)
    return int(result["moved"])


def later(monkeypatch: pytest.MonkeyPatch, moment: str = "2026-11-27T09:05:00+01:00") -> None:
    monkeypatch.setenv("DISPATCH_NOW", moment)
    settings.current.cache_clear()


def told(database: Database, kind: str, **details: str) -> None:
    with database.transaction("user:anna") as session:
        journal.record(session, kind, "x", **details)


def test_new_production_moves_the_day_that_the_next_note_prints(
    rest: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert due(rest)
    assert worked(rest) == 1
    later(monkeypatch)
    assert not due(rest)
    with rest.transaction("user:anna") as session:
        slot(session, line(session, "CF1", 1).product, 2, date(2026, 11, 30))
        journal.record(session, "import.received", "production.csv", file_kind="production")
    assert due(rest)
    assert worked(rest) == 1
    with rest.reading() as session:
        assert line(session, "CF1", 1).expected_on == date(2026, 11, 30)


def test_what_moves_neither_supply_nor_tours_asks_for_nothing(rest: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    worked(rest)
    told(rest, "day.released")
    assert not due(rest)  # at most every half minute
    later(monkeypatch)
    assert due(rest)
    worked(rest)
    later(monkeypatch, "2026-11-27T09:10:00+01:00")
    told(rest, "import.received", file_kind="customers")
    told(rest, "customer.amended")
    assert not due(rest)
    told(rest, "stock.amended")
    assert due(rest)


def test_a_new_day_asks_anew(rest: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    worked(rest)
    later(monkeypatch, "2026-11-28T06:00:00+01:00")
    assert due(rest)


def test_where_nothing_is_left_to_deliver_nobody_asks(database: Database) -> None:
    assert not due(database)
    assert Schedule(HANDLERS, lambda: 10.0).look(database) == []
