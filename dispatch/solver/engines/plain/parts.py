"""A part of a problem: some of its visits on some of its vehicles, as a problem of its own that can be put back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from dispatch.solver.engines.plain.routes import Routes, Trip, Trips
from dispatch.solver.problem import Matrix, Problem, Vehicle


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-problem with the whole's indices of its visits, vehicles and locations; `start` are its routes as they are."""

    problem: Problem
    visits: tuple[int, ...]
    vehicles: tuple[int, ...]
    locations: tuple[int, ...]
    start: Routes

    def put_back(self, routes: Routes) -> dict[int, Trips]:
        """Say the part's routes in the whole's indices."""
        return {
            self.vehicles[vehicle]: tuple(
                Trip(self.locations[trip.load_at], tuple(self.visits[visit] for visit in trip.visits)) for trip in trips
            )
            for vehicle, trips in routes.items()
        }


def cut(problem: Problem, routes: Routes, vehicles: Sequence[int], loose: Sequence[int]) -> Part:
    """Cut out the routes of these vehicles (some may be free) together with visits that are on no route."""
    visits = [visit for vehicle in vehicles for trip in routes.get(vehicle, ()) for visit in trip.visits]
    visits += loose
    used = [problem.vehicles[vehicle] for vehicle in vehicles]
    depots = sorted({place for vehicle in used for place in (*_loads_at(vehicle), vehicle.end) if place is not None})
    locations = [*depots, *sorted({problem.visits[visit].location for visit in visits} - set(depots))]
    at = {location: number for number, location in enumerate(locations)}
    number_of = {visit: number for number, visit in enumerate(visits)}
    start = {
        number: tuple(Trip(at[trip.load_at], tuple(number_of[v] for v in trip.visits)) for trip in routes[vehicle])
        for number, vehicle in enumerate(vehicles)
        if vehicle in routes
    }
    return Part(
        problem=replace(
            problem,
            visits=tuple(replace(problem.visits[v], location=at[problem.visits[v].location]) for v in visits),
            vehicles=tuple(_moved(vehicle, at) for vehicle in used),
            matrices=_sliced(problem, {vehicle.profile for vehicle in used}, locations),
        ),
        visits=tuple(visits),
        vehicles=tuple(vehicles),
        locations=tuple(locations),
        start=start,
    )


def _moved(vehicle: Vehicle, at: dict[int, int]) -> Vehicle:
    return replace(
        vehicle,
        start=None if vehicle.start is None else at[vehicle.start],
        end=None if vehicle.end is None else at[vehicle.end],
        load_at=tuple(at[place] for place in vehicle.load_at),
    )


def _loads_at(vehicle: Vehicle) -> tuple[int, ...]:
    return (*(() if vehicle.start is None else (vehicle.start,)), *vehicle.load_at)


def _sliced(problem: Problem, profiles: set[str], locations: list[int]) -> dict[str, Matrix]:
    rows = np.ix_(locations, locations)
    sliced = {}
    for name in sorted(profiles):
        matrix = problem.matrices[name]
        durations = np.ascontiguousarray(matrix.durations[rows])
        same = matrix.distances is matrix.durations
        sliced[name] = Matrix(durations, durations if same else np.ascontiguousarray(matrix.distances[rows]))
    return sliced
