"""Engines and transactions: SQLite pragmas and ``BEGIN IMMEDIATE``, PostgreSQL, who acts, refusal of silent changes."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from dispatch.db.base import Base
from dispatch.errors import BusyError, InvalidInputError, SettingsError

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1}
PATIENCE_S = 10.0

log = logging.getLogger(__name__)

Closing = Callable[[Session], None]
"""Called with the session when a writing transaction is about to commit; the journal writes its entries here, last."""


class Database:
    """One database: opens sessions for reading, and for writing in a transaction that knows its actor.

    Parameters
    ----------
    url
        SQLAlchemy URL; a SQLite file or ``postgresql+psycopg://…``.
    patience_s
        How long a writer waits for another one on SQLite before it gives up, in seconds.
    """

    def __init__(self, url: str, *, patience_s: float = PATIENCE_S) -> None:
        self.url = url
        self.patience_s = patience_s
        self.engine = _sqlite_engine(url, patience_s) if url.startswith("sqlite") else _server_engine(url)
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether the embedded database is in use."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that never commits."""
        with self._sessions() as session:
            session.connection(execution_options={"reading": True})
            yield session

    @contextmanager
    def transaction(self, actor: str) -> Iterator[Session]:
        """A session whose changes are committed together when the block ends, or not at all.

        Parameters
        ----------
        actor
            Who acts, for the journal: ``user:anna``, ``operator``, ``worker``.

        Raises
        ------
        BusyError
            When another writer has held SQLite too long.
        InvalidInputError
            When a value is longer or larger than what its column keeps, which no form or file should let through.
        """
        with _values_that_fit(), self._sessions() as session:
            session.info["actor"] = actor
            _begin(session, self.patience_s)
            yield session
            session.flush()
            for closing in _closings:
                closing(session)
            session.commit()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


@contextmanager
def _values_that_fit() -> Iterator[None]:
    """PostgreSQL refuses what is too long or too large, SQLite's driver what it cannot pack: one error for both."""
    try:
        yield
    except (DataError, OverflowError, UnicodeEncodeError) as error:
        log.warning("a value that no column keeps", exc_info=True)
        said = str(error.orig if isinstance(error, DataError) else error).splitlines()[0][:200]
        raise InvalidInputError(
            f"A value is too long or too large to be kept ({said}).", "Give a shorter text or a smaller number."
        ) from error


_closings: list[Closing] = []


def before_commit(closing: Closing) -> Closing:
    """Register what every writing transaction does last; used by the journal alone."""
    _closings.append(closing)
    return closing


def before_journal(closing: Closing) -> Closing:
    """Register what every writing transaction does just before its journal entries are written."""
    _closings.insert(0, closing)
    return closing


def actor_of(session: Session) -> str:
    """Who acts in this transaction."""
    return str(session.info.get("actor", "unknown"))


def changed_tables(session: Session) -> set[str]:
    """Journaled tables whose rows this transaction has changed through the session so far."""
    return set(session.info.get("changed", ()))


@event.listens_for(Session, "after_flush")
def _remember_changes(session: Session, _context: Any) -> None:
    changed = session.info.setdefault("changed", set())
    touched = [*session.new, *session.deleted, *(row for row in session.dirty if session.is_modified(row))]
    changed.update(row.__tablename__ for row in touched if isinstance(row, Base) and row.journaled)


@event.listens_for(Session, "do_orm_execute")
def _remember_bulk_changes(state: Any) -> None:
    """See what changes rows without a flush: statements on a model or on its table.

    Raw text, the session's own connection and the legacy ``bulk_…`` methods pass unseen: no room uses them.
    """
    if state.is_update or state.is_delete or state.is_insert:
        statement = getattr(state.statement, "element", state.statement)  # select(…).from_statement(update(…))
        if statement.table.name in _journaled_tables():
            state.session.info.setdefault("changed", set()).add(statement.table.name)


def _journaled_tables() -> set[str]:
    return {mapper.class_.__tablename__ for mapper in Base.registry.mappers if mapper.class_.journaled}


def _begin(session: Session, patience_s: float) -> None:
    deadline = time.monotonic() + patience_s
    while True:
        try:
            session.connection()
        except OperationalError as error:
            session.rollback()
            if "locked" not in str(error.orig):
                raise
            if time.monotonic() >= deadline:
                raise BusyError("Another writer holds the database.", "Try again in a moment.") from error
            time.sleep(random.uniform(0.05, 0.25))  # noqa: S311  spreads writers out, hides nothing
        else:
            return


def _sqlite_engine(url: str, patience_s: float) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:" and not path.startswith("file:"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": patience_s, "check_same_thread": False})
    pragmas = {**PRAGMAS, "busy_timeout": round(patience_s * 1000)}

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}")
        for name, value in pragmas.items():
            found = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if found != value and not (name == "journal_mode" and path in (None, "", ":memory:")):
                raise SettingsError(
                    f"SQLite refused PRAGMA {name}={value} (it is {found}).", "Put the database on a local disk."
                )

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading", False)
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _server_engine(url: str) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True, pool_size=10)
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"{url.split(':', maxsplit=1)[0]} needs a driver that is not installed.", "Install tournee[postgres]."
        ) from error


def ping(database: Database) -> None:
    """Raise when the database does not answer."""
    with database.reading() as session:
        session.execute(text("SELECT 1"))
