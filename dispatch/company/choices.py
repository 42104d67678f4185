"""Choosing settings in the console: which are open to it, from where each has its value, and changing one."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import SecretStr
from sqlalchemy.orm import Session

from dispatch import clock, journal, settings
from dispatch.db.engine import actor_of
from dispatch.db.stored import StoredSetting, read_stored
from dispatch.errors import InvalidInputError, RefusedError, SettingsError
from dispatch.settings import OPEN, Settings

_PASSWORD = re.compile(r"(//[^/:@\s]*:)[^@/\s]+@")
Source = Literal["environment", "stored", "default"]


@dataclass(frozen=True, slots=True)
class SettingRow:
    """One setting as the page shows it; a secret shows only that it is there."""

    name: str
    variable: str
    description: str
    value: str
    default: str
    source: Source
    is_open: bool
    """Whether the console may change it: it is one of `OPEN`, and no environment variable has fixed it."""
    options: tuple[str, ...]
    is_number: bool


def all_settings(session: Session) -> tuple[SettingRow, ...]:
    """Every setting, with the value in force."""
    stored, chosen = read_stored(session), settings.current()
    return tuple(_row(name, chosen, stored) for name in Settings.model_fields)


def choose(session: Session, name: str, value: str) -> None:
    """Keep another value of a setting; an empty one goes back to the default.

    Raises
    ------
    RefusedError
        The setting is not open to the console, or the environment has fixed it.
    InvalidInputError
        The value cannot be used; says why.
    """
    if name not in OPEN or _fixed(name):
        raise RefusedError(
            f"{_variable(name)} is not changed here.", "Set the environment variable, and start the program again."
        )
    value = value.strip()
    if Settings.model_fields[name].annotation is float:
        value = value.replace(",", ".")
    before = session.get(StoredSetting, name)
    if value:
        try:
            settings.load(**{name: value})
        except SettingsError as error:
            raise InvalidInputError(error.detail.removeprefix(f"{_variable(name)}: "), "Correct the value.") from None
    if (before.value if before else "") == value:
        return
    journal.record(session, "setting.chosen", name, before=before.value if before else "", after=value)
    if not value:
        session.delete(before)
    elif before is None:
        session.add(StoredSetting(name=name, value=value, set_at=clock.now(), set_by=actor_of(session)))
    else:
        before.value, before.set_at, before.set_by = value, clock.now(), actor_of(session)


def _row(name: str, chosen: Settings, stored: Any) -> SettingRow:
    field = Settings.model_fields[name]
    source: Source = "environment" if _fixed(name) else "stored" if name in stored else "default"
    return SettingRow(
        name=name,
        variable=_variable(name),
        description=field.description or "",
        value=_text(getattr(chosen, name)),
        default=_text(field.default),
        source=source,
        is_open=name in OPEN and source != "environment",
        options=("true", "false")
        if field.annotation is bool
        else tuple(str(one) for one in get_args(field.annotation))
        if getattr(field.annotation, "__origin__", None) is Literal
        else (),
        is_number=field.annotation in (int, float),
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return "••••••"
    if isinstance(value, str) and "://" in value:
        return _PASSWORD.sub(r"\1•••@", value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _variable(name: str) -> str:
    return f"DISPATCH_{name.upper()}"


def _fixed(name: str) -> bool:
    return _variable(name) in os.environ
