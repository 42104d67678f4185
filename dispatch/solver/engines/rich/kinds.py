"""What vehicles of one sort share: seconds, metres and money from place to place, setup and service per task.

Tables have one place more than the matrices, "nowhere", that all ways to and from cost nothing: the start of a vehicle
that starts with its first task, the end of one that ends with its last.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch.solver.cost import uses_cost_matrix
from dispatch.solver.problem import Problem, ShipmentEnd, Vehicle, Visit
from dispatch.solver.rules.trace import service_of, setup_of

MILLI = 1000
"""The search counts money in thousandths."""
LARGEST = 10**15
"""An entry of a table beyond it counts as this much: more than any route can bear, and within 64 bits."""
Table = list[list[int]]


@dataclass(frozen=True, slots=True)
class Kind:
    """Lists of ints by place and task; `dearest` is the dearest leg."""

    seconds: Table
    money: Table
    metres: Table
    service: list[int]
    setup: list[int]
    service_money: list[int]
    setup_money: list[int]
    dearest: int


class Kinds:
    """The kinds of a problem's vehicles; equal tables are held once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        ends = [end for s in problem.shipments for end in (s.pickup, s.delivery)]
        self.tasks: list[Visit | ShipmentEnd] = [*problem.visits, *ends]
        self._kinds: dict[object, Kind] = {}
        self._tables: dict[object, Table] = {}

    def of(self, vehicle: Vehicle) -> Kind:
        """Return the kind of a vehicle."""
        costs = vehicle.costs
        rates = (costs.per_hour, costs.per_task_hour, costs.per_km)
        key = (vehicle.profile, vehicle.speed_factor, rates, vehicle.type)
        if key not in self._kinds:
            self._kinds[key] = self._make(vehicle)
        return self._kinds[key]

    def _make(self, vehicle: Vehicle) -> Kind:
        matrix, costs = self.problem.matrices[vehicle.profile], vehicle.costs
        profile, speed = vehicle.profile, vehicle.speed_factor
        if matrix.costs is not None and uses_cost_matrix(costs):
            money = self._table(("costs", profile), matrix.costs * float(MILLI))
        else:
            per_s = costs.per_hour * MILLI / 3600 / speed
            amounts = np.rint(per_s * matrix.durations + costs.per_km * matrix.distances.astype(float))
            money = self._table(("money", profile, speed, costs.per_hour, costs.per_km), amounts)
        service = [service_of(task, vehicle) for task in self.tasks]
        setup = [setup_of(task, vehicle) for task in self.tasks]
        per_task_s = costs.per_task_hour * MILLI / 3600
        return Kind(
            seconds=self._table(("seconds", profile, speed), np.ceil(matrix.durations / speed - 1e-9)),
            money=money,
            metres=self._table(("metres", profile), matrix.distances.astype(float)),
            service=service,
            setup=setup,
            service_money=[round(per_task_s * s) for s in service],
            setup_money=[round(per_task_s * s) for s in setup],
            dearest=max(map(max, money)),
        )

    def _table(self, key: object, values: NDArray[np.floating[Any]]) -> Table:
        if key not in self._tables:
            self._tables[key] = np.pad(np.minimum(values, LARGEST), ((0, 1), (0, 1))).astype(np.int64).tolist()
        return self._tables[key]
