"""A tour on the road told anew: served stops stay, those to come get their new times, in the order that serves them best if wanted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal
from dispatch.errors import NotFoundError, RefusedError
from dispatch.planning.rest_of_tour import Pause, Reached, Waiting, best_order, reached
from dispatch.planning.tour_roads import TourRoads
from dispatch.tours.day_plans import swap
from dispatch.tours.models import Stop, Tour, Trip

RUNNING = ("released", "under_way")


def retime(
    session: Session,
    tour_id: int,
    served: Collection[int],
    late_s: int,
    roads: TourRoads,
    *,
    expected_version: int | None = None,
    reorder: bool = False,
    wanted: Sequence[int] = (),
) -> Tour:
    """Tell a published tour anew from where its truck is, by so many seconds later than planned and never before now.

    Parameters
    ----------
    served
        Ids of the stops that are done with: nothing of them changes.
    roads
        Travel between its halts, measured before the transaction began (`tour_roads`).
    reorder
        Whether the stops to come may be served in a better order, within their trips; a locked stop keeps the order.
    wanted
        Ids of stops in the order in which they are to be served; those not named follow as they stood.

    Raises
    ------
    NotFoundError, RefusedError
        There is no such tour; it is not on its way, or nothing of it is still to come.
    StalePlanError
        The day has changed since the planner looked, or the tour since its roads were measured.
    """
    tour = running_tour(session, tour_id)
    if all(stop.id in served for trip in tour.trips for stop in trip.stops):
        raise RefusedError(
            f"Nothing of tour {tour.letter} of {tour.day.isoformat()} is still to come.", "Choose another tour."
        )
    swap(session, tour.day, expected_version)
    before = [stop.id for trip in tour.trips for stop in trip.stops]
    _Walk(tour, set(served), late_s, roads, reorder, list(wanted)).go(session)
    after = [stop.id for trip in tour.trips for stop in sorted(trip.stops, key=lambda stop: stop.sequence)]
    tour.retimed_at = clock.now()
    named = f"{tour.day.isoformat()} {tour.letter}"
    journal.record(session, "tour.retimed", named, late_s=late_s, served=len(set(served)), reordered=before != after)
    session.flush()
    session.expire(tour, ["trips"])
    return tour


class _Walk:
    """Goes through the trips of a tour and writes what it finds."""

    def __init__(
        self, tour: Tour, served: set[int], late_s: int, roads: TourRoads, reorder: bool, wanted: list[int]
    ) -> None:
        self.tour, self.served, self.reorder, self.wanted = tour, served, reorder, wanted
        self.roads = roads
        self.late_s, self.now_s = late_s, _second(clock.now())
        self.free_s: int | None = None
        """When the truck is back at the depot; None before the first trip with anything to come."""
        self.pause: Pause | None = None

    def go(self, session: Session) -> None:
        for trip in self.tour.trips:
            waiting = [stop for stop in trip.stops if stop.id not in self.served]
            if waiting:
                self._trip(session, trip, waiting)
        assert self.free_s is not None
        self.tour.ends_at = _instant(self.free_s)
        self.tour.distance_m = sum(trip.distance_m for trip in self.tour.trips)
        if self.pause and self.pause.begun_s is not None:
            self.tour.break_at = _instant(self.pause.begun_s)

    def _trip(self, session: Session, trip: Trip, waiting: list[Stop]) -> None:
        home = self.roads.place(("depot", trip.depot_id))
        done = [stop for stop in trip.stops if stop.id in self.served]
        here, free_s = home, self._leaves(trip)
        if done:
            here = self._place(done[-1])
            free_s = max(_second(done[-1].leaves_at) + self.late_s, self.now_s)
        if self.pause is None:
            due_s = _second(self.tour.break_at) if self.tour.break_at else 0
            self.pause = Pause(due_s, self.tour.break_s if due_s >= free_s - self.late_s else 0)
        old = [self._waiting(stop) for stop in waiting]
        new = self._ordered(waiting, old, here, free_s, home)
        times = reached(new, here, free_s, self.roads.travel.durations_s, self.pause)
        self._charge([here, *(one.place for one in old), home], [here, *(one.place for one in new), home], trip)
        _write(session, waiting, new, times)
        way = [here, *(one.place for one in new)]
        stops = {stop.id: stop for stop in waiting}
        for leg, one in enumerate(new):
            stops[one.stop_id].distance_m = self.roads.metres(way[leg : leg + 2])
        self.free_s = times[-1].leaves_s + self.roads.seconds([new[-1].place, home])

    def _leaves(self, trip: Trip) -> int:
        """When the trip leaves its depot, loaded."""
        loading_s = _second(trip.leaves_at) - _second(trip.loading_at)
        if self.free_s is None:
            leaves = max(_second(trip.leaves_at) + self.late_s, self.now_s)
        else:
            leaves = max(_second(trip.loading_at), self.free_s) + loading_s
        if trip.stops[0].id not in self.served:
            trip.leaves_at, trip.loading_at = _instant(leaves), _instant(leaves - loading_s)
        return leaves

    def _ordered(
        self, stops: Sequence[Stop], waiting: Sequence[Waiting], here: int, free_s: int, home: int
    ) -> Sequence[Waiting]:
        if self.wanted:
            rank = {stop_id: number for number, stop_id in enumerate(self.wanted)}
            return sorted(waiting, key=lambda one: rank.get(one.stop_id, len(rank)))
        if not self.reorder or any(stop.locked for stop in stops):
            return waiting
        return best_order(waiting, here, free_s, home, self.roads.travel.durations_s)

    def _charge(self, old: Sequence[int], new: Sequence[int], trip: Trip) -> None:
        """Count what another order drives more or less, at the vehicle's own rates."""
        seconds = self.roads.seconds(new) - self.roads.seconds(old)
        metres = self.roads.metres(new) - self.roads.metres(old)
        vehicle = self.tour.vehicle
        self.tour.drive_s += seconds
        trip.distance_m += metres
        self.tour.cost_cents += round(vehicle.cost_hour_cents * seconds / 3600 + vehicle.cost_km_cents * metres / 1000)

    def _waiting(self, stop: Stop) -> Waiting:
        opens, closes = stop.window_opens_at, stop.window_closes_at
        return Waiting(
            stop.id,
            self._place(stop),
            _second(stop.leaves_at) - _second(stop.begins_at),
            _second(opens) if opens else None,
            _second(closes) if closes else None,
        )

    def _place(self, stop: Stop) -> int:
        return self.roads.place(("site", stop.site_id))


