"""What commands share: the installation they work on, how errors end a command, and how answers are printed."""

from __future__ import annotations

import functools
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ParamSpec, TypeVar

import click
from sqlalchemy.exc import OperationalError

import dispatch.models  # noqa: F401  the mappers of every room, configured together
from dispatch import settings
from dispatch.db import Database
from dispatch.db.schema import require_current
from dispatch.db.stored import use_stored
from dispatch.documents.store import DocumentStore
from dispatch.errors import DispatchError, SettingsError

P = ParamSpec("P")
R = TypeVar("R")

OPERATOR = "operator"
"""The command line acts as the operator, role administrator."""


@dataclass(frozen=True)
class Installation:
    """The database and the document store of this installation."""

    settings: settings.Settings
    database: Database

    @property
    def store(self) -> DocumentStore:
        """Where documents are kept."""
        return DocumentStore(self.settings.folder / "documents")


def open_installation(database_url: str | None, *, must_exist: bool = True) -> Installation:
    """Open what the environment and `--database` name.

    Raises
    ------
    SettingsError
        When the schema is missing or of another version, unless `must_exist` is false.
    """
    override(database_url=database_url)
    chosen = settings.current()
    database = Database(chosen.database_url)
    click.get_current_context().call_on_close(database.dispose)
    if must_exist:
        require_current(database)
        use_stored(database)
    return Installation(settings.current(), database)


def override(**chosen: object) -> None:
    """Let options win over the environment, for this process and for its children; None leaves what is set."""
    for name, value in chosen.items():
        if value is not None:
            os.environ[f"DISPATCH_{name.upper()}"] = str(value)
    settings.current.cache_clear()


def command_errors(function: Callable[P, R]) -> Callable[P, R]:
    """End a command with a line that says what, where and what to do: exit 1, or 2 for a wrong set-up."""

    @functools.wraps(function)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except DispatchError as error:
            click.echo(f"{error.code}: {error.detail}", err=True)
            if error.hint:
                click.echo(f"  → {error.hint}", err=True)
            sys.exit(2 if isinstance(error, SettingsError) else 1)
        except (OSError, OperationalError) as error:
            reason = error.orig if isinstance(error, OperationalError) else error
            click.echo(f"storage: {reason}", err=True)
            click.echo(
                "  → Nothing of this command was kept. Look at the disk and the database server, then run it again.",
                err=True,
            )
            sys.exit(1)

    return wrapped


class Day(click.ParamType[date]):
    """A date: ISO, DD/MM/YYYY, today or tomorrow (the next working day)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read one date."""
        from dispatch import clock

        if isinstance(value, date):
            return value
        if value in ("today", "tomorrow"):
            return clock.today() if value == "today" else clock.next_working_day(clock.today())
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                day = datetime.strptime(value, form).date()  # noqa: DTZ007  a date has no zone
            except ValueError:
                continue
            if 2000 <= day.year <= 2100:
                return day
        return self.fail(f"{value!r} is not a date from 2000 to 2100: write 2026-11-25 or 25/11/2026.", param, ctx)


DAY = Day()


def echo_json(value: Any) -> None:
    """Print one JSON document for a machine."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
