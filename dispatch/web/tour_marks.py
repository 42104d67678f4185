"""A tour's mark: its letter chooses one of eight colours and, with it, one of eight line patterns (colour is never alone)."""

from __future__ import annotations

from flask import Flask

MARKS = 8


def mark_number(letter: str) -> int:
    """A is 0, Z is 25, AA is 26, …; modulo the number of marks."""
    number = 0
    for char in letter.upper():
        number = number * 26 + (ord(char) - ord("A") + 1 if "A" <= char <= "Z" else 1)
    return max(number - 1, 0) % MARKS


def tour_mark(letter: str) -> str:
    """The CSS class of a tour's mark."""
    return f"t{mark_number(letter)}"


def install(app: Flask) -> None:
    """Give the filter to the templates."""
    app.jinja_env.filters["tour_mark"] = tour_mark
