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
from dispatch.tours.kept_models import UsualRound
from dispatch.tours.versions import live_images


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One usual round; `trips` are site ids in driving order, `sites` their names, a site once."""

    id: int
    name: str
    vehicle_id: int
    vehicle_code: str
    trips: tuple[tuple[int, ...], ...]
    sites: tuple[str, ...]
    saved_at: datetime
    saved_by: str

    @property
    def site_ids(self) -> frozenset[int]:
        """Where it calls."""
        return frozenset(site_id for trip in self.trips for site_id in trip)


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
            row.saved_at,
            row.saved_by,
        )
        for row in found
    )
