"""Between our problem and PyVRP's: data, routes there and back, and which problems PyVRP can state exactly.

PyVRP 0.14.1 overflows where a matrix holds numbers like 2^44, and its local search has no deadline; so a visit that a
vehicle may not serve keeps its true distances and gets a forbidding *duration*, twice the horizon, and every number
is bounded by `HORIZON`.
"""

from collections import defaultdict
from typing import Any

import numpy as np
import pyvrp

from dispatch.solver.engines.plain.routes import Routes, Trip
from dispatch.solver.problem import HORIZON, Problem, Vehicle, Visit

UNLIMITED = 2**63 - 1
"""PyVRP's own default of a limit that does not exist; no penalty is ever computed from it."""


def is_plain(problem: Problem) -> bool:
    """Whether PyVRP can state this problem without losing a rule or a part of the cost."""
    if not problem.visits or not problem.vehicles:
        return False
    if problem.shipments or problem.products or problem.docks or problem.incumbent:
        return False
    return all(map(_is_plain_visit, problem.visits)) and all(map(_is_plain_vehicle, problem.vehicles))


class Translation:
    """A plain problem as PyVRP's data; `types` lists the vehicle indices behind each of its vehicle types."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.types = _alike(problem)
        self._places = sorted({place for vehicle in problem.vehicles for place in _depots_of(vehicle)})
        self._dimensions = max(len(vehicle.capacity) for vehicle in problem.vehicles)
        self._profiles: dict[tuple[str, frozenset[int]], int] = {}
        types = [self._vehicle_type(vehicles) for vehicles in self.types]
        count = len(next(iter(problem.matrices.values())).durations)
        self.data = pyvrp.ProblemData(
            locations=[pyvrp.Location(0, 0)] * count,
            clients=[self._client(visit) for visit in problem.visits],
            depots=[pyvrp.Depot(place) for place in self._places],
            vehicle_types=types,
            distance_matrices=[self._distances(name) for name, _ in self._profiles],
            duration_matrices=[self._durations(name, skills) for name, skills in self._profiles],
        )

    def solution(self, routes: Routes) -> pyvrp.Solution:
        """Say our routes in PyVRP's words."""
        kind = {vehicle: number for number, vehicles in enumerate(self.types) for vehicle in vehicles}
        return pyvrp.Solution(self.data, [self._route(trips, kind[vehicle]) for vehicle, trips in routes.items()])

    def routes(self, solution: pyvrp.Solution) -> dict[int, tuple[Trip, ...]]:
        """Say PyVRP's routes in our words, each on a vehicle of its type."""
        free = [list(reversed(vehicles)) for vehicles in self.types]
        found: dict[int, tuple[Trip, ...]] = {}
        for route in solution.routes():
            vehicle = free[route.vehicle_type()].pop()
            places, visits = [self._places[route.start_depot()]], [[]]  # type: list[int], list[list[int]]
            for activity in route:
                if activity.is_client():
                    visits[-1].append(activity.idx)
                elif visits[-1]:  # a depot inside the route opens a trip; an empty trip is no trip
                    places.append(self._places[activity.idx])
                    visits.append([])
            trips = tuple(Trip(place, tuple(stops)) for place, stops in zip(places, visits, strict=True) if stops)
            if trips:
                found[vehicle] = trips
        return found

    def _route(self, trips: tuple[Trip, ...], kind: int) -> pyvrp.Route:
        client, depot = pyvrp.ActivityType.CLIENT, pyvrp.ActivityType.DEPOT
        activities = []
        for number, trip in enumerate(trips):
            if number:
                activities.append(pyvrp.Activity(depot, self._places.index(trip.load_at)))
            activities += [pyvrp.Activity(client, visit) for visit in trip.visits]
        return pyvrp.Route(self.data, activities, kind)

    def _client(self, visit: Visit) -> pyvrp.Client:
        opens, closes = visit.windows[0] if visit.windows else (0, HORIZON)
        return pyvrp.Client(
            location=visit.location,
            delivery=self._load(visit.delivery),
            pickup=self._load(visit.pickup),
            service_duration=visit.service_s,
            tw_early=opens,
            tw_late=closes,
            release_time=visit.release_s,
            prize=visit.penalty or 0,
            required=visit.penalty is None,
        )

    def _vehicle_type(self, vehicles: list[int]) -> pyvrp.VehicleType:
        vehicle = self.problem.vehicles[vehicles[0]]
        profile = self._profiles.setdefault((vehicle.profile, vehicle.skills), len(self._profiles))
        return pyvrp.VehicleType(
            num_available=len(vehicles),
            capacity=self._load(vehicle.capacity),
            start_depot=self._depot(vehicle.start),
            end_depot=self._depot(vehicle.end),
            fixed_cost=vehicle.costs.fixed,
            tw_early=vehicle.shift[0],
            tw_late=vehicle.shift[1],
            unit_distance_cost=vehicle.costs.per_km // 1000,
            profile=profile,
            reload_depots=[self._places.index(place) for place in _loads_at(vehicle)] if vehicle.max_trips > 1 else [],
            max_reloads=vehicle.max_trips - 1,
            shift_duration=UNLIMITED if vehicle.max_duration_s is None else vehicle.max_duration_s,
            max_distance=UNLIMITED if vehicle.max_distance_m is None else vehicle.max_distance_m,
        )

    def _distances(self, name: str) -> Any:  # PyVRP's stubs misname arrays
        return self.problem.matrices[name].distances

    def _durations(self, name: str, skills: frozenset[int]) -> Any:
        durations = self.problem.matrices[name].durations
        barred = sorted({visit.location for visit in self.problem.visits if not visit.skills <= skills})
        if not barred:
            return durations
        horizon = max(vehicle.shift[1] for vehicle in self.problem.vehicles)
        durations = durations.copy()
        durations[barred, :] = durations[:, barred] = 2 * horizon
        np.fill_diagonal(durations, 0)
        return durations

    def _depot(self, place: int | None) -> int:
        assert place is not None, "is_plain() admits vehicles with a start and an end only"
        return self._places.index(place)

    def _load(self, amounts: tuple[int, ...]) -> list[int]:
        return [*amounts[: self._dimensions], *[0] * (self._dimensions - len(amounts))]


