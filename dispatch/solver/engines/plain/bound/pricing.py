"""The cheapest trip to each visit at given prices: one pass over the levels of a rule, all visits at once.

`F1` is the least money of a trip that has begun its last visit at a level or before, `F2` the least of those that came
from another visit than the first; so a trip never turns back to the visit it has just left (two-cycle elimination).
A row is a visit with the load on board after it, `cell` its column in the tables; without loads a visit is its row.
"""

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.engines.plain.bound.relaxed import Floats, Trips

Ints = NDArray[np.intp]
LONGEST = 2000


class Pricing:
    """Tables of one kind of trips, reused from call to call."""

    def __init__(self, trips: Trips) -> None:
        self.trips, self.n, self.pad = trips, len(trips.home), trips.levels + 2
        n, block = self.n, self.n + 1
        width, rows = block * (trips.hold + 1), self.pad + trips.levels + 1
        loads = [(visit, load) for visit in range(n) for load in range(int(trips.load[visit]), trips.hold + 1)]
        self.of, load = (np.array(entry, dtype=np.intp) for entry in zip(*loads, strict=True))
        self.cell = load * block + self.of
        self.steps = np.minimum(trips.step, trips.levels + 1)
        came = (load - trips.load[self.of])[:, None] * block + np.arange(block)
        self.base = (self.pad - self.steps.T[self.of]) * width + came
        self.cost = trips.cost.T[self.of]
        self.first, self.second = np.empty((rows, width)), np.empty((rows, width))
        self.before, self.other = (np.empty((rows, width), dtype=np.intp) for _ in range(2))
        able = np.isfinite(trips.cost).any(axis=0)
        self.open = [
            np.flatnonzero((able & (trips.opens <= level) & (level <= trips.last))[self.of])
            for level in range(trips.levels + 1)
        ]
        still = ((self.steps[:n] == 0) & np.isfinite(trips.cost[:n])).any(axis=0)
        self.still, self.passes = still[self.of], int(still.sum())

    def run(self, prices: Floats, per_trip: float) -> Floats:
        """Least reduced money of a whole trip that ends with each visit, infinite where there is none."""
        self.first.fill(np.inf)
        self.second.fill(np.inf)
        self.before.fill(-1)
        self.other.fill(-2)
        self.first[self.pad :, self.n :: self.n + 1] = -per_trip
        cost = self.cost - prices[self.of, None]
        for level, rows in enumerate(self.open):
            at = self.pad + level
            if level:
                for table in (self.first, self.second, self.before, self.other):
                    table[at] = table[at - 1]
            if len(rows):
                self._reach(level, rows, cost)
                still = rows[self.still[rows]] if self.passes else rows[:0]
                for _ in range(self.passes if len(still) else 0):
                    if not self._reach(level, still, cost):
                        break
        fullest = self.trips.hold * (self.n + 1)
        return self.first[-1, fullest : fullest + self.n] + self.trips.home

    def trip(self, end: int) -> list[int] | None:
        """Visits of the cheapest trip that ends with a visit, as found by the last run."""
        at, visit, load, is_second = len(self.first) - 1, end, self.trips.hold, False
        visits: list[int] = []
        while visit != self.n:
            cell = load * (self.n + 1) + visit
            money, before = self._entry(at, cell, is_second)
            while at > self.pad:  # down to where it first stood, in either rank
                if self._entry(at - 1, cell, False) == (money, before):
                    is_second = False
                elif self._entry(at - 1, cell, True) == (money, before):
                    is_second = True
                else:
                    break
                at -= 1
            visits.append(visit)
            if before < 0 or len(visits) > LONGEST:
                return None
            at -= int(self.steps[before, visit])
            load -= int(self.trips.load[visit])
            is_second = before != self.n and int(self.before[at, load * (self.n + 1) + before]) == visit
            visit = before
        return visits[::-1]

    def _entry(self, at: int, cell: int, is_second: bool) -> tuple[float, int]:
        money, before = (self.second, self.other) if is_second else (self.first, self.before)
        return float(money[at, cell]), int(before[at, cell])

    def _reach(self, level: int, rows: Ints, cost: Floats) -> bool:
        """Begin visits at a level, coming from anywhere; keep the best two ways, and say whether one is better."""
        shift = level * self.first.shape[1]
        first, second, before = self.first.ravel()[shift:], self.second.ravel()[shift:], self.before.ravel()[shift:]
        whole = len(rows) == len(self.of)
        base, legs = (self.base, cost) if whole else (self.base[rows], cost[rows])
        visits, cells = self.of[rows], self.cell[rows]
        ways = first.take(base)
        ways += legs
        one, best = _least(ways, base, legs, visits, before, second)
        ways[np.arange(len(rows)), one] = np.inf
        two, next_best = _least(ways, base, legs, visits, before, second)
        at = self.pad + level
        old = (self.first[at, cells], self.before[at, cells]), (self.second[at, cells], self.other[at, cells])
        wins = best < old[0][0]
        money, come = np.where(wins, best, old[0][0]), np.where(wins, one, old[0][1])
        after, after_come = np.full(len(rows), np.inf), np.full(len(rows), -2)
        for value, origin in (*old, (best, one), (next_best, two)):
            better = (origin != come) & (value < after)
            after, after_come = np.where(better, value, after), np.where(better, origin, after_come)
        self.first[at, cells], self.before[at, cells] = money, come
        self.second[at, cells], self.other[at, cells] = after, after_come
        return bool(wins.any() or (after < old[1][0]).any())


def _least(ways: Floats, base: Ints, legs: Floats, visits: Ints, before: Ints, second: Floats) -> tuple[Ints, Floats]:
    """Cheapest way into each row; where it would turn back, the way's second best counts (put right in `ways`)."""
    every = np.arange(len(visits))
    best = ways.argmin(axis=1)
    check = every
    while len(check):
        spots = base[check, best[check]]
        honest = second[spots] + legs[check, best[check]]
        wrong = (before[spots] == visits[check]) & (ways[check, best[check]] < honest)
        check, honest = check[wrong], honest[wrong]
        ways[check, best[check]] = honest
        best[check] = ways[check].argmin(axis=1)
    return best, ways[every, best]
