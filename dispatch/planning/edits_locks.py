"""Locked stops under a new run: they keep their vehicle, their trip and their order, and the solver is told so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from dispatch.errors import RefusedError
from dispatch.planning.problem import Book
from dispatch.solver.problem import IncumbentRoute, Problem
from dispatch.tours.lifecycle import drafts_of


@dataclass(frozen=True, slots=True)
class LockedTour:
    """The locked stops of one draft tour: per trip, per locked stop, the order lines that it carries."""

    day: date
    vehicle_id: int
    vehicle_code: str
    trips: tuple[tuple[frozenset[int], ...], ...]
    whole: bool = False
    """The tour is locked as such: nothing else comes on it."""


def locked_tours(session: Session, days: Sequence[date]) -> tuple[LockedTour, ...]:
    """The draft tours of some days that have locked stops."""
    found = []
    for tour in drafts_of(session, days):
        trips = tuple(
            tuple(
                frozenset(portion.order_line_id for portion in stop.portions if portion.live)
                for stop in trip.stops
                if stop.locked or tour.locked
            )
            for trip in tour.trips
        )
        if any(trips):
            found.append(LockedTour(tour.day, tour.vehicle_id, tour.vehicle.code, trips, tour.locked))
    return tuple(found)


def locked_visits(book: Book, locked: Sequence[LockedTour]) -> list[int]:
    """The visits that locked stops stand for; lines that are no longer asked for lock nothing."""
    return [
        visit for route in _routes(book, locked) for trip in route.trips for visit in trip if isinstance(visit, int)
    ]


def with_locks(problem: Problem, book: Book, locked: Sequence[LockedTour]) -> Problem:
    """The same problem with the locked stops held where they are.

    Raises
    ------
    RefusedError
        When a vehicle that has locked stops is not available any more.
    """
    routes = _routes(book, locked)
    held = {visit for route in routes for trip in route.trips for visit in trip}
    if not held:
        return problem
    visits = tuple(replace(visit, locked=visit.id in held) for visit in problem.visits)
    full = {(tour.day, tour.vehicle_id) for tour in locked if tour.whole}
    held_on = {route.vehicle: sum(len(trip) for trip in route.trips) for route in routes}
    vehicles = tuple(
        replace(each, max_tasks=held_on.get(each.id, 0)) if _day_of(book, each.id) in full else each
        for each in problem.vehicles
    )
    return replace(problem, visits=visits, incumbent=routes, vehicles=vehicles)


def _day_of(book: Book, number: int | str) -> tuple[date, int]:
    one = book.vehicles[int(number)]
    return one.day, one.row.id


def _routes(book: Book, locked: Sequence[LockedTour]) -> tuple[IncumbentRoute, ...]:
    number_of = {(one.day, one.row.id): number for number, one in book.vehicles.items()}
    visit_of = {line.row.line_id: visit for visit, call in book.calls.items() for line in call.lines}
    routes, seen = [], set[int]()
    for tour in locked:
        number = number_of.get((tour.day, tour.vehicle_id))
        if number is None:
            raise RefusedError(
                f"Vehicle {tour.vehicle_code} has locked stops and is not available on {tour.day.isoformat()}.",
                "Unlock its stops, or make the vehicle available.",
            )
        trips = []
        for stops in tour.trips:
            visits: list[int | str] = []
            for lines in stops:
                for visit in sorted({visit_of[line] for line in lines if line in visit_of}):
                    if visit not in seen:
                        seen.add(visit)
                        visits.append(visit)
            trips.append(tuple(visits))
        if any(trips):
            routes.append(IncumbentRoute(number, tuple(trips)))
    return tuple(routes)
