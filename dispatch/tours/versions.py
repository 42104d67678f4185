"""Versions of a day: kept under a name or as they were sent, compared stop by stop with another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.customers.models import Site
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.fleet.models import Vehicle
from dispatch.tours import day_plans
from dispatch.tours.edits import Images, StopImage, as_json, from_json, image_of
from dispatch.tours.kept_models import DayVersion
from dispatch.tours.lifecycle import tours_of

LIVE = ("draft", "released", "under_way", "done")
SHIFTED_S = 300
"""A stop whose service begins so many seconds earlier or later is told to the driver."""

ChangeKind = Literal["new", "gone", "moved", "quantity", "time"]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One kept version, with its figures."""

    id: int
    kind: str
    name: str
    plan_version: int
    saved_at: datetime
    saved_by: str
    tours: int
    stops: int
    distance_m: int
    cost_cents: int


@dataclass(frozen=True, slots=True)
class StopChange:
    """One site that two versions serve differently."""

    kind: ChangeKind
    site_name: str
    place: tuple[float, float] | None
    """Latitude, longitude."""
    was_vehicle: str
    was_at: datetime | None
    now_vehicle: str
    now_at: datetime | None


def live_images(session: Session, day: date) -> Images:
    """All tours of a day as they stand, published ones too, by vehicle."""
    return {tour.vehicle_id: image_of(tour) for tour in tours_of(session, [day], LIVE)}


def keep(session: Session, day: date, name: str, kind: Literal["named", "sent"] = "named") -> DayVersion:
    """Keep the day as it stands.

    Raises
    ------
    InvalidInputError
        When it has no name, or the day no tour.
    """
    name, tours = name.strip()[:255], live_images(session, day)
    if not name or not tours:
        raise InvalidInputError(
            "A version needs a name and at least one tour.", "Give it one by which you will know it again."
        )
    row = DayVersion(
        day=day,
        kind=kind,
        name=name,
        plan_version=day_plans.versions(session, [day])[day],
        tours=as_json(tours),
        saved_at=clock.now(),
        saved_by=actor_of(session),
    )
    session.add(row)
    journal.record(session, "day.version_kept", day.isoformat(), name=name, of=kind, version=row.plan_version)
    session.flush()
    return row


def keep_sent(session: Session, day: date) -> DayVersion:
    """Keep the day as it goes out now: the first time, the second …."""
    query = select(DayVersion.id).where(DayVersion.day == day, DayVersion.kind == "sent")
    return keep(session, day, str(len(session.scalars(query).all()) + 1), "sent")


def kept(session: Session, day: date) -> tuple[VersionRow, ...]:
    """What is kept of a day, the latest first."""
    rows = session.scalars(select(DayVersion).where(DayVersion.day == day).order_by(DayVersion.id.desc()))
    return tuple(_row(row) for row in rows)


def kept_images(session: Session, day: date, version_id: int) -> Images:
    """The tours of a kept version.

    Raises
    ------
    NotFoundError
        When the day has none of that id.
    """
    row = session.scalars(select(DayVersion).where(DayVersion.id == version_id, DayVersion.day == day)).one_or_none()
    if row is None:
        raise NotFoundError(f"{day.isoformat()} has no version {version_id}.")
    return from_json(row.tours)


def since_sent(session: Session, day: date) -> tuple[StopChange, ...] | None:
    """What has changed since the day was last published; None for a day that never was."""
    query = select(DayVersion).where(DayVersion.day == day, DayVersion.kind == "sent").order_by(DayVersion.id.desc())
    sent = session.scalars(query.limit(1)).one_or_none()
    return None if sent is None else compare(session, from_json(sent.tours), live_images(session, day))


def compare(session: Session, before: Images, after: Images) -> tuple[StopChange, ...]:
    """The sites that two versions serve differently, by name."""
    was, now = _by_site(before), _by_site(after)
    rows = select(Site.id, Site.name, Site.latitude, Site.longitude).where(Site.id.in_(was.keys() | now.keys()))
    sites = {row.id: row for row in session.execute(rows)}
    codes = dict(session.execute(select(Vehicle.id, Vehicle.code).where(Vehicle.id.in_({*before, *after}))).all())
    found = []
    for site_id in was.keys() | now.keys():
        a, b = was.get(site_id, []), now.get(site_id, [])
        kind = _kind(a, b)
        if kind is not None:
            sides = [
                (", ".join(codes[vehicle] for vehicle, _ in side), _instant(side[0][1].begins_s))
                if side
                else ("", None)
                for side in (a, b)
            ]
            site = sites[site_id]
            place = None if site.latitude is None else (site.latitude, site.longitude)
            found.append(StopChange(kind, site.name, place, *sides[0], *sides[1]))
    return tuple(sorted(found, key=lambda one: (one.kind, one.site_name)))


Calls = list[tuple[int, StopImage]]
"""(vehicle id, stop) of one site, in order of vehicle and time."""


def _by_site(tours: Images) -> dict[int, Calls]:
    found: dict[int, Calls] = {}
    for vehicle_id, image in sorted(tours.items()):
        for stop in image.stops if image is not None else ():
            found.setdefault(stop.site_id, []).append((vehicle_id, stop))
    return found


def _kind(was: Calls, now: Calls) -> ChangeKind | None:
    if not was or not now:
        return "gone" if was else "new"
    if [vehicle for vehicle, _ in was] != [vehicle for vehicle, _ in now]:
        return "moved"
    if [list(_goods(stop)) for _, stop in was] != [list(_goods(stop)) for _, stop in now]:
        return "quantity"
    shifts = (abs(a.begins_s - b.begins_s) for (_, a), (_, b) in zip(was, now, strict=True))
    return "time" if max(shifts) > SHIFTED_S else None


def _goods(stop: StopImage) -> Iterator[tuple[int, int]]:
    return ((portion.line_id, portion.quantity) for portion in stop.portions)


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _row(row: DayVersion) -> VersionRow:
    tours = [image for image in from_json(row.tours).values() if image is not None]
    return VersionRow(
        row.id,
        row.kind,
        row.name,
        row.plan_version,
        row.saved_at,
        row.saved_by,
        len(tours),
        sum(len(image.stops) for image in tours),
        sum(image.distance_m for image in tours),
        sum(image.cost_cents for image in tours),
    )
