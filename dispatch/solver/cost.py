"""What a plan costs in the problem's money, recomputed from its steps.

Over used vehicles: fixed + per_hour × driving hours + per_task_hour × (setup + service) hours + per_km × km (VROOM's
meanings; waiting, loading and breaks are free). Then undelivered units, visits left out, changes to the plan in force.
"""

from dataclasses import dataclass, fields

from dispatch.solver.plan import Plan
from dispatch.solver.problem import Id, Problem, VehicleCosts
from dispatch.solver.rules.goods import delivered
from dispatch.solver.rules.trace import Trace, traces


@dataclass(frozen=True, slots=True)
class Cost:
    """The parts of a plan's cost. `served` counts visits and shipments served at least in part."""

    fixed: float = 0.0
    driving: float = 0.0
    tasks: float = 0.0
    undelivered: float = 0.0
    penalties: float = 0.0
    changes: float = 0.0
    served: int = 0

    @property
    def total(self) -> float:
        """The whole cost, in the smallest unit of money."""
        return sum(float(getattr(self, part.name)) for part in fields(self) if part.name != "served")


def cost(problem: Problem, plan: Plan) -> Cost:
    """Recompute the cost of a plan, whatever it claims."""
    return cost_of(problem, traces(problem, plan)[0])


def cost_of(problem: Problem, days: list[Trace]) -> Cost:
    """Return the cost of routes already read back."""
    used = [day for day in days if day.is_used]
    got = delivered(days)
    handed = {id(stop.shipment) for day in days for stop in day.stops if stop.step.kind == "delivery"}
    undelivered = sum(
        (line.quantity - got.get(visit.id, {}).get(line.id, 0)) * (line.unit_penalty or 0)
        for visit in problem.visits
        for line in visit.lines
    )
    penalties = sum(v.penalty or 0 for v in problem.visits if not v.lines and v.id not in got)
    penalties += sum(s.penalty or 0 for s in problem.shipments if id(s) not in handed)
    return Cost(
        fixed=sum(day.vehicle.costs.fixed for day in used),
        driving=sum(_driving(day) for day in used),
        tasks=sum(day.vehicle.costs.per_task_hour * day.task_s / 3600 for day in used),
        undelivered=undelivered,
        penalties=penalties,
        changes=_changes(problem, days) * problem.change_penalty,
        served=len(got) + len(handed),
    )


def uses_cost_matrix(costs: VehicleCosts) -> bool:
    """Whether a matrix of costs replaces hours and kilometres: only where neither is asked for (VROOM's rule)."""
    return costs.per_hour == 3600 and costs.per_km == 0


def _driving(day: Trace) -> float:
    costs = day.vehicle.costs
    if day.travel_cost is not None and uses_cost_matrix(costs):
        return float(day.travel_cost)
    return costs.per_hour * day.travel_s / 3600 + costs.per_km * day.travel_m / 1000


def _changes(problem: Problem, days: list[Trace]) -> int:
    served_by: dict[Id, Id] = {stop.task.id: day.vehicle.id for day in days for stop in day.stops if not stop.shipment}
    return sum(
        1
        for route in problem.incumbent
        for trip in route.trips
        for visit in trip
        if visit in served_by and served_by[visit] != route.vehicle
    )
