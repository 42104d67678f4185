"""Reading what comes in an address or a form: a day that is none is no day, never an error page of the framework."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dispatch.errors import NotFoundError

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)


def day_in(values: Mapping[str, str], name: str = "day") -> date | None:
    """The day of that field; None when it holds none."""
    try:
        return _within(date.fromisoformat(values.get(name, "")))
    except ValueError:
        return None


def day_of_address(text: str) -> date:
    """The day in an address.

    Raises
    ------
    NotFoundError
        When it is not a day of this century.
    """
    try:
        return _within(date.fromisoformat(text))
    except ValueError:
        raise NotFoundError(f"«{text[:40]}» is not a day.", "Write it as 2026-11-25.") from None


def _within(day: date) -> date:
    if not FIRST <= day <= LAST:
        raise ValueError(day)
    return day
