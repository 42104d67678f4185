"""Cheapest feasible insertion: makes any routes feasible, serving as many visits as it finds room for.

What stands behind PyVRP where fleets are tight: its routes may break a rule until the end, these never do.
"""

import time
from collections.abc import Iterator, Sequence

import numpy as np

from dispatch.solver.engines.plain.routes import Routes, Timer, Trip, Trips
from dispatch.solver.problem import Problem

TRIED = 60
"""Places tried per visit, cheapest detour first."""


def repair(problem: Problem, routes: Routes, deadline: float) -> dict[int, Trips]:
    """Keep of each route what is feasible in its order, then insert what is missing, until the monotonic deadline."""
    timer = Timer(problem)
    kept = {
        vehicle: trips for vehicle, all_trips in routes.items() if (trips := _feasible_part(timer, vehicle, all_trips))
    }
    served = {visit for trips in kept.values() for trip in trips for visit in trip.visits}
    missing = [index for index in range(len(problem.visits)) if index not in served]
    for visit in sorted(missing, key=lambda index: _ease(problem, index)):
        if time.monotonic() > deadline:
            break
        for vehicle, trips in _places(problem, kept, visit):
            if timer.is_feasible(vehicle, trips):
                kept[vehicle] = trips
                break
    return kept


def missing_visits(problem: Problem, routes: Routes) -> int:
    """How many visits without a price for leaving them out are not on any route."""
    served = {visit for trips in routes.values() for trip in trips for visit in trip.visits}
    return sum(1 for index, visit in enumerate(problem.visits) if visit.penalty is None and index not in served)


def _feasible_part(timer: Timer, vehicle: int, trips: Trips) -> Trips:
    if timer.is_feasible(vehicle, trips):
        return trips
    kept: Trips = ()
    for trip in trips:
        visits: tuple[int, ...] = ()
        for visit in trip.visits:
            if timer.is_feasible(vehicle, (*kept, Trip(trip.load_at, (*visits, visit)))):
                visits = (*visits, visit)
        if visits:
            kept = (*kept, Trip(trip.load_at, visits))
    return kept


def _ease(problem: Problem, index: int) -> tuple[bool, int, int]:
    """Sort key: what must be served first, then what fits hardest."""
    visit = problem.visits[index]
    closes = visit.windows[0][1] if visit.windows else 0
    return visit.penalty is not None, closes, -sum(visit.delivery)


def _places(problem: Problem, routes: Routes, visit: int) -> Iterator[tuple[int, Trips]]:
    """Routes with the visit put in, cheapest detour first: into trips that exist, as a new trip, on a free vehicle."""
    target = problem.visits[visit].location
    befores, afters, spots = [], [], []
    for vehicle, trips in routes.items():
        end = problem.vehicles[vehicle].end
        for number, trip in enumerate(trips):
            stops = [trip.load_at, *(problem.visits[index].location for index in trip.visits)]
            following = trips[number + 1].load_at if number + 1 < len(trips) else end
            befores += stops
            afters += [*stops[1:], following]
            spots += [(vehicle, number, at) for at in range(len(stops))]
    best: list[tuple[int, Trips]] = []
    if spots:
        distances = problem.matrices[problem.vehicles[spots[0][0]].profile].distances
        before, after = np.array(befores), np.array(afters)
        detour = distances[before, target] + distances[target, after] - distances[before, after]
        best = [_with(routes, spots[at], visit) for at in np.argsort(detour, kind="stable")[:TRIED]]
    yield from best
    for vehicle, trips in routes.items():
        start = problem.vehicles[vehicle].start
        if len(trips) < problem.vehicles[vehicle].max_trips and start is not None:
            for at in range(len(trips) + 1):
                yield vehicle, (*trips[:at], Trip(start, (visit,)), *trips[at:])
    yield from ((vehicle, (Trip(place, (visit,)),)) for vehicle, place in _free_kinds(problem, routes))


def _with(routes: Routes, spot: tuple[int, int, int], visit: int) -> tuple[int, Trips]:
    vehicle, number, at = spot
    trips = routes[vehicle]
    visits = trips[number].visits
    changed = Trip(trips[number].load_at, (*visits[:at], visit, *visits[at:]))
    return vehicle, (*trips[:number], changed, *trips[number + 1 :])


def _free_kinds(problem: Problem, routes: Routes) -> Sequence[tuple[int, int]]:
    """One free vehicle of each kind, with its place."""
    kinds: dict[object, tuple[int, int]] = {}
    for number, vehicle in enumerate(problem.vehicles):
        if number not in routes and vehicle.start is not None:
            kind = (vehicle.start, vehicle.end, vehicle.capacity, vehicle.skills, vehicle.shift, vehicle.max_duration_s)
            kinds.setdefault((kind, vehicle.profile, vehicle.max_distance_m), (number, vehicle.start))
    return list(kinds.values())
