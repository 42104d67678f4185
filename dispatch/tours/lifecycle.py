"""From draft to released, and taking tours off again; every change of a day's tours swaps the day's version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import RefusedError
from dispatch.orders import conservation
from dispatch.orders.models import OrderLine
from dispatch.tours.day_plans import swap
from dispatch.tours.models import TOUR, Portion, Stop, Tour, Trip


def release(session: Session, day: date, expected_version: int | None = None) -> list[Tour]:
    """Publish the draft tours of a day.

    Parameters
    ----------
    expected_version
        The version of the day's plan that the planner has seen; `None`: whichever is in force.

    Returns
    -------
    list of Tour
        The tours just released, by letter.

    Raises
    ------
    StalePlanError
        When the day has changed since.
    RefusedError
        When there is no draft tour.
    """
    plan = swap(session, day, expected_version, even_locked=True)
    drafts = drafts_of(session, [day])
    if not drafts:
        raise RefusedError(f"There is no draft tour on {day.isoformat()}.", "Plan the day first.")
    now, actor = clock.now(), actor_of(session)
    for tour in drafts:
        TOUR.advance(tour, "released", at=now, by=actor)
    plan.released_at, plan.released_by = now, actor
    journal.record(
        session, "day.released", day.isoformat(), version=plan.version, tours=[tour.letter for tour in drafts]
    )
    session.flush()
    return drafts


def drafts_of(session: Session, days: Sequence[date]) -> list[Tour]:
    """The draft tours of some days, by day and letter, with their trips, stops, portions and lines."""
    return tours_of(session, days, ("draft",))


def tours_of(session: Session, days: Sequence[date], states: Sequence[str]) -> list[Tour]:
    """The tours of some days in some states, by day and letter, with their trips, stops, portions and lines."""
    query = (
        select(Tour)
        .where(Tour.day.in_(days), Tour.state.in_(states))
        .options(
            selectinload(Tour.trips)
            .selectinload(Trip.stops)
            .selectinload(Stop.portions)
            .joinedload(Portion.line)
            .joinedload(OrderLine.product)
        )
        .options(joinedload(Tour.vehicle), joinedload(Tour.driver))
        .execution_options(populate_existing=True)
    )
    return sorted(session.scalars(query).unique(), key=lambda tour: (tour.day, len(tour.letter), tour.letter))


def cancel_drafts(session: Session, days: Sequence[date]) -> list[Tour]:
    """Take all draft tours of some days off; what was on them is owed again. The caller swaps the versions and records why."""
    drafts = drafts_of(session, days)
    for tour in drafts:
        take_off(session, tour)
    return drafts


def take_off(session: Session, tour: Tour) -> None:
    """Cancel one tour and give everything live on it back to the backlog.

    Raises
    ------
    LifeCycleError
        When the tour is under way or done.
    """
    TOUR.advance(tour, "cancelled", at=clock.now(), by=actor_of(session))
    give_back_rest(session, tour)


def give_back_rest(session: Session, tour: Tour) -> None:
    """Give everything live on a tour back to the backlog; what is received stays."""
    for portion in live_portions(tour):
        portion.live = False
        conservation.give_back(session, portion.line, portion.quantity)


def live_portions(tour: Tour) -> Iterable[Portion]:
    """What is on the tour and neither received nor taken off, in stop order."""
    return [portion for trip in tour.trips for stop in trip.stops for portion in stop.portions if portion.live]
