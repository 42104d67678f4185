"""A full disk: a clear error, nothing acknowledged, nothing half written, and work goes on once there is room."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import OperationalError

from dispatch import journal
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.documents.models import Document
from dispatch.documents.register import keep
from dispatch.documents.store import DocumentStore
from dispatch.journal import JournalEntry
from tests import builders

SCAN = b"a scan of a signed note " * 50_000
ABOUT = {"kind": "scan", "title": "Scan", "media_type": "image/png", "subject_kind": "note", "subject_key": "BL"}


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Let every write beyond `size` bytes fail half-way, as on a full disk (the kernel refuses, nothing is faked)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def keep_scan(database: Database, store: DocumentStore) -> None:
    with database.transaction("user:anna") as session:
        keep(session, store, SCAN, **ABOUT)


def import_customers(database: Database, number: int) -> None:
    with database.transaction("user:anna") as session:
        for index in range(number):
            builders.customer(session, f"N{index}", billing_address="rue " * 60)


def test_a_document_that_finds_no_room_is_neither_kept_nor_named(database: Database, tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "documents")
    with no_file_larger_than(len(SCAN) // 2), pytest.raises(OSError, match="File too large") as caught:
        keep_scan(database, store)
    assert not isinstance(caught.value, FileNotFoundError)
    assert [path for path in store.root.rglob("*") if path.is_file()] == []
    with database.reading() as session:
        assert session.scalars(select(Document)).all() == []
        assert session.scalars(select(JournalEntry)).all() == []
    keep_scan(database, store)
    with database.reading() as session:
        assert store.get(session.scalars(select(Document.sha256)).one()) == SCAN
        assert journal.verify_chain(session) == []


def test_a_transaction_that_finds_no_room_is_undone_and_the_database_holds(database: Database, tmp_path: Path) -> None:
    with database.transaction("test") as session:
        builders.customer(session, "C1")
    pages = 0
    with database.reading() as session:
        pages = session.scalar(text("PRAGMA page_count")) or 0
    full = Database(database.url)

    @event.listens_for(full.engine, "connect")
    def _limit(connection: Any, _record: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={pages + 2}")

    with pytest.raises(OperationalError, match="database or disk is full"):
        import_customers(full, 200)
    with full.reading() as session:
        assert session.scalars(select(Customer.code)).all() == ["C1"]
        assert session.scalar(select(func.count()).select_from(JournalEntry)) == 1
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert journal.verify_chain(session) == []
    full.dispose()
    import_customers(database, 200)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Customer)) == 201
        assert journal.verify_chain(session) == []


def test_a_write_that_the_kernel_cuts_short_is_undone_too(database: Database) -> None:
    with database.transaction("test") as session:
        builders.customer(session, "C1")
    database.dispose()
    with no_file_larger_than(40_000), pytest.raises(OperationalError, match=r"disk I/O error|disk is full"):
        import_customers(database, 400)
    database.dispose()
    with database.reading() as session:
        assert session.scalars(select(Customer.code)).all() == ["C1"]
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert journal.verify_chain(session) == []
