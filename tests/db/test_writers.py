"""Writers on SQLite queue up, readers do not wait; each race with its negative control."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from dispatch.db import Database
from dispatch.db.engine import PATIENCE_S, PRAGMAS
from dispatch.errors import BusyError

WRITERS, TIMES = 8, 50


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A SQLite file with one counter, and a second row as noise."""
    url = f"sqlite:///{tmp_path / 'counter.db'}"
    database = Database(url)
    with database.transaction("test") as session:
        session.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER NOT NULL)"))
        session.execute(text("INSERT INTO counter VALUES (1, 0), (2, 0)"))
    yield url
    database.dispose()


def value(url: str) -> int:
    database = Database(url)
    with database.reading() as session:
        found = session.execute(text("SELECT value FROM counter WHERE id = 1")).scalar_one()
    database.dispose()
    return int(found)


def increment(session: Session | Any) -> None:
    """Read, think, write: what loses updates wherever two writers overlap."""
    seen = session.execute(text("SELECT value FROM counter WHERE id = 1")).scalar_one()
    session.execute(text("UPDATE counter SET value = :value WHERE id = 1"), {"value": seen + 1})


def race(transaction: Callable[[], AbstractContextManager[Any]]) -> list[str]:
    """Let eight writers increment fifty times each; give back what failed."""

    def writer(_number: int) -> list[str]:
        failed = []
        for _ in range(TIMES):
            try:
                with transaction() as session:
                    increment(session)
            except (OperationalError, BusyError) as error:
                failed.append(str(error))
        return failed

    with ThreadPoolExecutor(WRITERS) as pool:
        return [failure for failures in pool.map(writer, range(WRITERS)) for failure in failures]


def deferred(url: str) -> Engine:
    """The same pragmas, but transactions that become writers only at their first change: the negative control."""
    engine = create_engine(url, connect_args={"timeout": PATIENCE_S})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for name, setting in {**PRAGMAS, "busy_timeout": int(PATIENCE_S * 1000)}.items():
            connection.execute(f"PRAGMA {name}={setting}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def test_eight_writers_lose_nothing_and_none_is_turned_away(url: str) -> None:
    database = Database(url)
    assert race(lambda: database.transaction("test")) == []
    database.dispose()
    assert value(url) == WRITERS * TIMES


def test_the_same_race_fails_where_transactions_are_deferred(url: str) -> None:
    engine = deferred(url)
    failures = race(engine.begin)
    engine.dispose()
    assert any("database is locked" in failure for failure in failures)
    assert value(url) == WRITERS * TIMES - len(failures)


def test_a_reader_does_not_wait_for_a_writer_and_sees_what_was_committed(url: str) -> None:
    database = Database(url, patience_s=0.1)
    with database.transaction("test") as writing:
        increment(writing)
        with database.reading() as reading:
            assert reading.execute(text("SELECT value FROM counter WHERE id = 1")).scalar_one() == 0
    assert value(url) == 1
    database.dispose()


def test_a_writer_does_not_wait_for_a_reader_whose_picture_stays_still(url: str) -> None:
    database = Database(url, patience_s=0.1)
    with database.reading() as reading:
        assert reading.execute(text("SELECT value FROM counter WHERE id = 1")).scalar_one() == 0
        with database.transaction("test") as writing:
            increment(writing)
        assert reading.execute(text("SELECT value FROM counter WHERE id = 1")).scalar_one() == 0
    assert value(url) == 1
    database.dispose()


def test_who_waits_too_long_for_another_writer_is_told_to_come_back(url: str) -> None:
    holder, late = Database(url), Database(url, patience_s=0.3)
    with holder.transaction("test") as holding:
        increment(holding)
        started = time.monotonic()
        with pytest.raises(BusyError, match="Another writer") as caught, late.transaction("test") as session:
            increment(session)
        assert 0.3 <= time.monotonic() - started < 3
    with late.transaction("test") as session:
        increment(session)
    assert (caught.value.http_status, value(url)) == (503, 2)
    holder.dispose()
    late.dispose()


def test_a_writer_that_is_patient_enough_gets_its_turn(url: str) -> None:
    database = Database(url)

    def hold() -> None:
        with database.transaction("test") as session:
            increment(session)
            time.sleep(0.5)

    with ThreadPoolExecutor(1) as pool:
        held = pool.submit(hold)
        time.sleep(0.1)
        with database.transaction("test") as session:
            increment(session)
        held.result()
    assert value(url) == 2
    database.dispose()


def test_a_lock_of_fifteen_seconds_is_given_up_before_it_ends() -> None:
    assert PATIENCE_S < 15
