"""A day held as it is: nothing of it is changed by hand or by a calculation until somebody lets it go; it can be published."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.tours.day_plans import swap


def lock_day(session: Session, day: date, expected_version: int) -> None:
    """Hold the day; raises as `day_plans.swap` does."""
    plan = swap(session, day, expected_version, even_locked=True)
    plan.locked_at, plan.locked_by = clock.now(), actor_of(session)
    journal.record(session, "day.locked", day.isoformat(), version=plan.version)


def unlock_day(session: Session, day: date, expected_version: int) -> None:
    """Let the day go; raises as `day_plans.swap` does."""
    plan = swap(session, day, expected_version, even_locked=True)
    plan.locked_at, plan.locked_by = None, ""
    journal.record(session, "day.unlocked", day.isoformat(), version=plan.version)
