"""A transaction that changes journaled rows and records nothing is refused, whichever way it changes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError as ConstraintError
from sqlalchemy.orm import Session

import dispatch
from dispatch import journal
from dispatch.accounts.models import LoginAttempt
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.errors import IntegrityError
from dispatch.journal import JournalEntry
from tests import builders


def a_row(code: str) -> dict[str, Any]:
    """The values of a customer, as bulk statements want them."""
    return {
        "code": code, "name": code, "siren": "732829320", "billing_address": "2 rue Haute", "postcode": "38000", "city": "Grenoble",
        "country": "FR", "terms_days": 30, "terms_end_of_month": False, "cash_on_delivery": False, "vat_number": "", "email": "",
        "phone": "", "billing_mode": "per_delivery", "priced_note": False, "language": "fr", "electronic_address": "",
    }  # fmt: skip


def flushed_insert(session: Session) -> None:
    session.add(Customer(**a_row("C9")))


def flushed_update(session: Session) -> None:
    session.scalars(select(Customer)).one().name = "Autre"


def flushed_delete(session: Session) -> None:
    session.delete(session.scalars(select(Customer)).one())


TABLE: Any = Customer.__table__
CHANGES: dict[str, Callable[[Session], object]] = {
    "flush: insert": flushed_insert,
    "flush: update": flushed_update,
    "flush: delete": flushed_delete,
    "model: insert": lambda session: session.execute(insert(Customer), [a_row("C8"), a_row("C9")]),
    "model: insert returning": lambda session: session.scalars(
        insert(Customer).returning(Customer.id), [a_row("C9")]
    ).all(),
    "model: update": lambda session: session.execute(update(Customer).values(name="Autre")),
    "model: delete": lambda session: session.execute(delete(Customer)),
    "model: update, read back": lambda session: session.scalars(
        select(Customer).from_statement(update(Customer).values(name="Autre").returning(Customer))
    ).all(),
    "table: insert": lambda session: session.execute(TABLE.insert(), [a_row("C8"), a_row("C9")]),
    "table: update": lambda session: session.execute(TABLE.update().values(name="Autre")),
    "table: delete": lambda session: session.execute(TABLE.delete()),
}


def test_a_change_without_an_entry_is_refused_and_undone(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        builders.customer(session)
    for name, change in CHANGES.items():
        refused = pytest.raises(IntegrityError, match="Changes of customers would leave no journal entry")
        with refused, any_database.transaction("test") as session:
            change(session)
        with any_database.reading() as session:
            assert session.execute(select(Customer.code, Customer.name)).all() == [("C1", "Client C1")], name
            assert session.scalar(select(func.count()).select_from(JournalEntry)) == 1, name


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_the_same_change_with_an_entry_is_kept(database: Database, change: Callable[[Session], object]) -> None:
    with database.transaction("test") as session:
        builders.customer(session)
    with database.transaction("user:anna") as session:
        change(session)
        journal.record(session, "test.changed", "C9")
    with database.reading() as session:
        assert session.execute(select(Customer.code, Customer.name)).all() != [("C1", "Client C1")]
        last = session.scalars(select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(1)).one()
        assert (last.seq, last.actor, last.kind, last.subject) == (2, "user:anna", "test.changed", "C9")
        assert journal.verify_chain(session) == []


def test_bookkeeping_needs_no_entry(database: Database) -> None:
    with database.transaction("web") as session:
        session.add(LoginAttempt(login="anna", address="192.0.2.1", at=builders.NOW))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(LoginAttempt)) == 1
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == 0


def test_a_row_set_to_what_it_was_is_no_change(database: Database) -> None:
    with database.transaction("test") as session:
        builders.customer(session)
    with database.transaction("test") as session:
        row = session.scalars(select(Customer)).one()
        row.name = str(row.name)


def built_then_broken(session: Session) -> None:
    builders.customer(session, "C2")
    raise ZeroDivisionError


def built_then_doubled(session: Session) -> None:
    builders.customer(session, "C2")
    session.add(Customer(**a_row("C1")))  # flushed by the transaction's own end


@pytest.mark.parametrize(
    ("work", "error"), [(built_then_broken, ZeroDivisionError), (built_then_doubled, ConstraintError)]
)
def test_a_transaction_that_fails_leaves_neither_rows_nor_entries(
    any_database: Database, work: Callable[[Session], None], error: type[Exception]
) -> None:
    with any_database.transaction("test") as session:
        builders.customer(session)
    with pytest.raises(error), any_database.transaction("test") as session:
        work(session)
    with any_database.transaction("test") as session:
        assert session.scalars(select(Customer.code)).all() == ["C1"]
        builders.customer(session, "C3")
    with any_database.reading() as session:
        assert session.scalars(select(JournalEntry.seq).order_by(JournalEntry.seq)).all() == [1, 2]
        assert journal.verify_chain(session) == []


def test_no_room_writes_past_the_session() -> None:
    """Raw text, the bare connection and ``bulk_…`` pass the guard unseen, so nobody may use them."""
    unseen = re.compile(r"bulk_(save|insert|update)_|\.connection\(\)\.exec|exec_driver_sql|text\(\s*f?[\"'](INSERT|UPDATE|DELETE)", re.IGNORECASE)  # fmt: skip
    root = Path(dispatch.__file__).parent
    found = [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*.py"))
        if "migrations" not in path.parts and unseen.search(path.read_text(encoding="utf-8"))
    ]
    assert found == ["db/checks.py", "db/engine.py", "db/immutability.py"]  # schema, and BEGIN IMMEDIATE