def _alike(problem: Problem) -> list[list[int]]:
    groups: dict[object, list[int]] = defaultdict(list)
    for number, v in enumerate(problem.vehicles):
        costs = (v.costs.fixed, v.costs.per_km)
        limits = (v.max_trips, v.load_at, v.max_distance_m, v.max_duration_s)
        groups[v.profile, v.skills, v.capacity, v.start, v.end, v.shift, costs, limits].append(number)
    return list(groups.values())


def _loads_at(vehicle: Vehicle) -> tuple[int, ...]:
    return (*(() if vehicle.start is None else (vehicle.start,)), *vehicle.load_at)


def _depots_of(vehicle: Vehicle) -> tuple[int, ...]:
    return (*_loads_at(vehicle), *(() if vehicle.end is None else (vehicle.end,)))


def _is_plain_visit(visit: Visit) -> bool:
    simple = not (visit.lines or visit.locked or visit.setup_s or visit.service_per_type or visit.setup_per_type)
    return simple and len(visit.windows) < 2 and visit.max_transit_s is None and visit.penalty != 0


def _is_plain_vehicle(vehicle: Vehicle) -> bool:
    costs = vehicle.costs
    simple = costs.per_hour == 0 and costs.per_task_hour == 0 and costs.per_km % 1000 == 0
    simple = simple and vehicle.start is not None and vehicle.end is not None and vehicle.speed_factor == 1
    limits = vehicle.max_tasks is None and vehicle.max_travel_s is None
    return simple and limits and not vehicle.breaks and vehicle.loading_s == 0
