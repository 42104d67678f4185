"""Creating and upgrading the schema: Alembic migrations are its only source."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from dispatch.db.engine import Database
from dispatch.errors import SettingsError

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database) -> None:
    """Bring the schema to the newest version; does nothing when it is there."""
    with database.engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def require_current(database: Database) -> None:
    """Refuse to work on a database of another version.

    Raises
    ------
    SettingsError
        When the schema is missing or older or newer than the program.
    """
    head = ScriptDirectory.from_config(_config()).get_current_head()
    found = revision(database)
    if found != head:
        raise SettingsError(
            f"The database is at schema version {found or 'none'}, the program wants {head}.",
            "Run `dispatch init` to create or upgrade it.",
        )


def revision(database: Database) -> str | None:
    """The version that the schema is at; None where there is none."""
    with database.engine.connect().execution_options(reading=True) as connection:  # waits for nobody who writes
        return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config
