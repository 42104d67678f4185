"""The ways of two versions of a day beside each other: which trucks drive as before, which no longer, which anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.customers.models import Site
from dispatch.fleet.models import Depot, Vehicle
from dispatch.tours.edits import Images, TourImage

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """One truck's halts in order, straight from place to place, trip by trip from its depot and back."""

    vehicle_code: str
    side: Literal["same", "was", "now"]
    trips: tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of both versions, and the depots they leave from; latitude first."""

    ways: tuple[Way, ...]
    depots: tuple[tuple[str, Point], ...]


def ways_of(session: Session, before: Images, after: Images) -> Ways:
    """The ways of two versions; one that is the same in both is told once."""
    tours = [tour for side in (before, after) for tour in side.values() if tour is not None]
    trips = [trip for tour in tours for trip in tour.trips]
    wanted = {stop.site_id for trip in trips for stop in trip.stops}
    rows = select(Site.id, Site.latitude, Site.longitude).where(Site.id.in_(wanted), Site.latitude.is_not(None))
    sites = {row.id: (row.latitude, row.longitude) for row in session.execute(rows)}
    leaving = select(Depot).where(Depot.id.in_({trip.depot_id for trip in trips})).order_by(Depot.code)
    depots = {depot.id: depot for depot in session.scalars(leaving)}
    codes = dict(session.execute(select(Vehicle.id, Vehicle.code).where(Vehicle.id.in_({*before, *after}))).all())

    def drawn(tour: TourImage | None) -> tuple[tuple[Point, ...], ...]:
        found = []
        for trip in tour.trips if tour is not None else ():
            home = (depots[trip.depot_id].latitude, depots[trip.depot_id].longitude)
            found.append((home, *(sites[stop.site_id] for stop in trip.stops if stop.site_id in sites), home))
        return tuple(found)

    ways: list[Way] = []
    for vehicle_id in sorted({*before, *after}, key=lambda one: codes[one]):
        was, now = drawn(before.get(vehicle_id)), drawn(after.get(vehicle_id))
        if was == now:
            ways += [Way(codes[vehicle_id], "same", was)] if was else []
            continue
        ways += [Way(codes[vehicle_id], "was", was)] if was else []
        ways += [Way(codes[vehicle_id], "now", now)] if now else []
    return Ways(tuple(ways), tuple((depot.name, (depot.latitude, depot.longitude)) for depot in depots.values()))
