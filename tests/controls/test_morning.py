"""The lists of the morning: each finds what it is for, and nothing beside."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text, update

from dispatch import journal
from dispatch import settings as configured
from dispatch.controls.lists import ControlList
from dispatch.controls.morning import CODES, morning, one_list
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.release import release_day
from dispatch.delivery.reserves import Difference
from dispatch.documents.outbox import OutgoingMail
from dispatch.errors import NotFoundError
from dispatch.invoicing.confirm import confirm
from tests import builders
from tests.delivery.builders import DAY, small_world

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def lived(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """CF1's note came back with one missing of the first line, CF2's is still out two days later."""
    small_world(any_database)
    with any_database.transaction("user:planner") as session:
        release_day(session, DAY)
    with any_database.transaction("user:anna") as session:
        number = session.scalars(select(DeliveryNote.number).order_by(DeliveryNote.id)).first()
        assert number is not None
        confirm(session, number, request_key="k", differences=[Difference(1, "missing", missing_qty=1_000)])
    monkeypatch.setenv("DISPATCH_NOW", "2026-11-26T09:00:00+01:00")
    configured.current.cache_clear()
    return any_database


def lists(database: Database, today: date = THURSDAY) -> dict[str, ControlList]:
    with database.reading() as session:
        return {one.code: one for one in morning(session, today)}


def test_each_list_counts_what_it_is_for(lived: Database) -> None:
    found = lists(lived)
    assert {code: one.count for code, one in found.items() if one.count} == {
        "not_acknowledged": 2,
        "no_quote": 2,
        "late_lines": 3,
        "back_orders": 2,
        "notes_out": 1,
        "reserves": 1,
        "shortages": 1,
        "not_invoiced": 1,
    }
    assert found["late_lines"].rows[0].days == 1
    assert [row.subject for row in found["back_orders"].rows] == ["CF1 / 1", "CF1 / 2"]
    assert found["reserves"].rows[0].code == "missing"
    assert found["not_invoiced"].cents == 7 * 1_000 + 2_667
    assert found["late_lines"].cents == 3_000 + 667 + 5 * 1_000


def test_nothing_is_late_on_the_day_itself(lived: Database) -> None:
    found = lists(lived, DAY)
    assert (found["late_lines"].count, found["notes_out"].count) == (0, 0)


def test_a_customer_above_the_limit_is_named_with_how_much(lived: Database) -> None:
    with lived.transaction("test") as session:
        session.execute(update(Customer).where(Customer.code == "C2").values(credit_limit_cents=4_000))
        session.execute(update(Customer).where(Customer.code == "C1").values(credit_limit_cents=900_000))
        journal.record(session, "test.limit")
    (row,) = lists(lived)["above_limit"].rows
    assert (row.subject, row.cents) == ("C2", 2_000)


def test_a_missing_number_must_not_be(lived: Database) -> None:
    with lived.transaction("test") as session:
        session.execute(text("UPDATE number_series SET last = last + 1 WHERE kind = 'note'"))
    found = lists(lived)["number_gaps"]
    assert (found.count, found.weight) == (1, "bad")
    assert "BL-2026-000003" in found.rows[0].subject


def test_a_mail_that_the_server_refused_is_listed(database: Database) -> None:
    with database.transaction("test") as session:
        session.add(
            OutgoingMail(
                recipient="adv@example.com", subject="ARC", body="", subject_kind="order", subject_key="CF1", message_id="1",
                created_at=builders.NOW, created_by="test", state="refused", state_at=builders.NOW, last_error="550 no such user",
            )
        )  # fmt: skip
        journal.record(session, "test.built")
    assert lists(database)["mails_stuck"].rows[0].what == "550 no such user"


def test_an_empty_installation_has_nothing_to_do(database: Database) -> None:
    found = lists(database)
    assert list(found) == list(CODES)
    assert {one.weight for one in found.values()} == {"good"}


def test_a_list_that_is_none_is_not_found(database: Database) -> None:
    with database.reading() as session, pytest.raises(NotFoundError):
        one_list(session, "nonsense", THURSDAY)
