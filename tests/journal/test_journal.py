"""The journal: one chain, whoever writes at once; no change without an entry; nothing in it can be altered."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from dispatch import clock, journal
from dispatch.db import Database
from dispatch.errors import IntegrityError
from dispatch.journal import JournalEntry, verify_chain
from dispatch.journal.canonical import canonical, entry_hash
from dispatch.journal.models import GENESIS, JournalHead
from tests import builders

WRITERS = 12
ROUNDS = 4


def test_entries_are_chained_from_the_first_on(any_database: Database) -> None:
    with any_database.transaction("user:anna") as session:
        journal.record(session, "a.first", "X", count=1)
        journal.record(session, "a.second", "Y", on=builders.TOMORROW)
    with any_database.reading() as session:
        first, second = session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).all()
        assert (first.seq, first.prev_hash, first.actor) == (1, GENESIS, "user:anna")
        assert (second.prev_hash, second.payload) == (first.hash, '{"on":"2026-11-25"}')
        assert verify_chain(session) == []


def test_a_change_without_an_entry_is_refused(any_database: Database) -> None:
    def silent() -> None:
        with any_database.transaction("user:anna") as session:
            builders.product(session, "P1")
            session.info["journal"].clear()

    with pytest.raises(IntegrityError, match="products"):
        silent()
    with any_database.reading() as session:
        assert session.scalars(select(builders.Product)).all() == []


def test_a_rolled_back_transaction_leaves_no_entry(any_database: Database) -> None:
    def broken() -> None:
        with any_database.transaction("user:anna") as session:
            builders.product(session, "P1")
            raise KeyError("P1")

    with pytest.raises(KeyError):
        broken()
    with any_database.reading() as session:
        assert session.scalars(select(JournalEntry)).all() == []


@pytest.mark.parametrize("value", [1.5, {1, 2}, b"x", object()])
def test_a_value_without_an_exact_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="canonical"):
        canonical({"value": value})


def test_many_writers_make_one_chain(any_database: Database) -> None:
    def write(name: str) -> None:
        with any_database.transaction(name) as session:
            journal.record(session, "test", name)

    assert _many(write) == []
    with any_database.reading() as session:
        seqs = session.scalars(select(JournalEntry.seq).order_by(JournalEntry.seq)).all()
        assert list(seqs) == list(range(1, WRITERS * ROUNDS + 1))
        assert verify_chain(session) == []


def test_without_the_lock_on_its_head_the_chain_forks(postgres_database: Database) -> None:
    """Negative control: read the last entry, append; the unique link and number that would stop it are taken away."""
    with postgres_database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE journal DROP CONSTRAINT uq_journal_prev_hash, DROP CONSTRAINT pk_journal"))
        connection.execute(text("CREATE INDEX ON journal (seq)"))

    assert _many(_naive(postgres_database)) == []
    with postgres_database.reading() as session:
        links = session.scalars(text("SELECT prev_hash FROM journal")).all()
    assert len(links) == WRITERS * ROUNDS
    assert len(set(links)) < len(links)


def test_without_the_lock_the_databases_last_line_refuses_forks(postgres_database: Database) -> None:
    conflicts = _many(_naive(postgres_database))
    assert conflicts
    with postgres_database.reading() as session:
        links = session.scalars(text("SELECT prev_hash FROM journal")).all()
    assert len(set(links)) == len(links) == WRITERS * ROUNDS - len(conflicts)


def test_a_second_head_is_refused(any_database: Database) -> None:
    with any_database.transaction("user:anna") as session:
        session.add(JournalHead(id=2, seq=0, hash=GENESIS))
        with pytest.raises(DatabaseError):
            session.flush()
        session.rollback()


def _naive(database: Database) -> Callable[[str], None]:
    def append(name: str) -> None:
        with database.engine.begin() as connection:
            last = connection.execute(text("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")).one_or_none()
            seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
            threading.Event().wait(0.002)
            at = clock.now()
            digest = entry_hash(seq=seq, at=at, actor=name, kind="test", subject="", payload="{}", prev_hash=previous)
            connection.execute(
                JournalEntry.__table__.insert(),
                {"seq": seq, "at": at, "actor": name, "kind": "test", "subject": "", "payload": "{}", "prev_hash": previous, "hash": digest},
            )  # fmt: skip

    return append


def _many(write: Callable[[str], None]) -> list[Exception]:
    """Write in many transactions at once; gives what went wrong."""
    problems: list[Exception] = []
    start = threading.Barrier(WRITERS)

    def work(number: int) -> None:
        start.wait(20)
        for turn in range(ROUNDS):
            try:
                write(f"writer:{number}:{turn}")
            except DatabaseError as error:
                problems.append(error)

    writers = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    return problems
