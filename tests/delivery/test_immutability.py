"""What is signed, issued or journaled can be neither changed nor deleted: the database itself refuses, on both engines."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError

from dispatch.controls.guards import FROZEN
from dispatch.db import Database
from dispatch.delivery.pack import draw_day_pack
from dispatch.delivery.reserves import Difference
from dispatch.documents.register import installed_store
from dispatch.invoicing.confirm import confirm
from tests.delivery.builders import DAY, released

MOVABLE = {
    "delivery_notes": {"state", "state_at", "state_by", "pack_document_id"},
    "invoice_triggers": {"state", "state_at", "state_by"},
}

OWN = {
    "journal",
    "documents",
    "delivery_notes",
    "note_lines",
    "receipts",
    "receipt_lines",
    "discrepancies",
    "invoice_triggers",
}
"""Tables that a day from release to receipt fills; those of other rooms are frozen in their own tests."""


def test_every_column_but_those_of_a_life_cycle_stands(any_database: Database) -> None:
    number, _ = released(any_database)
    draw_day_pack(any_database, "user:planner", installed_store(), DAY)
    with any_database.transaction("user:anna") as session:
        confirm(session, number, request_key="k1", differences=[Difference(1, "missing", missing_qty=1_000)])
    with any_database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO order_amendments (order_id, field, before, after, at, by) "
                "SELECT id, 'x', '', '', state_at, 'test' FROM orders"
            )
        )
    with any_database.engine.connect() as connection:
        filled = [table for table in FROZEN if connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()]
    assert set(filled) >= OWN
    columns = {table: [one["name"] for one in inspect(any_database.engine).get_columns(table)] for table in filled}
    for table in filled:
        for column in columns[table]:
            change = f'UPDATE {table} SET "{column}" = (SELECT {_other(any_database, table, column)})'
            if column in MOVABLE.get(table, ()):
                continue
            with pytest.raises(DatabaseError, match="is immutable"), any_database.engine.begin() as connection:
                connection.execute(text(change))
        with pytest.raises(DatabaseError, match="is immutable"), any_database.engine.begin() as connection:
            connection.execute(text(f"DELETE FROM {table}"))


def _other(database: Database, table: str, column: str) -> str:
    """An expression of the column's type that is not its value."""
    kind = str(
        next(one["type"] for one in inspect(database.engine).get_columns(table) if one["name"] == column)
    ).upper()
    if "CHAR" in kind or "TEXT" in kind:
        return "'zz'"
    if "DATE" in kind or "TIME" in kind:
        return "CAST('2001-01-01' AS DATE)" if not database.is_sqlite else "'2001-01-01'"
    return "987654"
