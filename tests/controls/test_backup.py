"""Backup and restore: everything comes back, whole and verified, or nothing does."""

import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from dispatch import secret, settings
from dispatch.company.layouts import save_layout
from dispatch.controls.backup import backup, restore
from dispatch.controls.verify import verify_installation
from dispatch.db import Base, Database
from dispatch.documents.layout import Layout
from dispatch.documents.register import installed_store
from dispatch.documents.store import DocumentStore
from dispatch.errors import IntegrityError, InvalidInputError, RefusedError
from dispatch.journal import JournalEntry
from dispatch.numbering import next_number
from dispatch.sandbox.papers import logo
from tests import builders
from tests.conftest import _named, _statement

Everything = dict[str, list[tuple[Any, ...]]]


def everything(database: Database) -> Everything:
    """All rows of all tables."""
    with database.engine.connect().execution_options(reading=True) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
        }


@pytest.fixture
def new_server(postgres_url: str):
    """The URL of a database that does not hold anything, not even a schema."""
    _statement(postgres_url, "CREATE DATABASE restored")
    yield _named(postgres_url, "restored")
    _statement(postgres_url, "DROP DATABASE restored WITH (FORCE)")


@pytest.fixture
def new_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'restored' / 'dispatch.db'}"


def test_everything_comes_back_on_the_same_engine(healthy_sqlite: Database, new_sqlite: str, tmp_path: Path) -> None:
    _round_trip(healthy_sqlite, new_sqlite, tmp_path).dispose()


@pytest.mark.postgres
def test_everything_comes_back_on_the_server(healthy_postgres: Database, new_server: str, tmp_path: Path) -> None:
    restored = _round_trip(healthy_postgres, new_server, tmp_path)
    try:
        with restored.transaction("user:anna") as session:
            assert builders.product(session, "P9").id == 3  # the sequences go on where they were
            assert next_number(session, "note") == "BL-2026-000005"
            builders.order(session, session.scalars(select(builders.Site)).first(), [], "CF8")
    finally:
        restored.dispose()


@pytest.mark.postgres
def test_a_company_moves_from_the_file_to_the_server(healthy_sqlite: Database, new_server: str, tmp_path: Path) -> None:
    _round_trip(healthy_sqlite, new_server, tmp_path).dispose()


def _round_trip(database: Database, url: str, tmp_path: Path) -> Database:
    key = secret.secret_key()
    with database.transaction("user:anna") as session:
        save_layout(session, "maison", Layout(logo=logo()))  # bytes in a row, not text
    written = backup(database, installed_store(), tmp_path / "backup.zip")
    assert (written.documents, written.damaged) == (1, ())
    target = tmp_path / "elsewhere"
    report = restore(tmp_path / "backup.zip", url, target)
    assert (report.faults, report.documents, report.rows) == ((), 1, written.rows)
    restored = Database(url)
    assert everything(restored) == everything(database)
    assert (target / secret.FILE_NAME).read_text() == key
    assert oct((target / secret.FILE_NAME).stat().st_mode)[-3:] == "600"
    assert oct((tmp_path / "backup.zip").stat().st_mode)[-3:] == "600"
    return restored


def test_a_backup_taken_while_others_write_restores_to_a_state_that_verifies(
    any_healthy: Database, new_sqlite: str, tmp_path: Path
) -> None:
    done = threading.Event()
    written: list[int] = []

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            with any_healthy.transaction("user:writer") as session:
                site = session.scalars(select(builders.Site)).first()
                assert site is not None
                item = session.scalars(select(builders.Product)).first()
                assert item is not None
                builders.order(session, site, [(item, 1)], f"W{number}")
            written.append(number)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        _wait_for(lambda: len(written) >= 3)
        backup(any_healthy, installed_store(), tmp_path / "backup.zip")
        during = len(written)
        _wait_for(lambda: len(written) >= during + 2)
    finally:
        done.set()
        writer.join(30)
    report = restore(tmp_path / "backup.zip", new_sqlite, tmp_path / "elsewhere")
    assert report.faults == ()
    restored = Database(new_sqlite)
    with restored.reading() as session:
        last = session.scalars(select(JournalEntry.seq).order_by(JournalEntry.seq.desc())).first()
    restored.dispose()
    with any_healthy.reading() as session:
        now = session.scalars(select(JournalEntry.seq).order_by(JournalEntry.seq.desc())).first()
    assert last is not None
    assert now is not None
    assert last < now


