"""A SQLite connection without its pragmas is refused at the start."""

from pathlib import Path

import pytest
from sqlalchemy import text

from dispatch.db import Database, engine
from dispatch.db.engine import PATIENCE_S, ping
from dispatch.errors import SettingsError


def pragma(database: Database, name: str) -> object:
    with database.reading() as session:
        return session.execute(text(f"PRAGMA {name}")).scalar_one()


def test_every_connection_has_its_pragmas(database: Database) -> None:
    assert pragma(database, "journal_mode") == "wal"
    assert pragma(database, "synchronous") == 2
    assert pragma(database, "foreign_keys") == 1
    assert pragma(database, "recursive_triggers") == 1
    assert pragma(database, "busy_timeout") == PATIENCE_S * 1000


def test_a_file_that_cannot_write_ahead_stops_the_start(tmp_path: Path) -> None:
    """Locks by dot files have no shared memory, as some network disks: SQLite keeps its old journal and says nothing."""
    database = Database(f"sqlite:///file:{tmp_path}/one.db?vfs=unix-dotfile&uri=true")
    with pytest.raises(SettingsError, match=r"PRAGMA journal_mode=wal \(it is delete") as caught:
        ping(database)
    database.dispose()
    assert caught.value.code == "settings"


def test_a_setting_that_sqlite_ignores_is_a_refusal_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engine.PRAGMAS, "synchronous", 7)
    database = Database(f"sqlite:///{tmp_path / 'one.db'}")
    with pytest.raises(SettingsError, match="PRAGMA synchronous=7"):
        ping(database)
    database.dispose()


def test_the_folder_of_a_new_file_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'deep' / 'down' / 'one.db'}")
    ping(database)
    database.dispose()
    assert (tmp_path / "deep" / "down" / "one.db").is_file()


def test_a_server_without_its_driver_says_which_extra_to_install() -> None:
    with pytest.raises(SettingsError, match="driver that is not installed"):
        Database("postgresql+asyncpg://nowhere/dispatch")
