"""Verification of what phones report: every row altered behind the services' back is named."""

import pytest
from sqlalchemy import inspect, text

from dispatch.controls.verify import verify_installation
from dispatch.db import Database
from dispatch.db.immutability import freeze, thaw
from dispatch.documents.register import installed_store
from tests.delivery.builders import released
from tests.delivery.phone import ONE, OTHER, delivery, it_is, report, send


@pytest.fixture
def driven(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An arrival and a delivery that were taken, and a delivery by another phone that came second."""
    number, _ = released(any_database)
    it_is(monkeypatch, "2026-11-25T09:00:00+01:00")
    send(any_database, report("arrive", 1))
    send(any_database, delivery(any_database, number, 2))
    send(any_database, delivery(any_database, number, 1, OTHER, signer_name="Durand"))
    return any_database


def alter(database: Database, statement: str) -> None:
    """Change rows with the guards taken down, and put those up again."""
    dialect, tables = database.engine.dialect.name, ("phone_events", "phone_evidence")
    with database.engine.begin() as connection:
        for table in tables:
            for one in thaw(dialect, table):
                connection.execute(text(one))
        assert connection.execute(text(statement)).rowcount == 1
        for table in tables:
            for one in freeze(dialect, table, [column["name"] for column in inspect(connection).get_columns(table)]):
                connection.execute(text(one))


def found(database: Database) -> set[tuple[int, str, str]]:
    return {(one.number, one.name, one.subject) for one in verify_installation(database, installed_store())}


def test_what_phones_have_reported_holds(driven: Database) -> None:
    assert found(driven) == set()


@pytest.mark.parametrize(
    ("statement", "faults"),
    [
        (
            f"UPDATE phone_events SET outcome = 'refused' WHERE client_id = '{ONE}' AND sequence = 2",
            {
                (14, "phone_once", f"phone_events {ONE}/2 outcome"),
                (14, "phone_once", "receipts BL-2026-000001 channel"),
                (18, "journal_witness", f"phone_events {ONE}/2 content_hash"),
            },
        ),
        (
            f"UPDATE phone_evidence SET shown_hash = '{'0' * 64}' WHERE receipt_id IS NOT NULL",
            {(14, "signed_as_shown", "phone_evidence BL-2026-000001 shown_hash")},
        ),
        (
            f"UPDATE phone_events SET content = replace(content, 'LEROY', 'MOREL'), content_hash = '{'1' * 64}' WHERE client_id = '{ONE}' AND sequence = 2",
            {
                (18, "journal_witness", f"phone_events {ONE}/2 content"),
                (18, "journal_witness", f"phone_events {ONE}/2 content_hash"),
            },
        ),
        (
            f"DELETE FROM phone_evidence WHERE event_id = (SELECT id FROM phone_events WHERE client_id = '{OTHER}')",
            {(14, "phone_once", f"phone_events {OTHER}/1 id")},
        ),
        (
            "DELETE FROM phone_events WHERE kind = 'arrive'",
            {(18, "journal_witness", f"phone_events {ONE}/1 id")},
        ),
    ],
    ids=["outcome", "sheet", "content", "evidence gone", "event gone"],
)
def test_exactly_what_was_altered_is_named(driven: Database, statement: str, faults: set[tuple[int, str, str]]) -> None:
    alter(driven, statement)
    assert found(driven) == faults


def test_a_guard_that_was_taken_away_is_missed(driven: Database) -> None:
    on = "" if driven.is_sqlite else " ON phone_events"
    with driven.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER phone_events_no_update{on}"))
    assert found(driven) == {(11, "immutable", "phone_events trigger phone_events_no_update")}