def test_tables_read_one_by_one_without_a_snapshot_do_not_fit_together(
    healthy_sqlite: Database, new_sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: every table read in its own transaction, an order written between two of them."""
    from dispatch.controls import backup as room

    def one_by_one(connection: Any, table: Any) -> Any:
        connection.rollback()
        found = list(original(connection, table))
        connection.rollback()
        if table.name == "orders":
            with healthy_sqlite.transaction("user:writer") as session:
                site, item = (
                    session.scalars(select(builders.Site)).first(),
                    session.scalars(select(builders.Product)).first(),
                )
                assert site is not None
                assert item is not None
                builders.order(session, site, [(item, 1)], "W1")
        return iter(found)

    original = room._rows
    monkeypatch.setattr(room, "_rows", one_by_one)
    backup(healthy_sqlite, installed_store(), tmp_path / "backup.zip")
    with pytest.raises(DatabaseError, match="FOREIGN KEY"):
        restore(tmp_path / "backup.zip", new_sqlite, tmp_path / "elsewhere")


@pytest.mark.parametrize("member", ["tables/orders.jsonl", "documents/", "manifest.json"])
def test_a_damaged_archive_is_refused(healthy_sqlite: Database, new_sqlite: str, tmp_path: Path, member: str) -> None:
    path = tmp_path / "backup.zip"
    backup(healthy_sqlite, installed_store(), path)
    with zipfile.ZipFile(path) as archive:
        info = next(one for one in archive.infolist() if one.filename.startswith(member))
    data = bytearray(path.read_bytes())
    data[info.header_offset + 30 + len(info.filename) + 20 + info.compress_size // 2] ^= 0x10
    path.write_bytes(bytes(data))
    with pytest.raises(IntegrityError, match=f"damaged at {member}"):
        restore(path, new_sqlite, tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere").exists()


def test_every_single_flipped_byte_is_refused_or_changes_nothing(
    healthy_sqlite: Database, new_sqlite: str, tmp_path: Path
) -> None:
    """Bytes of the zip's own bookkeeping (times, versions) may flip unseen; what is read never differs."""
    from dispatch.controls.archive import reading

    path = tmp_path / "backup.zip"
    backup(healthy_sqlite, installed_store(), path)
    data = path.read_bytes()
    with reading(path) as whole:
        names = sorted(whole.names)
        contents = {name: whole.read(name) for name in names}
    refused = 0
    for place in range(7, len(data), len(data) // 60):
        bad = bytearray(data)
        bad[place] ^= 0x01
        path.write_bytes(bytes(bad))
        try:
            with reading(path) as archive:
                assert {name: archive.read(name) for name in sorted(archive.names)} == contents
        except (IntegrityError, InvalidInputError):
            refused += 1
    assert refused > 50


@pytest.mark.parametrize("change", ["half", "empty", "text", "foreign zip", "rewritten table", "extra member", "none"])
def test_what_is_not_a_whole_backup_is_refused(
    healthy_sqlite: Database, new_sqlite: str, tmp_path: Path, change: str
) -> None:
    path = tmp_path / "backup.zip"
    backup(healthy_sqlite, installed_store(), path)
    changes: dict[str, Callable[[], Any]] = {
        "half": lambda: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
        "empty": lambda: path.write_bytes(b""),
        "text": lambda: path.write_text("hello"),
        "foreign zip": lambda: _zip(path, {"readme.txt": b"hello"}),
        "rewritten table": lambda: _rewrite(path, "tables/orders.jsonl"),
        "extra member": lambda: _add(path, "tables/more.jsonl"),
        "none": path.unlink,
    }
    changes[change]()
    with pytest.raises((IntegrityError, InvalidInputError)):
        restore(path, new_sqlite, tmp_path / "elsewhere")


def test_a_restore_does_not_overwrite(healthy_sqlite: Database, new_sqlite: str, tmp_path: Path) -> None:
    path, before = tmp_path / "backup.zip", everything(healthy_sqlite)
    backup(healthy_sqlite, installed_store(), path)
    with pytest.raises(RefusedError, match="database is not empty"):
        restore(path, healthy_sqlite.url, tmp_path / "elsewhere")
    assert everything(healthy_sqlite) == before
    other = DocumentStore(tmp_path / "elsewhere" / "documents")
    other.put(b"of somebody else")
    with pytest.raises(RefusedError, match="data folder is not empty"):
        restore(path, new_sqlite, tmp_path / "elsewhere")


def test_a_restore_cut_short_is_run_again(
    healthy_sqlite: Database, new_sqlite: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dispatch.controls import backup as room

    path = tmp_path / "backup.zip"
    backup(healthy_sqlite, installed_store(), path)

    def power_cut(*_: object) -> int:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(room, "_fill", power_cut)
        with pytest.raises(SystemExit):
            restore(path, new_sqlite, tmp_path / "elsewhere")
    assert restore(path, new_sqlite, tmp_path / "elsewhere").faults == ()


def test_a_document_that_is_damaged_here_is_named_and_the_rest_is_saved(
    healthy_sqlite: Database, new_sqlite: str, tmp_path: Path
) -> None:
    store = installed_store()
    file = next(one for one in store.root.rglob("*") if one.is_file())
    file.write_bytes(file.read_bytes() + b"x")
    written = backup(healthy_sqlite, store, tmp_path / "backup.zip")
    assert written.damaged == (f"{file.parent.name}{file.name}",)
    report = restore(tmp_path / "backup.zip", new_sqlite, tmp_path / "elsewhere")
    assert [(one.number, one.name, one.detail) for one in report.faults] == [
        (12, "documents", "its file is not in the store")
    ]


def test_backup_leaves_nothing_half_written(
    healthy_sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dispatch.controls import backup as room

    def full_disk(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(room, "_rows", full_disk)
    with pytest.raises(OSError, match="No space"):
        backup(healthy_sqlite, installed_store(), tmp_path / "folder" / "backup.zip")
    assert list((tmp_path / "folder").iterdir()) == []
    assert verify_installation(healthy_sqlite, installed_store()) == []
    assert settings.current().folder.exists()


def _wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(600):
        if condition():
            return
        threading.Event().wait(0.05)
    raise AssertionError("the writer does not get on")


def _zip(path: Path, members: dict[str, bytes]) -> None:
    path.unlink()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


def _add(path: Path, name: str) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "{}")


def _rewrite(path: Path, changed: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
        comment = archive.comment
    members[changed] = members[changed].replace(b"CF1", b"CF7")
    _zip(path, members)
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = comment
