"""The trips found so far, mixed as cheaply as possible by a linear program: its duals are the next prices."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver import pywraplp

from dispatch.solver.engines.plain.bound.relaxed import Floats, Trips

UNSERVED = 4
"""Dearest legs that leaving out a visit costs the program where nothing may be left out."""


@dataclass(frozen=True, slots=True)
class Prices:
    """What serving each visit is worth, and each trip beside it."""

    visits: Floats
    trip: float

    def towards(self, other: "Prices", part: float) -> "Prices":
        """Go some part of the way to other prices."""
        visits = (1 - part) * self.visits + part * other.visits
        return Prices(visits, (1 - part) * self.trip + part * other.trip)


class Master:
    """Each visit is served once or left out at its penalty, by no more trips than there are and no fewer than needed."""

    def __init__(self, found: Sequence[Trips], penalties: Floats, least: float) -> None:
        self.found, self.known = found, set[tuple[int, tuple[int, ...]]]()
        # GLOP gives up halfway on mixed fleets, CLP does not
        self.solver = pywraplp.Solver.CreateSolver("CLP")
        endless = self.solver.infinity()
        roomiest = max(1, *(trips.room for trips in found))
        self.shares = [trips.room / roomiest if least > 1 else 1.0 for trips in found]
        self.rows = [self.solver.Constraint(1.0, 1.0) for _ in penalties]
        self.least = self.solver.Constraint(least, endless)
        self.counts = [self.solver.Constraint(-endless, float(trips.count)) for trips in found]
        self.objective = self.solver.Objective()
        self.objective.SetMinimization()
        dearest = UNSERVED * max(float(trips.cost[np.isfinite(trips.cost)].max(initial=1.0)) for trips in found)
        self.scale = dearest / 1000
        for row, penalty in zip([*self.rows, self.least], [*penalties.tolist(), dearest], strict=True):
            row.SetCoefficient(self._variable(min(penalty, dearest)), 1.0)

    def add(self, kind: int, visits: Sequence[int]) -> None:
        """Take in a trip, once."""
        key = (kind, tuple(visits))
        if key in self.known:
            return
        self.known.add(key)
        variable = self._variable(self.found[kind].price(visits))
        for visit in set(visits):
            self.rows[visit].SetCoefficient(variable, float(visits.count(visit)))
        self.least.SetCoefficient(variable, self.shares[kind])
        self.counts[kind].SetCoefficient(variable, 1.0)

    def solve(self) -> tuple[float, Prices, list[float]] | None:
        """Least money of a mixture, its prices, and what each kind's shortage of vehicles is worth (0 or less)."""
        if self.solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        visits = self.scale * np.array([row.dual_value() for row in self.rows])
        short = [self.scale * min(0.0, row.dual_value()) for row in self.counts]
        return (
            self.scale * self.objective.Value(),
            Prices(visits, self.scale * max(0.0, self.least.dual_value())),
            short,
        )

    def _variable(self, money: float) -> pywraplp.Variable:
        variable = self.solver.NumVar(0.0, self.solver.infinity(), "")
        self.objective.SetCoefficient(variable, money / self.scale)
        return variable
