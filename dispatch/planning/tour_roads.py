"""Travel between the halts of tours on their way, measured before anything is written: a slow router keeps nobody waiting."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch.db import Database
from dispatch.errors import NotFoundError, StalePlanError
from dispatch.fleet.models import Vehicle
from dispatch.planning.roads import measure
from dispatch.tours.models import Stop, Tour, Trip
from maps.matrix import TravelMatrix
from maps.places import Place

Key = tuple[Literal["depot", "site"], int]
"""A depot or a site by its id."""


@dataclass(frozen=True, slots=True)
class TourRoads:
    """Travel between the depots and sites of one tour, as they were when it was measured."""

    travel: TravelMatrix
    index: Mapping[Key, int]

    def place(self, key: Key) -> int:
        """Its row in the matrix.

        Raises
        ------
        StalePlanError
            When the tour did not go there when its roads were measured.
        """
        if key not in self.index:
            raise StalePlanError("The tour has changed while its roads were measured.", "Reload the day and ask again.")
        return self.index[key]

    def metres(self, way: Sequence[int]) -> int:
        """Along a way through rows of the matrix."""
        return sum(int(self.travel.distances_m[a, b]) for a, b in pairwise(way))

    def seconds(self, way: Sequence[int]) -> int:
        """Driven along a way through rows of the matrix."""
        return sum(int(self.travel.durations_s[a, b]) for a, b in pairwise(way))


def roads_of_day(database: Database, day: date) -> dict[int, TourRoads]:
    """Tour id → its roads, for what is published of a day; to be asked outside any transaction."""
    with database.reading() as session:
        published = select(Tour.id).where(Tour.day == day, Tour.state.in_(("released", "under_way")))
        ids = session.scalars(published).all()
    return roads_of_tours(database, ids)


def roads_of_tours(database: Database, tour_ids: Collection[int]) -> dict[int, TourRoads]:
    """Tour id → its roads, for those that there are; to be asked outside any transaction."""
    with database.reading() as session:
        asked = [(tour.id, tour.profile, _places(tour)) for tour in _tours(session, tour_ids)]
    return {tour_id: _measured(places, profile) for tour_id, profile, places in asked}


def roads_of_rescue(database: Database, tour_id: int, vehicle_id: int) -> TourRoads:
    """Travel of a tour for another vehicle, from that vehicle's depot too; to be asked outside any transaction.

    Raises
    ------
    NotFoundError
        There is no such tour or vehicle.
    """
    with database.reading() as session:
        tours, vehicle = _tours(session, [tour_id]), session.get(Vehicle, vehicle_id)
        if not tours or vehicle is None:
            raise NotFoundError(f"There is no tour {tour_id} or no vehicle {vehicle_id}.")
        home = vehicle.depot
        places = {("depot", home.id): Place(home.latitude, home.longitude), **_places(tours[0])}
        profile = vehicle.profile
    return _measured(places, profile)


def _measured(places: Mapping[Key, Place], profile: str) -> TourRoads:
    roads = measure(list(places.values()), [profile])
    return TourRoads(roads.by_profile[profile], {key: number for number, key in enumerate(places)})


def _tours(session: Session, tour_ids: Collection[int]) -> Sequence[Tour]:
    query = (
        select(Tour)
        .where(Tour.id.in_(tour_ids))
        .options(
            selectinload(Tour.trips).joinedload(Trip.depot),
            selectinload(Tour.trips).selectinload(Trip.stops).joinedload(Stop.site),
        )
        .order_by(Tour.id)
    )
    return session.scalars(query).unique().all()


def _places(tour: Tour) -> dict[Key, Place]:
    places: dict[Key, Place] = {}
    for trip in tour.trips:
        places["depot", trip.depot_id] = Place(trip.depot.latitude, trip.depot.longitude)
        for stop in trip.stops:
            if stop.site.latitude is not None and stop.site.longitude is not None:
                places["site", stop.site_id] = Place(stop.site.latitude, stop.site.longitude)
    return places
