"""Reading what comes in an address or a form: a day that is none is no day, never an error of the database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Any

from flask import Flask, request
from werkzeug.routing import IntegerConverter

from dispatch.errors import InvalidInputError, NotFoundError

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
MOST = 2**31 - 1
"""The largest number that every column takes, on both engines."""


class RowNumber(IntegerConverter):
    """`<int:…>` in an address: one beyond what a column holds is no page, rather than an error of the database."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"max": MOST, **options})


def install(app: Flask) -> None:
    """Bound the numbers in addresses, and refuse the character that PostgreSQL keeps in no text."""
    app.url_map.converters["int"] = RowNumber
    app.before_request(_refuse_nul)


def number_in(values: Mapping[str, str], name: str) -> int | None:
    """The whole number from 0 on of that field; None when it holds none that a column takes."""
    text = values.get(name, "")
    usable = text.isascii() and text.isdecimal() and len(text) <= len(str(MOST)) and int(text) <= MOST
    return int(text) if usable else None


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


def _refuse_nul() -> None:
    given = chain(
        [request.path],
        *request.args.to_dict(flat=False).values(),
        *request.form.to_dict(flat=False).values(),
        (file.filename or "" for file in request.files.values()),
    )
    if any("\0" in text for text in given):
        raise InvalidInputError("A field holds the character NUL.", "Type the text again.")
