"""Which routes are re-solved together: neighbours that have waited longest, disjoint, with some free vehicles."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.engines.plain.routes import Routes
from dispatch.solver.problem import Problem

SIZE = 250
"""Visits re-solved together (measured: what PyVRP improves fastest per second)."""
FEWEST = 3
"""Routes re-solved together at least, however long they are."""
NEAR = 24
SPARE = 3
"""Free vehicles of each kind that go along with a group."""


def nearest(problem: Problem, count: int = NEAR, block: int = 512) -> NDArray[np.int32]:
    """Nearest visits of each visit (visits × count), by distance there and back, in blocks of rows."""
    places = np.array([visit.location for visit in problem.visits])
    distances = next(iter(problem.matrices.values())).distances
    count = min(count, len(places) - 1)
    found = np.empty((len(places), count), dtype=np.int32)
    for first in range(0, len(places), block):
        rows = np.arange(first, min(first + block, len(places)))
        both = distances[np.ix_(places[rows], places)] + distances[np.ix_(places, places[rows])].T
        both[np.arange(len(rows)), rows] = np.iinfo(np.int64).max
        found[rows] = np.argpartition(both, count - 1, axis=1)[:, :count]
    return found


class Groups:
    """Deals out groups of routes, the one that has waited longest first."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem = problem
        self.near = nearest(problem)
        self.used: dict[int, int] = defaultdict(int)
        self.turn = 0
        self.random = np.random.default_rng(seed)
        self.kinds: dict[object, list[int]] = defaultdict(list)
        for number, v in enumerate(problem.vehicles):
            key = (
                v.profile,
                v.skills,
                v.capacity,
                v.start,
                v.end,
                v.shift,
                v.costs,
                v.max_duration_s,
                v.max_distance_m,
            )
            self.kinds[key].append(number)

    def deal(self, routes: Routes, count: int) -> Iterator[tuple[list[int], list[int]]]:
        """Up to so many disjoint groups: vehicles (routes and free ones), and visits on no route."""
        on = self._routes_of_visits(routes)
        loose = np.flatnonzero(on < 0)
        served = len(on) - len(loose)
        taken: set[int] = set()
        spare = {kind: [v for v in vehicles if v not in routes] for kind, vehicles in self.kinds.items()}
        for _ in range(count):
            waiting = [vehicle for vehicle in routes if vehicle not in taken]
            if not waiting:
                return
            self.turn += 1
            order = self.random.permutation(len(waiting))
            seed = waiting[min(order, key=lambda at: self.used[waiting[at]])]
            group, size = self._grow(routes, on, seed, taken, room=round(SIZE * served / len(on)))
            taken.update(group)
            for vehicle in group:
                self.used[vehicle] = self.turn
            with_loose, loose = self._loose(on, loose, group, SIZE - size)
            free = [kind.pop() for kind in spare.values() for _ in range(min(SPARE, len(kind)))]
            yield group + free, with_loose

    def _routes_of_visits(self, routes: Routes) -> NDArray[np.int64]:
        on = np.full(len(self.problem.visits), -1, dtype=np.int64)
        for vehicle, trips in routes.items():
            for trip in trips:
                on[list(trip.visits)] = vehicle
        return on

    def _grow(
        self, routes: Routes, on: NDArray[np.int64], seed: int, taken: set[int], room: int
    ) -> tuple[list[int], int]:
        group, size = [seed], 0
        closeness = np.zeros(len(self.problem.vehicles))
        last = seed
        while True:
            visits = np.flatnonzero(on == last)
            size += len(visits)
            neighbours = on[self.near[visits]].ravel()
            closeness += np.bincount(neighbours[neighbours >= 0], minlength=len(closeness))
            closeness[[*group, *taken]] = 0
            last = int(np.argmax(closeness))
            full = size + sum(len(trip.visits) for trip in routes[last]) > room if last in routes else True
            if closeness[last] == 0 or (full and len(group) >= FEWEST):
                return group, size
            group.append(last)

    def _loose(
        self, on: NDArray[np.int64], loose: NDArray[np.int64], group: Sequence[int], room: int
    ) -> tuple[list[int], NDArray[np.int64]]:
        if not len(loose) or room <= 0:
            return [], loose
        beside = np.isin(on[self.near[loose]], group).sum(axis=1)
        order = np.argsort(-beside, kind="stable")[:room]
        chosen = order[beside[order] > 0]
        return [int(visit) for visit in loose[chosen]], np.delete(loose, chosen)
