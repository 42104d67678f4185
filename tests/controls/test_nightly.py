"""What falls due with the day is done once each day by a worker that nobody has asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from dispatch import clock, journal, settings
from dispatch.accounts.models import LoginAttempt
from dispatch.cli.handlers import HANDLERS as ALL
from dispatch.controls.nightly import HANDLERS, close_day, is_due
from dispatch.db import Database
from dispatch.jobs.models import Job
from dispatch.jobs.schedule import Schedule
from dispatch.jobs.supervisor import run_job
from dispatch.journal import JournalEntry
from dispatch.orders.quotes import Quote
from dispatch.orders.quoting import make_quote
from tests import builders

UNTIL = date(2026, 11, 25)


def offered(database: Database) -> None:
    """A quote until the 25th, one until the 26th, and a refused log-in of long ago."""
    with database.transaction("test") as session:
        site = builders.site(session, builders.customer(session))
        item = builders.product(session)
        for until in (UNTIL, UNTIL + timedelta(days=1)):
            make_quote(session, site.customer_id, site.id, [(item.id, 1_000, 1_000_000)], until)
        session.add(LoginAttempt(login="eve", address="192.0.2.1", at=clock.now() - timedelta(days=90)))
        journal.record(session, "test.built", "LoginAttempt")


def it_is(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setenv("DISPATCH_NOW", moment)
    settings.current.cache_clear()


def test_a_quote_lapses_in_the_night_after_its_last_day_and_only_once(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered(database)
    it_is(monkeypatch, "2026-11-25T23:50:00+01:00")
    with database.transaction("worker") as session:
        assert close_day(session) == {"day": "2026-11-25", "quotes": 0, "purged": 1}
    it_is(monkeypatch, "2026-11-26T00:10:00+01:00")
    for quotes in (1, 0):
        with database.transaction("worker") as session:
            journal.record(session, "test.asked", str(quotes))
            assert close_day(session) == {"day": "2026-11-26", "quotes": quotes, "purged": 0}
    with database.reading() as session:
        assert list(session.scalars(select(Quote.state).order_by(Quote.id))) == ["lapsed", "open"]
        told = session.scalars(select(JournalEntry.actor).where(JournalEntry.kind == "quote.lapsed"))
        assert list(told) == ["worker"]


def test_a_worker_asks_for_it_once_a_day(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    offered(database)
    assert Schedule(HANDLERS, lambda: 10.0).look(database) == ["nightly"]
    with database.reading() as session:
        (job,) = session.scalars(select(Job))
    assert run_job(database.url, job.id, HANDLERS).result == {"day": "2026-11-24", "quotes": 0, "purged": 1}
    assert Schedule(HANDLERS, lambda: 10.0).look(database) == []
    it_is(monkeypatch, "2026-11-26T00:05:00+01:00")
    with database.reading() as session:
        assert is_due(session)
    assert "nightly" in ALL
