"""The version of a day's plan: whoever changes the tours of a day compares and swaps it, so that of two planners one is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dispatch.errors import RefusedError, StalePlanError
from dispatch.tours.models import DayPlan


def versions(session: Session, days: Sequence[date]) -> dict[date, int]:
    """The version of each day's plan; 0 for a day never planned."""
    rows = session.execute(select(DayPlan.day, DayPlan.version).where(DayPlan.day.in_(days)))
    found = {row.day: row.version for row in rows}
    return {day: found.get(day, 0) for day in days}


class LockedDayError(RefusedError):
    """Somebody holds the whole day as it is."""

    code = "locked_day"


def swap(session: Session, day: date, expected: int | None, *, even_locked: bool = False) -> DayPlan:
    """Take the day's plan from the expected version to the next by one guarded UPDATE.

    Parameters
    ----------
    expected
        The version that the caller has looked at; `None`: whichever is in force (it still serialises with others).

    even_locked
        Whether it is changed although somebody holds the day: to publish it, and to let it go.

    Raises
    ------
    LockedDayError
        When somebody holds the day.
    StalePlanError
        When somebody has changed the day meanwhile.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(DayPlan).values(day=day, version=0, released_by="", locked_by="").on_conflict_do_nothing())
    change = update(DayPlan).where(DayPlan.day == day).values(version=DayPlan.version + 1).returning(DayPlan.id)
    if expected is not None:
        change = change.where(DayPlan.version == expected)
    row_id = session.execute(change.execution_options(synchronize_session=False)).scalar_one_or_none()
    if row_id is None:
        found = versions(session, [day])[day]
        raise StalePlanError(
            f"The plan of {day.isoformat()} is at version {found}, you looked at version {expected}.",
            "Reload the day and look again.",
        )
    plan = session.get(DayPlan, row_id, populate_existing=True)
    assert plan is not None
    if plan.locked_at is not None and not even_locked:
        raise locked_day(plan)
    return plan


def locked_day(plan: DayPlan) -> LockedDayError:
    """What to say to whoever would change a locked day."""
    return LockedDayError(
        f"The plan of {plan.day.isoformat()} is locked by {plan.locked_by}: no edit, no calculation changes it.",
        "Unlock the day first; it can be published as it is.",
    )
