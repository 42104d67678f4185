"""Trips of alike vehicles with one rule kept, or two: what each leg costs and how many levels of that rule it uses up.

Levels are rounded down everywhere, so that no trip that keeps the rule is lost, however few levels there are.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.problem import Problem, Vehicle

Rule = str
"""`time`, `work` (travel and service in all), `distance`, `delivery:k` or `pickup:k` in dimension k."""
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
STILL = 3
"""Visits that some leg reaches without using up a level; where there are more, finer levels say more and sooner."""

SIZES = 2500
"""Visits times sizes of load up to which load is kept beside another rule."""


@dataclass(frozen=True, slots=True)
class Trips:
    """What one kind of vehicle drives between two loadings; index n of the first axes is the place of loading.

    `cost` (n + 1 × n, infinite where it may not go) and `home` (n) are money; `step` (n + 1 × n), `opens` and `last` (n)
    are levels; `count` is how many such trips there can be, `room` what each holds of the load that counts most.
    Where that load comes in few sizes it is kept beside time: each visit's `load` (n) in sizes, `hold` of them at most.
    """

    cost: Floats
    home: Floats
    step: Ints
    opens: Ints
    last: Ints
    levels: int
    unit: int
    count: int
    room: int
    load: Ints
    hold: int

    def price(self, visits: Sequence[int]) -> float:
        """Money of a trip."""
        legs = sum(float(self.cost[a, b]) for a, b in pairwise(visits))
        return float(self.cost[-1, visits[0]]) + legs + float(self.home[visits[-1]])

    def admits(self, visits: Sequence[int]) -> bool:
        """Whether a trip keeps the rule at these levels."""
        level, before = 0, len(self.home)
        if int(self.load[list(visits)].sum()) > self.hold:
            return False
        for visit in visits:
            level = max(level + int(self.step[before, visit]), int(self.opens[visit]))
            if level > self.last[visit]:
                return False
            before = visit
        return True

    def stills(self) -> int:
        """How many visits some leg reaches without using up a level."""
        return int(((self.step[:-1] == 0) & np.isfinite(self.cost[:-1])).any(axis=0).sum())


def rules(problem: Problem) -> Iterator[Rule]:
    """List the rules that may be kept."""
    vehicles, visits = problem.vehicles, problem.visits
    if any(visit.windows or visit.release_s for visit in visits):
        yield "time"
    if all(vehicle.max_duration_s is not None for vehicle in vehicles):
        yield "work"
    if all(vehicle.max_distance_m is not None for vehicle in vehicles):
        yield "distance"
    if (main := _main_load(problem)) is not None:
        yield main


def kinds(problem: Problem, rule: Rule, levels: int) -> list[tuple[list[int], Trips]]:
    """Trips of each kind of vehicle, with the vehicles of the kind."""
    groups: dict[object, list[int]] = defaultdict(list)
    for number, v in enumerate(problem.vehicles):
        limits = (v.max_trips, v.load_at, v.max_distance_m, v.max_duration_s)
        groups[v.profile, v.skills, v.capacity, v.start, v.end, v.shift, v.costs, limits].append(number)
    return [
        (group, _Kind(problem, problem.vehicles[group[0]], len(group)).trips(rule, levels)) for group in groups.values()
    ]


def least_trips(problem: Problem, found: Sequence[Trips]) -> float:
    """How many trips (as parts of the roomiest) must be driven to carry what has to be served."""
    load = _main_load(problem)
    most = max(trips.room for trips in found)
    if load is None or most <= 0:
        return 1.0
    must = [number for number, visit in enumerate(problem.visits) if visit.penalty is None]
    needed = sum(_amounts(problem, load)[number] for number in must)
    alike = all(trips.room == most for trips in found)
    return float(-(-needed // most)) if alike else needed / most


class _Kind:
    """One kind of vehicle on the visits of a problem."""

    def __init__(self, problem: Problem, vehicle: Vehicle, many: int) -> None:
        self.problem, self.vehicle, self.many = problem, vehicle, many
        self.matrix = problem.matrices[vehicle.profile]
        self.at = np.array([visit.location for visit in problem.visits])
        loads = {place for place in (vehicle.start, *vehicle.load_at) if place is not None}
        homes = {place for place in (vehicle.end,) if place is not None}
        self.starts, self.ends = sorted(loads), sorted(homes | (loads if vehicle.max_trips > 1 else set()))
        self.service = np.array([visit.service_s for visit in problem.visits], dtype=np.int64)

    def trips(self, rule: Rule, levels: int) -> Trips:
        step, opens, last = self._usage(rule)
        load, hold = self._sizes(rule)
        n = len(self.at)
        unit = max(1, -(-int(last.max(initial=0)) // levels))
        rate = self.vehicle.costs.per_km // 1000
        to, between, home = self._legs(self.matrix.distances)
        cost = rate * np.vstack([between, to[None, :]]).astype(np.float64)
        cost[n] += self.vehicle.costs.fixed / self.vehicle.max_trips
        never = (
            (last < opens)
            | (load > hold)
            | ~np.array([visit.skills <= self.vehicle.skills for visit in self.problem.visits])
        )
        cost[:, never] = np.inf
        cost[np.arange(n), np.arange(n)] = np.inf
        return Trips(
            cost=cost,
            home=rate * home.astype(np.float64),
            step=step // unit,
            opens=opens // unit,
            last=last // unit,
            levels=int(last.max(initial=0)) // unit,
            unit=unit,
            count=self.many * self.vehicle.max_trips,
            room=_room(self.vehicle, _main_load(self.problem)),
            load=load,
            hold=hold,
        )

    def _sizes(self, rule: Rule) -> tuple[Ints, int]:
        """Each visit's load in sizes and how many a trip holds; nothing where load is the rule or there are too many."""
        none = np.zeros(len(self.at), dtype=np.int64), 0
        main = _main_load(self.problem)
        if main is None or rule == main:
            return none
        amounts = np.array(_amounts(self.problem, main), dtype=np.int64)
        size = int(np.gcd.reduce(amounts)) or 1
        hold = _room(self.vehicle, main) // size
        return (amounts // size, hold) if hold * len(amounts) <= SIZES else none

    def _usage(self, rule: Rule) -> tuple[Ints, Ints, Ints]:
        """Units of a rule that each leg and its visit use up; from when and until when a visit may begin."""
        if rule == "time":
            return self._time()
        n = len(self.at)
        if rule in {"work", "distance"}:
            works = rule == "work"
            to, between, home = self._legs(self.matrix.durations if works else self.matrix.distances)
            lasts = self.service if works else np.zeros(n, dtype=np.int64)
            most = self.vehicle.max_duration_s if works else self.vehicle.max_distance_m
            step = np.vstack([between + lasts[:, None], to[None, :]])
            return step, to.copy(), (most or 0) - lasts - home
        amounts = np.array(_amounts(self.problem, rule), dtype=np.int64)
        room = _room(self.vehicle, rule)
        unit = int(np.gcd.reduce(amounts)) or 1
        return np.tile(amounts // unit, (n + 1, 1)), amounts // unit, np.full(n, room // unit, dtype=np.int64)

    def _time(self) -> tuple[Ints, Ints, Ints]:
        to, between, home = self._legs(self.matrix.durations)
        starts, ends = self.vehicle.shift
        visits = self.problem.visits
        opens = np.array([visit.windows[0][0] if visit.windows else starts for visit in visits], dtype=np.int64)
        closes = np.array([visit.windows[0][1] if visit.windows else ends for visit in visits], dtype=np.int64)
        leaves = np.array([max(starts, visit.release_s) for visit in visits], dtype=np.int64)
        opens = np.maximum(opens, leaves + to) - starts
        last = np.minimum(closes, ends - self.service - home) - starts
        return np.vstack([between + self.service[:, None], opens[None, :]]), opens, last

    def _legs(self, matrix: Ints) -> tuple[Ints, Ints, Ints]:
        """Shortest legs from where it loads, between visits, and to where a trip ends."""
        to = matrix[np.ix_(self.starts, self.at)].min(axis=0)
        return to, matrix[np.ix_(self.at, self.at)], matrix[np.ix_(self.at, self.ends)].min(axis=1)


def _main_load(problem: Problem) -> Rule | None:
    """The load that fills the fleet most, if anything is weighed."""
    most, found = 0.0, None
    for what in ("delivery", "pickup"):
        for k in range(max((len(vehicle.capacity) for vehicle in problem.vehicles), default=0)):
            rule = f"{what}:{k}"
            room = max(_room(vehicle, rule) for vehicle in problem.vehicles)
            share = sum(_amounts(problem, rule)) / room if room > 0 else 0.0
            if share > most:
                most, found = share, rule
    return found


def _amounts(problem: Problem, rule: Rule) -> list[int]:
    what, _, k = rule.partition(":")
    of = [visit.delivery if what == "delivery" else visit.pickup for visit in problem.visits]
    return [amounts[int(k)] if int(k) < len(amounts) else 0 for amounts in of]


def _room(vehicle: Vehicle, rule: Rule | None) -> int:
    if rule is None:
        return 0
    k = int(rule.partition(":")[2])
    return vehicle.capacity[k] if k < len(vehicle.capacity) else 0
