"""Reading the fleet: who can carry, from where, with which driver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock
from dispatch.fleet.models import Depot, Driver, Vehicle


@dataclass(frozen=True, slots=True)
class DepotRow:
    """Where tours load; `dock_count` None: any number of vehicles load at once."""

    id: int
    code: str
    name: str
    latitude: float
    longitude: float
    dock_count: int | None
    loading_s: int


@dataclass(frozen=True, slots=True)
class DriverRow:
    """Who drives, and how long the break is."""

    id: int
    code: str
    name: str
    phone: str
    break_s: int


@dataclass(frozen=True, slots=True)
class VehicleRow:
    """One vehicle in service with its depot and its usual driver; a limit that is None does not bind."""

    id: int
    code: str
    plate: str
    depot: DepotRow
    driver: DriverRow | None
    payload_g: int
    gross_kg: int | None
    volume_cm3: int | None
    pallets_micro: int | None
    skills: tuple[str, ...]
    shift_start: time
    shift_end: time
    cost_fixed_cents: int
    cost_km_cents: int
    cost_hour_cents: int
    max_trips: int
    profile: str

    def shift_on(self, day: date) -> tuple[datetime, datetime]:
        """The shift of a business day as instants; one that does not end after it starts ends on the next day."""
        over_midnight = self.shift_end <= self.shift_start
        last = day + timedelta(days=1) if over_midnight else day
        return clock.at(day, self.shift_start), clock.at(last, self.shift_end)


def vehicles(session: Session) -> tuple[VehicleRow, ...]:
    """All vehicles in service, by code. A vehicle's driver is its first active one by code."""
    query = (
        select(Vehicle)
        .where(Vehicle.active)
        .order_by(Vehicle.code)
        .options(joinedload(Vehicle.depot), selectinload(Vehicle.drivers))
    )
    return tuple(_vehicle(row) for row in session.scalars(query))


def depots(session: Session) -> tuple[DepotRow, ...]:
    """All depots, by code."""
    return tuple(_depot(row) for row in session.scalars(select(Depot).order_by(Depot.code)))


def _vehicle(row: Vehicle) -> VehicleRow:
    return VehicleRow(
        id=row.id,
        code=row.code,
        plate=row.plate,
        depot=_depot(row.depot),
        driver=next((_driver(driver) for driver in row.drivers if driver.active), None),
        payload_g=row.payload_g,
        gross_kg=row.gross_kg,
        volume_cm3=row.volume_cm3,
        pallets_micro=row.pallets_micro,
        skills=tuple(row.skills),
        shift_start=row.shift_start,
        shift_end=row.shift_end,
        cost_fixed_cents=row.cost_fixed_cents,
        cost_km_cents=row.cost_km_cents,
        cost_hour_cents=row.cost_hour_cents,
        max_trips=row.max_trips,
        profile=row.profile,
    )


def _depot(row: Depot) -> DepotRow:
    return DepotRow(row.id, row.code, row.name, row.latitude, row.longitude, row.dock_count, row.loading_s)


def _driver(row: Driver) -> DriverRow:
    return DriverRow(row.id, row.code, row.name, row.phone, row.break_s)
