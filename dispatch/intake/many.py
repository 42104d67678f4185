"""One column of many rows at once, each by the rules of its form and with its own journal entry; shown before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dispatch.errors import ChangedMeanwhileError, InvalidInputError, RefusedFieldsError
from dispatch.intake.by_hand import get, save
from dispatch.intake.cells import cells_of
from dispatch.intake.columns import Kind

MOST = 500
"""Rows changed in one go."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What becomes of one row: its cell before and after, or why it cannot be."""

    key: int
    version: int
    subject: str
    name: str
    before: str
    after: str
    problem: str = ""
    stale: bool = False
    """Somebody has saved it since it was listed."""

    @property
    def refused(self) -> bool:
        """Whether it stays as it was against the asker's will."""
        return self.stale or bool(self.problem)

    @property
    def changes(self) -> bool:
        """Whether the row says something else afterwards."""
        return self.before != self.after


def change_many(
    session: Session, kind: Kind, rows: Mapping[int, int | None], column: str, value: str, *, language: str
) -> tuple[RowChange, ...]:
    """Set one column of rows; a row that is refused stays as it was, and the caller decides about the others.

    Parameters
    ----------
    rows
        Id → the version that was seen; None: whichever is stored.

    Raises
    ------
    InvalidInputError
        When there is no row or too many, or the column is what rows are known by.
    NotFoundError
        When a row has been removed.
    """
    if not 0 < len(rows) <= MOST or column in kind.key:
        raise InvalidInputError(f"{len(rows)} rows cannot be changed at once.", f"Tick 1 to {MOST} rows.")
    return tuple(_change(session, kind, key, rows[key], column, value, language) for key in sorted(rows))


def _change(
    session: Session, kind: Kind, key: int, version: int | None, column: str, value: str, language: str
) -> RowChange:
    stored = get(session, kind, key)
    before, seen, problem, stale = cells_of(session, kind, stored, language), int(stored.version), "", False
    try:
        with session.begin_nested():
            save(session, kind, {column: value}, language=language, key=key, version=version)
    except RefusedFieldsError as error:
        problem = " ".join(error.problems.values())
    except ChangedMeanwhileError:
        stale = True
    after = before[column] if problem or stale else cells_of(session, kind, stored, language)[column]
    subject = kind.subject(dict(before)) if kind.key else before.get("name", "")
    return RowChange(key, seen, subject, before.get("name", ""), before[column], after, problem, stale)
