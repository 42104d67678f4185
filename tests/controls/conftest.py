"""The healthy installation is built once for each engine and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dispatch import settings
from dispatch.db import Database
from tests.conftest import NOW, _named, _statement
from tests.controls.builders import healthy


@pytest.fixture(scope="session")
def healthy_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the database and the documents of a healthy installation."""
    folder = tmp_path_factory.mktemp("healthy")
    path = folder / "dispatch.db"
    shutil.copyfile(sqlite_template, path)
    _build(f"sqlite:///{path}", folder / "data")
    return folder


@pytest.fixture(scope="session")
def healthy_server(postgres_url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of the healthy installation whose database is `healthy_dispatch`."""
    folder = tmp_path_factory.mktemp("healthy_server")
    _statement(postgres_url, "CREATE DATABASE healthy_dispatch TEMPLATE template_dispatch")
    _build(_named(postgres_url, "healthy_dispatch"), folder)
    return folder


@pytest.fixture
def healthy_sqlite(healthy_template: Path, tmp_path: Path) -> Iterator[Database]:
    """A healthy installation on SQLite."""
    shutil.copyfile(healthy_template / "dispatch.db", tmp_path / "dispatch.db")
    shutil.copytree(healthy_template / "data", settings.current().folder)
    database = Database(f"sqlite:///{tmp_path / 'dispatch.db'}")
    yield database
    database.dispose()


@pytest.fixture
def healthy_postgres(healthy_server: Path, postgres_url: str) -> Iterator[Database]:
    """A healthy installation on PostgreSQL."""
    shutil.copytree(healthy_server, settings.current().folder)
    _statement(postgres_url, "CREATE DATABASE healthy_copy TEMPLATE healthy_dispatch")
    database = Database(_named(postgres_url, "healthy_copy"))
    yield database
    database.dispose()
    _statement(postgres_url, "DROP DATABASE healthy_copy WITH (FORCE)")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def any_healthy(request: pytest.FixtureRequest) -> Database:
    """A healthy installation on both engines."""
    chosen: Database = request.getfixturevalue("healthy_sqlite" if request.param == "sqlite" else "healthy_postgres")
    return chosen


def _build(url: str, data_dir: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("DISPATCH_NOW", NOW)
        patched.setenv("DISPATCH_DATA_DIR", str(data_dir))
        settings.current.cache_clear()
        database = Database(url)
        healthy(database)
        if database.is_sqlite:
            with database.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.dispose()
    settings.current.cache_clear()
