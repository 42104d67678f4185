"""The schema that the migrations make is the one that the models describe, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from dispatch.db import Base, Database
from dispatch.db.schema import MIGRATIONS, require_current, upgrade
from dispatch.errors import SettingsError
from tests import builders


def downgrade_to_nothing(database: Database) -> None:
    with database.engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        connection.commit()


def leftovers(database: Database) -> list[str]:
    """Tables, triggers and functions of ours that are in the database."""
    tables = [name for name in inspect(database.engine).get_table_names() if name != "alembic_version"]
    others = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if database.is_sqlite
        else "SELECT proname FROM pg_proc WHERE proname LIKE '%_immutable'"
    )
    with database.reading() as session:
        return tables + list(session.scalars(text(others)))


def test_migrations_and_models_agree(any_database: Database) -> None:
    with any_database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_the_way_back_leaves_nothing_and_the_way_up_works_again(any_database: Database) -> None:
    before = leftovers(any_database)
    downgrade_to_nothing(any_database)
    assert leftovers(any_database) == []
    upgrade(any_database)
    assert sorted(leftovers(any_database)) == sorted(before)
    with any_database.transaction("test") as session:
        builders.customer(session)
    with pytest.raises(IntegrityError, match="journal is immutable"), any_database.transaction("test") as session:
        session.execute(text("DELETE FROM journal"))


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    with database.transaction("test") as session:
        builders.customer(session)
    upgrade(database)
    require_current(database)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM customers")) == 1


def test_a_database_without_schema_is_refused_with_the_command_that_makes_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    with pytest.raises(SettingsError, match="schema version none") as caught:
        require_current(database)
    assert "dispatch init" in caught.value.hint
    database.dispose()


def test_a_database_of_a_newer_program_is_refused(database: Database) -> None:
    with database.transaction("test") as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SettingsError, match="schema version 9999"):
        require_current(database)


def test_the_version_is_read_while_somebody_writes(database: Database) -> None:
    """Every command asks for it at its start, and a backup at its end: neither waits its turn among writers."""
    impatient = Database(database.url, patience_s=0.2)
    with database.transaction("writer") as session:
        session.execute(text("SELECT 1"))
        require_current(impatient)
    impatient.dispose()
