"""Rows of the frozen tables can be neither updated nor deleted, on both engines; only a life cycle's own columns move."""

from __future__ import annotations

import importlib
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, RowMapping, text
from sqlalchemy.exc import IntegrityError

from dispatch import journal
from dispatch.db import Base, Database
from dispatch.db.immutability import freeze, thaw
from dispatch.delivery.reserves import Difference
from dispatch.documents.register import installed_store, keep
from dispatch.invoicing.confirm import confirm
from dispatch.orders.models import OrderAmendment
from tests.builders import NOW
from tests.delivery.builders import released

FROZEN: dict[str, tuple[str, ...]] = importlib.import_module("dispatch.db.migrations.versions.0001_first_schema").FROZEN
STATES = {"delivery_notes": "received", "invoice_triggers": "exported"}
"""A state that the row of the world below is not in."""


@pytest.fixture
def world(any_database: Database) -> Database:
    """A day whose first note is confirmed with differences and whose second is still out: a row in every frozen table."""
    number, _ = released(any_database)
    with any_database.transaction("user:anna") as session:
        confirm(session, number, request_key="k1", differences=[Difference(1, "damaged", refused_qty=1_000)])
        about = {
            "kind": "scan",
            "title": "Scan",
            "media_type": "image/png",
            "subject_kind": "note",
            "subject_key": number,
        }
        keep(session, installed_store(), b"a scan", **about)
        session.add(OrderAmendment(order_id=1, field="quantity", before="1", after="2", at=NOW, by="anna"))
        journal.record(session, "order.amended", "CF1")
    return any_database


def other(value: Any) -> Any:
    """A value of the same kind that is not this one; something where there was nothing."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, date | datetime):
        return (value + timedelta(days=1)).isoformat()
    if isinstance(value, dict):
        return '{"other": 1}'
    return f"{(value or '')[:-1]}~"


def key_of(table: str) -> str:
    return Base.metadata.tables[table].primary_key.columns.keys()[0]


def rows(connection: Connection, table: str) -> list[RowMapping]:
    return list(connection.execute(text(f"SELECT * FROM {table} ORDER BY {key_of(table)}")).mappings())


def try_out(connection: Connection, statement: str, **values: Any) -> str:
    """Run one statement and undo it; give back the refusal, empty when there was none."""
    savepoint = connection.begin_nested()
    try:
        connection.execute(text(statement), values)
    except IntegrityError as error:
        return str(error.orig)
    finally:
        savepoint.rollback()
    return ""


def updating(connection: Connection, table: str, row: RowMapping, column: str) -> str:
    value = other(row[column])
    if column == "state":
        value = STATES[table]
    elif row[column] is None and column.endswith(("_on", "_at")):
        value = "2026-11-27"
    elif row[column] is None:
        value = 1
    if column == "pack_document_id":
        value = connection.execute(text("SELECT id FROM documents")).scalar_one()
    key = key_of(table)
    return try_out(connection, f'UPDATE {table} SET "{column}" = :value WHERE {key} = :key', value=value, key=row[key])


def test_of_every_frozen_row_only_the_movable_columns_move(world: Database) -> None:
    with world.engine.connect() as connection:
        for table, movable in FROZEN.items():
            found = rows(connection, table)
            assert found, f"no row of {table} to try it on"
            for column in found[-1]:
                refusal = updating(connection, table, found[-1], column)
                expected = "" if column in movable else f"{table} is immutable"
                assert refusal.startswith(expected), (table, column, refusal)
                assert bool(refusal) == (column not in movable), (table, column)
            assert rows(connection, table) == found


def test_no_frozen_row_can_be_deleted_or_replaced(world: Database) -> None:
    with world.engine.connect() as connection:
        for table in FROZEN:
            statements = [f"DELETE FROM {table}"]
            if world.is_sqlite:
                statements.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
            else:
                statements.append(f"TRUNCATE {table} CASCADE")
            for statement in statements:
                assert "is immutable" in try_out(connection, statement), statement
            assert rows(connection, table)


def test_the_same_attempts_succeed_once_the_triggers_are_gone(world: Database) -> None:
    """The negative control: it is the triggers that refuse, nothing else."""
    dialect = world.engine.dialect.name
    with world.engine.connect() as connection:
        for statement in thaw(dialect, "journal"):
            connection.execute(text(statement))
        assert try_out(connection, "UPDATE journal SET payload = '{}'") == ""
        assert try_out(connection, "DELETE FROM journal") == ""
        columns = list(Base.metadata.tables["journal"].columns.keys())
        for statement in freeze(dialect, "journal", columns):
            connection.execute(text(statement))
        assert try_out(connection, "DELETE FROM journal").startswith("journal is immutable")


def test_a_column_added_later_is_either_fixed_or_named_movable() -> None:
    for table, movable in FROZEN.items():
        assert set(movable) <= set(Base.metadata.tables[table].columns.keys())
