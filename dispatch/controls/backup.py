"""Backup and restore: one snapshot of all tables while others write, with the documents it names, in one file.

Documents are on disk before the row that names them commits, so whatever a snapshot names can be read after it.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, select, text
from sqlalchemy.sql.sqltypes import Date, LargeBinary, Time

from dispatch import clock, secret
from dispatch.controls.archive import ArchiveReader, reading, writing
from dispatch.controls.fault import Fault
from dispatch.controls.verify import verify_installation
from dispatch.db import Base, Database
from dispatch.db.immutability import suspended
from dispatch.db.schema import revision, upgrade
from dispatch.db.types import UtcInstant
from dispatch.documents.models import Document
from dispatch.documents.store import DocumentStore
from dispatch.errors import IntegrityError, InvalidInputError, RefusedError

BATCH = 500
SECRET = "secret"  # noqa: S105  the name of a member, not a secret


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What went into a backup.

    Attributes
    ----------
    damaged
        SHA-256 of documents that are missing or altered here: they are not in the backup, and restoring says so again.
    """

    path: Path
    tables: int
    rows: int
    documents: int
    damaged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What a restore has brought back, and what verification says of it."""

    rows: int
    documents: int
    taken_at: datetime
    faults: tuple[Fault, ...]


def backup(database: Database, store: DocumentStore, path: Path) -> BackupReport:
    """Write everything into one file, readable by its owner alone; nobody has to stop working.

    The generated secret goes with it, so that links printed before still open: keep the file as you keep passwords.
    """
    with writing(path) as archive, _snapshot(database) as connection:
        rows = {
            table.name: archive.add_lines(f"tables/{table.name}.jsonl", _rows(connection, table))
            for table in Base.metadata.sorted_tables
        }
        named = connection.execute(select(Document.sha256).distinct().order_by(Document.sha256)).scalars().all()
        damaged = []
        for sha256 in named:
            try:
                archive.add_bytes(f"documents/{sha256}", store.get(sha256))
            except IntegrityError:
                damaged.append(sha256)
        if secret.secret_file().is_file():
            archive.add_bytes(SECRET, secret.secret_file().read_bytes())
        archive.close_with({"schema": revision(database), "taken_at": clock.real_now().isoformat(), "rows": rows})
    return BackupReport(path, len(rows), sum(rows.values()), len(named) - len(damaged), tuple(damaged))


def restore(path: Path, database_url: str, data_dir: Path) -> RestoreReport:
    """Bring a backup into an empty installation, on either engine, and verify it.

    Raises
    ------
    IntegrityError
        The file is damaged: nothing was restored.
    InvalidInputError
        The file is no backup, or of another schema version.
    RefusedError
        The installation is not empty.
    """
    with reading(path) as archive:
        database = Database(database_url)
        try:
            upgrade(database)
            if archive.manifest["schema"] != revision(database):
                raise InvalidInputError(
                    f"The backup is of schema {archive.manifest['schema']}, this version is at {revision(database)}.",
                    "Restore it with the version that wrote it, then upgrade.",
                )
            store = DocumentStore(data_dir / "documents")
            _refuse_unless_empty(database, store, data_dir, archive)
            documents = _documents(archive, store, data_dir)
            with database.engine.begin() as connection, suspended(connection):
                rows = sum(_fill(connection, table, archive) for table in Base.metadata.sorted_tables)
            faults = tuple(verify_installation(database, store))
        finally:
            database.dispose()
        return RestoreReport(rows, documents, datetime.fromisoformat(archive.manifest["taken_at"]), faults)


def _snapshot(database: Database) -> Connection:
    """A connection whose reads all see one moment: a deferred transaction under WAL, repeatable read on the server."""
    options = {"reading": True} if database.is_sqlite else {"isolation_level": "REPEATABLE READ"}
    return database.engine.connect().execution_options(**options)


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=BATCH).execute(query):
        yield dict(row._mapping)  # noqa: SLF001  the public way to a row's names


def _refuse_unless_empty(database: Database, store: DocumentStore, data_dir: Path, archive: ArchiveReader) -> None:
    """What a restore of the same file has begun may be there: it is simply run again."""
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            if session.execute(select(text("1")).select_from(table).limit(1)).first() is not None:
                raise RefusedError(f"The database is not empty: {table.name} has rows.", "Restore into a new one.")
    own = {name.removeprefix("documents/") for name in archive.names}
    for path in store.root.rglob("*"):
        if path.is_file() and path.relative_to(store.root).as_posix().replace("/", "", 1) not in own:
            raise RefusedError(f"The data folder is not empty: it keeps {path.name}.", "Restore into a new one.")
    kept = data_dir / secret.FILE_NAME
    if kept.is_file() and (SECRET not in archive.names or kept.read_bytes() != archive.read(SECRET)):
        raise RefusedError("The data folder has a secret of its own.", "Restore into a new one.")


def _documents(archive: ArchiveReader, store: DocumentStore, data_dir: Path) -> int:
    count = 0
    for name in archive.names:
        if name.startswith("documents/"):
            store.put(archive.read(name))
            count += 1
    if SECRET in archive.names:
        secret.put_back(data_dir / secret.FILE_NAME, archive.read(SECRET).decode("ascii"))
    return count


def _fill(connection: Connection, table: Table, archive: ArchiveReader) -> int:
    readers = {column.name: _reader(column.type) for column in table.columns}
    rows = [
        {name: readers[name](value) if value is not None else None for name, value in row.items()}
        for row in archive.lines(f"tables/{table.name}.jsonl")
    ]
    rows = _parents_first(table, rows)
    for start in range(0, len(rows), BATCH):
        connection.execute(insert(table), rows[start : start + BATCH])
    key = table.primary_key.columns[0] if len(table.primary_key.columns) == 1 else None
    if rows and key is not None and connection.dialect.name == "postgresql" and key.autoincrement is not False:
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": key.name}
        ).scalar()
        if sequence is not None:
            last = max(row[key.name] for row in rows)
            connection.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
    return len(rows)


def _parents_first(table: Table, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that point to rows of the same table after those they point to."""
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    if not own:
        return rows
    placed: dict[Any, None] = {}
    ordered: list[dict[str, Any]] = []
    waiting = rows
    while waiting:
        ready = [row for row in waiting if all(row[name] is None or row[name] in placed for name in own)]
        if not ready:
            return ordered + waiting
        placed.update(dict.fromkeys(row["id"] for row in ready))
        ordered.extend(ready)
        waiting = [row for row in waiting if row["id"] not in placed]
    return ordered


def _reader(kind: Any) -> Any:
    """How a column's value is read back from JSON."""
    if isinstance(kind, UtcInstant):
        return datetime.fromisoformat
    if isinstance(kind, Date):
        return date.fromisoformat
    if isinstance(kind, Time):
        return time.fromisoformat
    if isinstance(kind, LargeBinary):
        return base64.b64decode
    return lambda value: value
