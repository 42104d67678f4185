"""Columns that are written once: a database trigger refuses to change what is no longer null, on both engines."""

from __future__ import annotations

from collections.abc import Sequence


def write_once(dialect: str, table: str, columns: Sequence[str]) -> list[str]:
    """The statements after which these columns go from null to a value, and never on."""
    if dialect == "sqlite":
        changed = " OR ".join(f"(OLD.{name} IS NOT NULL AND OLD.{name} IS NOT NEW.{name})" for name in columns)
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is immutable'); END"
        return [f"CREATE TRIGGER {table}_write_once BEFORE UPDATE ON {table} FOR EACH ROW WHEN {changed} {refuse}"]
    changed = " OR ".join(f"(OLD.{name} IS NOT NULL AND OLD.{name} IS DISTINCT FROM NEW.{name})" for name in columns)
    call = f"EXECUTE FUNCTION {table}_immutable()"
    return [f"CREATE TRIGGER {table}_write_once BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({changed}) {call}"]


def closed_with(dialect: str, table: str, key: str, parent: str, column: str) -> list[str]:
    """The statements after which no row joins `table` once its `parent` row has a value in `column`."""
    shut = f"SELECT {column} FROM {parent} WHERE id = NEW.{key}"  # noqa: S608  names of our own tables
    name = f"{table}_closed"
    if dialect == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is immutable'); END"
        return [
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW WHEN ({shut}) IS NOT NULL {refuse}",
        ]
    refuse = f"RAISE EXCEPTION '{table} is immutable' USING ERRCODE = 'restrict_violation'"
    body = f"BEGIN IF ({shut}) IS NOT NULL THEN {refuse}; END IF; RETURN NEW; END"
    return [
        f"CREATE FUNCTION {name}_immutable() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}_immutable()",
    ]


def undo_write_once(dialect: str, table: str) -> list[str]:
    """The statements that undo `write_once`."""
    return [f"DROP TRIGGER {table}_write_once" + ("" if dialect == "sqlite" else f" ON {table}")]


def undo_closed_with(dialect: str, table: str) -> list[str]:
    """The statements that undo `closed_with`."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {table}_closed"]
    return [f"DROP TRIGGER {table}_closed ON {table}", f"DROP FUNCTION {table}_closed_immutable()"]
