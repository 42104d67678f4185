"""Routes as the plain engine moves them about: trips of visit indices per vehicle, timed and judged one at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from dispatch.solver.plan import Route, Step
from dispatch.solver.problem import Problem, Vehicle, Visit


@dataclass(frozen=True, slots=True)
class Trip:
    """What a vehicle does from one loading to the next: where it loads, and indices of `Problem.visits` in order."""

    load_at: int
    visits: tuple[int, ...]


Trips = tuple[Trip, ...]
Routes = Mapping[int, Trips]
"""Trips per index of `Problem.vehicles`; a vehicle that stays at home is absent."""


@dataclass(frozen=True, slots=True)
class _Halt:
    """One place of a route: when its work may begin and how long it takes."""

    kind: str
    index: int | None
    location: int
    opens: int
    closes: int
    lasts: int


class Timer:
    """Gives routes of a problem their times, leaving as late as possible, and says whether they keep the rules."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.durations = {name: matrix.durations for name, matrix in problem.matrices.items()}
        self.distances = {name: matrix.distances for name, matrix in problem.matrices.items()}

    def is_feasible(self, number: int, trips: Trips) -> bool:
        """Whether a vehicle can drive these trips: skills, loads, windows, shift, releases and limits."""
        vehicle = self.problem.vehicles[number]
        if len(trips) > vehicle.max_trips or not all(self._fits(vehicle, trip) for trip in trips):
            return False
        halts = self._halts(vehicle, trips)
        if vehicle.max_distance_m is not None and self._metres(vehicle, halts) > vehicle.max_distance_m:
            return False
        begins, late = self._earliest(vehicle, halts, vehicle.shift[0])
        if late:
            return False
        if vehicle.max_duration_s is None:
            return True
        return begins[-1] - self._latest_start(vehicle, halts, begins[-1]) <= vehicle.max_duration_s

    def metres(self, number: int, trips: Trips) -> int:
        """Whole distance of a vehicle's trips."""
        vehicle = self.problem.vehicles[number]
        return self._metres(vehicle, self._halts(vehicle, trips))

    def route(self, number: int, trips: Trips) -> Route:
        """Time a vehicle's trips as the route of a plan; what cannot be in time is as early as it can be."""
        vehicle = self.problem.vehicles[number]
        halts = self._halts(vehicle, trips)
        begins, late = self._earliest(vehicle, halts, vehicle.shift[0])
        if not late:
            begins, _ = self._earliest(vehicle, halts, self._latest_start(vehicle, halts, begins[-1]))
        steps = [Step("start", None, begins[0], location=halts[0].location)]
        durations = self.durations[vehicle.profile]
        for at, halt in enumerate(halts):
            if at == 0:
                steps.append(Step("load", None, begins[0], location=halt.location))
                continue
            before = halts[at - 1]
            arrives = begins[at - 1] + before.lasts + int(durations[before.location, halt.location])
            waits = begins[at] - arrives
            if halt.index is not None:
                visit = self.problem.visits[halt.index]
                steps.append(Step("job", visit.id, arrives, waits, halt.location))
            elif halt.kind == "load":
                steps.append(Step("load", None, arrives, waits, halt.location))
            else:
                steps.append(Step("end", None, arrives, 0, halt.location))
        return Route(vehicle.id, tuple(steps))

    def _fits(self, vehicle: Vehicle, trip: Trip) -> bool:
        visits = [self.problem.visits[index] for index in trip.visits]
        if not all(visit.skills <= vehicle.skills for visit in visits):
            return False
        return all(_peak(visits, dimension) <= capacity for dimension, capacity in enumerate(vehicle.capacity))

    def _halts(self, vehicle: Vehicle, trips: Trips) -> list[_Halt]:
        opens, closes = vehicle.shift
        halts = []
        for trip in trips or (Trip(_place(vehicle.start), ()),):
            visits = [(index, self.problem.visits[index]) for index in trip.visits]
            leaves = max([opens, *(visit.release_s for _, visit in visits)])
            halts.append(_Halt("load", None, trip.load_at, leaves, closes, 0))
            for index, visit in visits:
                first, last = visit.windows[0] if visit.windows else (opens, closes)
                halts.append(_Halt("job", index, visit.location, first, last, visit.service_s))
        halts.append(_Halt("end", None, _place(vehicle.end), opens, closes, 0))
        return halts

    def _metres(self, vehicle: Vehicle, halts: list[_Halt]) -> int:
        distances = self.distances[vehicle.profile]
        return sum(int(distances[a.location, b.location]) for a, b in pairwise(halts))

    def _earliest(self, vehicle: Vehicle, halts: list[_Halt], start: int) -> tuple[list[int], bool]:
        """Earliest begins from a start on, and whether one of them is too late."""
        durations = self.durations[vehicle.profile]
        begins = [max(start, halts[0].opens)]
        late = begins[0] > halts[0].closes
        for before, halt in pairwise(halts):
            arrives = begins[-1] + before.lasts + int(durations[before.location, halt.location])
            begins.append(max(arrives, halt.opens))
            late = late or begins[-1] > halt.closes
        return begins, late

    def _latest_start(self, vehicle: Vehicle, halts: list[_Halt], end: int) -> int:
        durations = self.durations[vehicle.profile]
        latest = end
        for halt, after in zip(halts[-2::-1], halts[:0:-1], strict=True):
            latest = min(latest - int(durations[halt.location, after.location]) - halt.lasts, halt.closes)
        return latest


def _peak(visits: list[Visit], dimension: int) -> int:
    """Largest load of a trip in one dimension: all deliveries aboard at first, pickups as they come."""
    load = peak = sum(_entry(visit.delivery, dimension) for visit in visits)
    for visit in visits:
        load += _entry(visit.pickup, dimension) - _entry(visit.delivery, dimension)
        peak = max(peak, load)
    return peak


def _entry(amounts: tuple[int, ...], dimension: int) -> int:
    return amounts[dimension] if dimension < len(amounts) else 0


def _place(location: int | None) -> int:
    assert location is not None, "the plain engine takes vehicles with a start and an end only"
    return location
