"""Series have no gaps and no doubles, whatever is rolled back and however many write at once."""

import random
import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from dispatch.db import Database
from dispatch.numbering import NumberSeries, next_number, next_numbers

WORKERS = 20
ROUNDS = 3


class BreakdownError(Exception):
    """What makes a transaction roll back."""


def test_numbers_follow_each_other_and_years_and_kinds_are_apart(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        assert next_numbers(session, "note", 2) == ["BL-2026-000001", "BL-2026-000002"]
        assert next_number(session, "order") == "CO-2026-000001"
        assert next_number(session, "note", date(2027, 1, 4)) == "BL-2027-000001"
        assert next_number(session, "note", date(2026, 1, 1)) == "BL-2026-000003"
    with any_database.reading() as session:
        rows = {(row.kind, row.year): (row.last, row.last_on) for row in session.scalars(select(NumberSeries))}
    assert rows["note", 2026] == (3, date(2026, 11, 24))


def test_a_rollback_gives_the_number_back(any_database: Database) -> None:
    def broken() -> None:
        with any_database.transaction("test") as session:
            next_number(session, "note")
            raise BreakdownError

    with pytest.raises(BreakdownError):
        broken()
    with any_database.transaction("test") as session:
        assert next_number(session, "note") == "BL-2026-000001"


def test_twenty_workers_with_rollbacks_leave_no_gap(any_database: Database) -> None:
    used = _twenty_workers(any_database, lambda session: next_number(session, "note"))
    assert sorted(used) == [f"BL-2026-{number:06d}" for number in range(1, len(used) + 1)]


def test_the_largest_number_plus_one_without_a_lock_doubles(postgres_database: Database) -> None:
    """Negative control: read the largest, add one, insert; twenty workers."""
    with postgres_database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (number integer NOT NULL)"))

    def naive(session: Session) -> str:
        number = session.execute(text("SELECT coalesce(max(number), 0) + 1 FROM naive")).scalar_one()
        threading.Event().wait(0.005)
        session.execute(text("INSERT INTO naive VALUES (:number)"), {"number": number})
        return str(number)

    used = _twenty_workers(postgres_database, naive)
    assert len(set(used)) < len(used)


def test_a_sequence_of_the_database_leaves_gaps(postgres_database: Database) -> None:
    """Negative control: a sequence does not turn back with its transaction."""
    with postgres_database.engine.begin() as connection:
        connection.execute(text("CREATE SEQUENCE naive"))
    used = _twenty_workers(
        postgres_database, lambda session: session.execute(text("SELECT nextval('naive')")).scalar_one()
    )
    assert sorted(used) != list(range(1, len(used) + 1))


def _twenty_workers(database: Database, take: Callable[[Session], object]) -> list:
    """Take numbers in many transactions at once, a third of which are rolled back; gives those that were kept."""
    kept: list = []
    start = threading.Barrier(WORKERS)

    def work(seed: int) -> None:
        dice = random.Random(seed)
        start.wait(20)
        for turn in range(ROUNDS):
            broken = dice.random() < 0.33 or (seed, turn) == (0, 0)
            try:
                with database.transaction(f"worker:{seed}") as session:
                    number = take(session)
                    _break_if(broken)
                kept.append(number)
            except BreakdownError:
                pass

    workers = [threading.Thread(target=work, args=(seed,)) for seed in range(WORKERS)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert not any(one.is_alive() for one in workers)
    assert len(kept) > WORKERS
    return kept


def _break_if(broken: bool) -> None:
    if broken:
        raise BreakdownError
