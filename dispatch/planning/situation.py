"""Everything a run reads, in one look: versions, due lines, vehicles, goods. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.fleet.absences import away_vehicles
from dispatch.fleet.queries import vehicles
from dispatch.planning.due import DueLine, Span, read_due
from dispatch.planning.edits_locks import LockedTour, locked_tours
from dispatch.planning.equipment import apart
from dispatch.planning.fleet_days import VehicleDay, vehicle_days
from dispatch.planning.goods import Goods, read_goods
from dispatch.planning.portions import Call, calls
from dispatch.tours.day_plans import versions
from dispatch.tours.edits_history import deferred
from dispatch.tours.models import Tour
from dispatch.tours.rounds import RoundRow

STAYING = ("released", "under_way", "done")


@dataclass(frozen=True, slots=True)
class Situation:
    """What stood in the database when the problem was read."""

    span: Span
    versions: Mapping[date, int]
    due: Mapping[int, DueLine]
    calls: tuple[Call, ...]
    fleet: tuple[VehicleDay, ...]
    goods: Goods
    locked: tuple[LockedTour, ...] = ()
    """Draft tours with stops that a new plan must keep."""
    rounds: tuple[RoundRow, ...] = ()
    """Usual rounds that the search begins from."""


def read_situation(session: Session, span: Span, *, with_deferred: bool = False) -> Situation:
    """Read it; the versions first, so that whatever changes while we read is noticed at publication.

    Parameters
    ----------
    with_deferred
        Whether lines that somebody has put off to a later day by hand are in it: for the hand they are, for a run of
        that one day they are not.
    """
    at_start = versions(session, span.all_days)
    due = read_due(session, span)
    if not with_deferred and span.days == 1:
        put_off = deferred(session, span.all_days)
        due = {
            line_id: line
            for line_id, line in due.items()
            if line_id not in put_off or line.available > line.row.backlog_qty
        }
    absent = taken_vehicles(session, span) | away_vehicles(session, span.all_days)
    fleet = tuple(vehicle_days(vehicles(session), span.all_days, absent))
    return Situation(
        span=span,
        versions=at_start,
        due=due,
        calls=tuple(apart(calls(due.values(), span), fleet)),
        fleet=fleet,
        goods=read_goods(session, span, due.values()),
        locked=locked_tours(session, span.all_days),
    )


def idle_vehicles(session: Session, day: date) -> tuple[tuple[int, str], ...]:
    """Vehicles in service that are neither away nor on any tour of a day, as (id, code)."""
    driving = set(session.scalars(select(Tour.vehicle_id).where(Tour.day == day, Tour.state != "cancelled")))
    away = {vehicle_id for _, vehicle_id in away_vehicles(session, [day])}
    return tuple((one.id, one.code) for one in vehicles(session) if one.id not in driving | away)


def taken_vehicles(session: Session, span: Span) -> set[tuple[date, int]]:
    """(day, vehicle id) of tours that a run does not replace."""
    stays = [state for state in STAYING if state not in span.replaced]
    query = select(Tour.day, Tour.vehicle_id).where(Tour.day.in_(span.all_days), Tour.state.in_(stays))
    return {(row.day, row.vehicle_id) for row in session.execute(query)}
