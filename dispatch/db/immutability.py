"""Rows that can be neither updated nor deleted: database triggers on both engines.

Used by migrations. Which columns may still move (a life cycle's own) is named per table; any other change of a row is refused.
SQLite's REPLACE fires the trigger on deletes because our connections set `recursive_triggers`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, inspect, text


def freeze(dialect: str, table: str, columns: Sequence[str], movable: Sequence[str] = ()) -> list[str]:
    """The statements that freeze a table.

    Parameters
    ----------
    dialect
        `sqlite` or `postgresql`.
    columns
        All columns of the table.
    movable
        Columns that an update may change; none: no update at all.
    """
    fixed = [name for name in columns if name not in movable]
    refuse_update, refuse_delete = (
        f"{table}_no_update BEFORE UPDATE ON {table}",
        f"{table}_no_delete BEFORE DELETE ON {table}",
    )
    if dialect == "sqlite":
        changed = " OR ".join(f"OLD.{_q(name)} IS NOT NEW.{_q(name)}" for name in fixed)
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is immutable'); END"
        return [
            f"CREATE TRIGGER {refuse_update} FOR EACH ROW WHEN {changed} {refuse}",
            f"CREATE TRIGGER {refuse_delete} FOR EACH ROW {refuse}",
        ]
    changed = " OR ".join(f"OLD.{_q(name)} IS DISTINCT FROM NEW.{_q(name)}" for name in fixed)
    refuse = f"BEGIN RAISE EXCEPTION '{table} is immutable' USING ERRCODE = 'restrict_violation'; END"
    return [
        f"CREATE FUNCTION {table}_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ {refuse} $$",
        f"CREATE TRIGGER {refuse_update} FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION {table}_immutable()",
        f"CREATE TRIGGER {refuse_delete} FOR EACH ROW EXECUTE FUNCTION {table}_immutable()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_immutable()",
    ]


def thaw(dialect: str, table: str) -> list[str]:
    """The statements that undo `freeze`."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {table}_no_update", f"DROP TRIGGER {table}_no_delete"]
    return [
        f"DROP TRIGGER {table}_no_update ON {table}",
        f"DROP TRIGGER {table}_no_delete ON {table}",
        f"DROP TRIGGER {table}_no_truncate ON {table}",
        f"DROP FUNCTION {table}_immutable()",
    ]


def _q(name: str) -> str:
    return f'"{name}"'


@contextmanager
def suspended(connection: Connection) -> Iterator[None]:
    """All guards off while a restore puts rows back as they were, closed ones among them; on again before the commit."""
    if connection.dialect.name == "sqlite":
        found = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        off, on = [f"DROP TRIGGER {name}" for name, _sql in found], [str(sql) for _name, sql in found]
    else:
        tables = inspect(connection).get_table_names()
        off, on = (
            [f"ALTER TABLE {_q(table)} {verb} TRIGGER USER" for table in tables] for verb in ("DISABLE", "ENABLE")
        )
    for statement in off:
        connection.exec_driver_sql(statement)
    yield
    for statement in on:
        connection.exec_driver_sql(statement)
