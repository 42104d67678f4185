"""Rows changed as somebody would who holds the keys: triggers, constraints and foreign keys are out of the way while it lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text

from dispatch.db import Database

LIVE_INDEXES = (
    "uq_tours_live_vehicle",
    "uq_tours_live_driver",
    "uq_tours_live_letter",
    "uq_portions_live",
    "uq_back_orders_open_line",
)
CHECKS = (
    "SELECT conrelid::regclass::text, conname FROM pg_constraint"
    " WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid <> 0"
)
Run = Callable[[str], list[Any]]
"""Runs a statement and gives its rows; one that changes none is refused."""


def alter(database: Database, statements: list[str]) -> None:
    """Change rows for good; afterwards the triggers stand again."""
    with unguarded(database, keep=True) as run:
        for statement in statements:
            run(statement)


@contextmanager
def unguarded(database: Database, *, keep: bool) -> Iterator[Run]:
    """One transaction without guards, kept or rolled back."""
    with database.engine.connect() as connection:
        if not database.is_sqlite:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table, name in connection.execute(text(CHECKS)).all():
                connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
            for name in LIVE_INDEXES:
                connection.execute(text(f"DROP INDEX IF EXISTS {name}"))
            yield lambda statement: _done(statement, connection.execute(text(statement)))
            if keep:
                connection.commit()
            else:
                connection.rollback()
            return
        triggers = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        connection.rollback()
        raw = connection.connection.driver_connection
        assert raw is not None
        for before in ("PRAGMA foreign_keys = OFF", "PRAGMA ignore_check_constraints = ON", "BEGIN"):
            raw.execute(before)
        for name, _ in triggers:
            raw.execute(f"DROP TRIGGER {name}")
        for name in LIVE_INDEXES:
            raw.execute(f"DROP INDEX IF EXISTS {name}")
        yield lambda statement: _done(statement, raw.execute(statement))
        for _, made in triggers:
            raw.execute(made)
        raw.execute("COMMIT" if keep else "ROLLBACK")
        for after in ("PRAGMA foreign_keys = ON", "PRAGMA ignore_check_constraints = OFF"):
            raw.execute(after)


def _done(statement: str, result: Any) -> list[Any]:
    if statement.startswith("SELECT"):
        return [tuple(one) for one in result.fetchall()]
    assert result.rowcount > 0, statement
    return []