def _write(session: Session, stops: Sequence[Stop], order: Sequence[Waiting], times: Sequence[Reached]) -> None:
    """Times and ranks; ranks pass through numbers that nobody has, since each is unique on its trip."""
    by_id, ranks = {stop.id: stop for stop in stops}, sorted(stop.sequence for stop in stops)
    for stop in stops:
        stop.sequence = -stop.sequence
    session.flush()
    for one, time, rank in zip(order, times, ranks, strict=True):
        stop = by_id[one.stop_id]
        stop.sequence = rank
        stop.arrives_at, stop.begins_at = _instant(time.arrives_s), _instant(time.begins_s)
        stop.leaves_at = _instant(time.leaves_s)


def running_tour(session: Session, tour_id: int) -> Tour:
    """A tour that is on its way or about to leave, held for writing.

    Raises
    ------
    NotFoundError, RefusedError
        There is no such tour; it is not on its way.
    """
    query = (
        select(Tour)
        .where(Tour.id == tour_id)
        .options(
            joinedload(Tour.vehicle),
            selectinload(Tour.trips).joinedload(Trip.depot),
            selectinload(Tour.trips).selectinload(Trip.stops).joinedload(Stop.site),
        )
        .with_for_update(of=Tour)
        .execution_options(populate_existing=True)
    )
    tour = session.scalars(query).unique().one_or_none()
    if tour is None:
        raise NotFoundError(f"There is no tour {tour_id}.")
    if tour.state not in RUNNING:
        raise RefusedError(
            f"Tour {tour.letter} of {tour.day.isoformat()} is not on its way: it is {tour.state}.",
            "Choose a published tour, or change a draft by hand.",
        )
    return tour


def _second(instant: datetime) -> int:
    return round(instant.timestamp())


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)
