"""Who is away on which day: planning does not count on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.fleet.models import Absence, Driver, Vehicle


def away_vehicles(session: Session, days: Sequence[date]) -> set[tuple[date, int]]:
    """(day, vehicle id) of vehicles that are away, or that have drivers in service who all are."""
    if not days:
        return set()
    query = select(Absence).where(Absence.first_on <= max(days), Absence.last_on >= min(days))
    absences = session.scalars(query).all()
    if not absences:
        return set()
    crews: dict[int, set[int]] = {}
    drivers = select(Driver.vehicle_id, Driver.id).where(Driver.active)
    for vehicle_id, driver_id in session.execute(drivers):
        if vehicle_id is not None:
            crews.setdefault(vehicle_id, set()).add(driver_id)
    found: set[tuple[date, int]] = set()
    for day in days:
        here = [each for each in absences if each.first_on <= day <= each.last_on]
        missing = {each.driver_id for each in here if each.driver_id is not None}
        found |= {(day, each.vehicle_id) for each in here if each.vehicle_id is not None}
        found |= {(day, vehicle_id) for vehicle_id, crew in crews.items() if crew <= missing}
    return found


def stand_still(session: Session, vehicle_id: int, day: date, reason: str) -> None:
    """Count on a vehicle no more on one day: it has broken down."""
    if (day, vehicle_id) in away_vehicles(session, [day]):
        return
    vehicle = session.get_one(Vehicle, vehicle_id)
    session.add(Absence(vehicle_id=vehicle_id, first_on=day, last_on=day, reason=reason[:255]))
    journal.record(session, "vehicle.away", vehicle.code, day=day, reason=reason)
    session.flush()
