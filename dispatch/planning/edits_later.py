"""Orders that are on no tour put off to another day, as an edit of the day that can be undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.errors import InvalidInputError
from dispatch.orders.queries import pool
from dispatch.tours import edits_history
from dispatch.tours.edits_models import DayEdit


def put_off(
    session: Session, day: date, expected_version: int, references: Collection[str], to: date | None = None
) -> DayEdit:
    """Leave orders to a later day: a run of this one leaves them out, that day's list of due lines has them.

    Parameters
    ----------
    to
        The next working day where none is given.

    Raises
    ------
    InvalidInputError
        When no such order waits on the day, or the other day is not later.
    StalePlanError
        When the day has changed since the planner looked.
    """
    then = to or clock.next_working_day(day)
    lines = [line for line in pool(session, day) if line.order_reference in references]
    if not lines or then <= day:
        raise InvalidInputError(
            "Nothing of this can be put off to that day.", "Choose an order that waits, and a later day."
        )
    names = sorted({line.order_reference for line in lines})
    facts = {"order": ", ".join(names[:5]), "to_day": then.isoformat()}
    waiting = {line.line_id: then for line in lines}
    return edits_history.change(session, day, expected_version, "later", facts, {}, {}, waiting)
