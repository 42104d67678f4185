"""Usual rounds: a tour of a day kept under a name, for other days to begin from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock, journal
from dispatch.customers.models import Site
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.fleet.models import Vehicle
from dispatch.tours.kept_models import UsualRound
from dispatch.tours.versions import live_images

MOST_WEEKS = 12


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One usual round; `trips` are site ids in driving order, `sites` their names, a site once."""

    id: int
    name: str
    vehicle_id: int
    vehicle_code: str
    trips: tuple[tuple[int, ...], ...]
    sites: tuple[str, ...]
    weekdays: tuple[int, ...]
    """1 Monday … 7 Sunday; none: any day."""
    every_weeks: int
    first_on: date | None
    saved_at: datetime
    saved_by: str

    @property
    def site_ids(self) -> frozenset[int]:
        """Where it calls."""
        return frozenset(site_id for trip in self.trips for site_id in trip)

    def goes_on(self, day: date) -> bool:
        """Whether it goes on a day, by its weekdays and its weeks."""
        if self.weekdays and day.isoweekday() not in self.weekdays:
            return False
        weeks = (clock.monday_of(day) - clock.monday_of(self.first_on or day)).days // 7
        return weeks % self.every_weeks == 0


@dataclass(frozen=True, slots=True)
class RoundFields:
    """What somebody writes of a round by hand; `trips` are site ids in driving order."""

    name: str
    vehicle_id: int
    trips: tuple[tuple[int, ...], ...]
    weekdays: tuple[int, ...] = ()
    every_weeks: int = 1
    first_on: date | None = None


def keep_round(session: Session, day: date, vehicle_id: int, name: str) -> UsualRound:
    """Keep the tour that a vehicle has on a day, in the place of the round of that name if there is one.

    Raises
    ------
    InvalidInputError
        When it has no name, or the vehicle no tour.
    """
    name, tour = name.strip()[:255], live_images(session, day).get(vehicle_id)
    if not name or tour is None:
        raise InvalidInputError(
            "A usual round needs a name and a tour of the day.", "Give it one by which you will know it again."
        )
    row = session.scalars(select(UsualRound).where(UsualRound.name == name)).one_or_none() or UsualRound(name=name)
    row.vehicle_id = vehicle_id
    row.site_ids = [list(dict.fromkeys(stop.site_id for stop in trip.stops)) for trip in tour.trips]
    row.saved_at, row.saved_by = clock.now(), actor_of(session)
    session.add(row)
    session.flush()
    stops = sum(len(trip) for trip in row.site_ids)
    journal.record(session, "round.kept", str(row.id), name=name, day=day, vehicle=vehicle_id, stops=stops)
    return row


def write_round(session: Session, round_id: int | None, fields: RoundFields) -> UsualRound:
    """Change a round by hand, or make one where there is no id.

    Raises
    ------
    NotFoundError
        There is no such round, site or vehicle.
    InvalidInputError
        It has no name, or another round's; it calls nowhere, or twice at a site on one trip; its weeks are out of bounds.
    """
    row = session.get(UsualRound, round_id) if round_id is not None else UsualRound()
    if row is None:
        raise NotFoundError(f"There is no usual round {round_id}.")
    name, trips = fields.name.strip()[:255], [list(trip) for trip in fields.trips if trip]
    if not name or not trips:
        raise InvalidInputError("A usual round needs a name and a site.", "Write them in its form.")
    same = session.scalars(select(UsualRound.id).where(UsualRound.name == name)).one_or_none()
    if same not in (None, round_id):
        raise InvalidInputError(f"Another usual round is called «{name}».", "Give it another name.")
    if any(len(set(trip)) < len(trip) for trip in trips):
        raise InvalidInputError("A site stands twice on one trip.", "Take one of them off, or put it on another trip.")
    if not set(fields.weekdays) <= set(range(1, 8)) or not 1 <= fields.every_weeks <= MOST_WEEKS:
        raise InvalidInputError(f"A round comes again after 1 to {MOST_WEEKS} weeks.", "Choose fewer weeks.")
    called = {site_id for trip in trips for site_id in trip}
    if len(session.scalars(select(Site.id).where(Site.id.in_(called))).all()) < len(called):
        raise NotFoundError("One of the sites is not there any more.", "Take it off the round.")
    if session.get(Vehicle, fields.vehicle_id) is None:
        raise NotFoundError(f"There is no vehicle {fields.vehicle_id}.")
    row.name, row.vehicle_id, row.site_ids = name, fields.vehicle_id, trips
    row.weekdays, row.every_weeks = sorted(set(fields.weekdays)), fields.every_weeks
    row.first_on = fields.first_on
    row.saved_at, row.saved_by = clock.now(), actor_of(session)
    session.add(row)
    session.flush()
    stops = sum(len(trip) for trip in trips)
    journal.record(session, "round.written", str(row.id), name=name, vehicle=fields.vehicle_id, stops=stops)
    return row


def forget_round(session: Session, round_id: int) -> None:
    """Delete a round; raises NotFoundError."""
    row = session.get(UsualRound, round_id)
    if row is None:
        raise NotFoundError(f"There is no usual round {round_id}.")
    journal.record(session, "round.forgotten", str(round_id), name=row.name)
    session.delete(row)
    session.flush()


def rounds(session: Session, ids: Sequence[int] | None = None) -> tuple[RoundRow, ...]:
    """The usual rounds by name; all, or those of these ids.

    Raises
    ------
    NotFoundError
        When one of the ids is none.
    """
    query = select(UsualRound).options(joinedload(UsualRound.vehicle)).order_by(UsualRound.name)
    found = session.scalars(query if ids is None else query.where(UsualRound.id.in_(ids))).all()
    missing = sorted(set(ids or ()) - {row.id for row in found})
    if missing:
        raise NotFoundError(f"There is no usual round {missing[0]}.", "Choose it again on the day's page.")
    called = {site_id for row in found for trip in row.site_ids for site_id in trip}
    names = dict(session.execute(select(Site.id, Site.name).where(Site.id.in_(called))).all())
    return tuple(
        RoundRow(
            row.id,
            row.name,
            row.vehicle_id,
            row.vehicle.code,
            tuple(tuple(trip) for trip in row.site_ids),
            tuple(names[site_id] for site_id in dict.fromkeys(s for trip in row.site_ids for s in trip)),
            tuple(row.weekdays),
            row.every_weeks,
            row.first_on,
            row.saved_at,
            row.saved_by,
        )
        for row in found
    )
