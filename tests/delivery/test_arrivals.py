"""Customers are told when their delivery comes, and again only when it matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from dispatch import journal, settings
from dispatch.customers.models import Contact, Customer, Site
from dispatch.db import Database
from dispatch.delivery.arrivals import shift_of
from dispatch.delivery.phone_progress import StopProgress, TourProgress
from dispatch.delivery.release import release_day
from dispatch.documents.outbox import OutgoingMail
from dispatch.jobs.models import Job
from tests.delivery.builders import DAY, small_world
from tests.delivery.phone import it_is, report, send

NIGHT, DAWN = "2026-11-24T18:00:00+01:00", "2026-11-25T06:30:00+01:00"


def out(database: Database) -> list[OutgoingMail]:
    with database.reading() as session:
        return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def release(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small world, released the evening before; S1 has a contact of its own, C2 one for all its sites."""
    it_is(monkeypatch, NIGHT)
    small_world(database)
    with database.transaction("user:sales") as session:
        ids = dict(session.execute(select(Customer.code, Customer.id)).all())
        site = session.scalars(select(Site).where(Site.code == "S1")).one()
        session.add_all(
            [
                Contact(
                    customer_id=ids["C1"], site_id=site.id, name="Quai", purpose="goods_in", email="quai@un.example"
                ),
                Contact(customer_id=ids["C1"], name="Tous", purpose="goods_in", email="tous@un.example"),
                Contact(
                    customer_id=ids["C1"], site_id=site.id, name="Compta", purpose="accounts", email="compta@un.example"
                ),
                Contact(customer_id=ids["C2"], name="Gate", purpose="goods_in", email="gate@two.example"),
            ]
        )
        journal.record(session, "test.built", "Contact")
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
    it_is(monkeypatch, DAWN)


def late(database: Database, minutes: int, sequence: int) -> None:
    send(database, report("late", sequence, at=f"2026-11-25T06:3{sequence}:00.000+01:00", minutes=minutes))


def test_the_release_tells_each_site_s_contacts_in_their_language(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(any_database, monkeypatch)
    mails = out(any_database)
    assert [mail.recipient for mail in mails] == ["quai@un.example", "gate@two.example"]
    assert mails[0].subject == "Votre livraison du 25/11/2026 vers 07 h 05"
    assert " ".join(mails[1].subject.split()) == "Your delivery on 25 Nov 2026 at about 07:05"


def test_a_delay_is_told_when_it_matters_and_once(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    release(any_database, monkeypatch)
    late(any_database, 10, 1)
    assert len(out(any_database)) == 2
    late(any_database, 30, 2)
    late(any_database, 30, 2)  # the same event again
    late(any_database, 40, 3)  # ten minutes more than was told
    mails = out(any_database)
    assert [mail.recipient for mail in mails[2:]] == ["quai@un.example"]
    assert mails[2].subject == "Votre livraison vers 07 h 35 au lieu de 07 h 05"
    late(any_database, 55, 4)
    assert out(any_database)[-1].subject == "Votre livraison vers 08 h 00 au lieu de 07 h 35"


def test_nobody_is_told_of_a_truck_that_is_there_or_of_a_time_that_is_past(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(any_database, monkeypatch)
    send(any_database, report("arrive", 1, at="2026-11-25T06:31:00.000+01:00"))
    late(any_database, 60, 2)
    assert len(out(any_database)) == 2
    it_is(monkeypatch, "2026-11-25T12:00:00+01:00")
    send(any_database, report("late", 3, at=DAWN, minutes=60), tour_id=2)
    assert len(out(any_database)) == 2


def test_a_company_that_tells_nobody_tells_nobody(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPATCH_ETA_THRESHOLD_MIN", "0")
    release(any_database, monkeypatch)
    assert out(any_database) == []


def test_mails_leave_by_themselves_where_there_is_a_server(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPATCH_SMTP_URL", "smtp://127.0.0.1:25")
    settings.current.cache_clear()
    release(database, monkeypatch)
    with database.reading() as session:
        assert session.scalars(select(Job.kind)).all() == ["send_mails"]


def test_what_is_known_last_says_how_late_a_tour_is() -> None:
    at = datetime(2026, 11, 25, 8, tzinfo=UTC)
    planned = {1: at, 2: at + timedelta(hours=1)}
    reached = StopProgress(1, "arrived", at, arrived_at=at + timedelta(minutes=12))
    waiting = StopProgress(2)
    assert shift_of(TourProgress(1, (waiting,)), planned) == timedelta()
    assert shift_of(TourProgress(1, (reached, waiting)), planned) == timedelta(minutes=12)
    assert shift_of(TourProgress(1, (reached, waiting), 30, at + timedelta(minutes=20)), planned) == timedelta(
        minutes=30
    )
    assert shift_of(TourProgress(1, (reached, waiting), 30, at - timedelta(minutes=5)), planned) == timedelta(
        minutes=12
    )
