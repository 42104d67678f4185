"""The lists of the morning: each a count, its rows and what to do about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

MOST_ROWS = 300
"""More are counted, and stand in the workbook of what they are about."""


@dataclass(frozen=True, slots=True)
class ControlRow:
    """One thing to look at.

    Attributes
    ----------
    subject
        Its number or name; `link` is the kind of page it has (`order`, `note`, `tour`, `invoice`), `key` the key there.
    code
        What is the matter, as a word of the trade (`missing`, `price`); empty where the list says it.
    what
        Figures and names, the same in every language.
    """

    subject: str
    link: str
    key: str
    who: str = ""
    code: str = ""
    what: str = ""
    on: date | None = None
    days: int | None = None
    cents: int | None = None
    gap: str = ""
    """Differences with a quote: which one, as its form sends it back."""
    amounts: tuple[int, ...] = ()
    """Credit, in cents: exposure, what is asked for on top of it (a held order), limit."""


@dataclass(frozen=True, slots=True)
class ControlList:
    """One list: how many there are, and the first of them; `cents` is what all are worth, where all are there."""

    code: str
    must_be_zero: bool
    count: int
    cents: int | None
    rows: tuple[ControlRow, ...]

    @property
    def weight(self) -> str:
        """`bad` for what must not be, `warn` for work, `good` for nothing."""
        return "good" if self.count == 0 else "bad" if self.must_be_zero else "warn"


Rows = tuple[int, Sequence[ControlRow]]
Find = Callable[[Session, date], Rows]


@dataclass(frozen=True, slots=True)
class Control:
    """A list that can be asked for."""

    code: str
    must_be_zero: bool
    find: Find

    def ask(self, session: Session, today: date) -> ControlList:
        """The list as it stands."""
        count, rows = self.find(session, today)
        cents = [row.cents for row in rows if row.cents is not None]
        known = sum(cents) if cents and count <= len(rows) else None
        return ControlList(self.code, self.must_be_zero, count, known, tuple(rows[:MOST_ROWS]))


def control(code: str, *, must_be_zero: bool = False) -> Callable[[Find], Control]:
    """Make a control of a function that finds rows."""
    return lambda find: Control(code, must_be_zero, find)


def counted(session: Session, query: Select[*tuple[Any, ...]], make: Callable[..., ControlRow]) -> Rows:
    """How many rows a query has, and the first of them made into rows of a list."""
    count = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return count, [make(*row) for row in session.execute(query.limit(MOST_ROWS))]


def units(milli: int) -> str:
    """Milli-units for people: 1500 is ``1.5``."""
    return f"{milli / 1000:g}"
