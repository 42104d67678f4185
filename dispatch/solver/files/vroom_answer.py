"""A plan written as VROOM's solution JSON, with load steps, lines per stop, bound, gap and reasons."""

from dataclasses import asdict
from math import ceil
from typing import Any

from dispatch.solver.changes import Change
from dispatch.solver.cost import Cost, cost_of, uses_cost_matrix
from dispatch.solver.plan import Plan, Route, Step, Unassigned
from dispatch.solver.problem import Id, Problem, ShipmentEnd, Vehicle, Visit
from dispatch.solver.rules.load import padded
from dispatch.solver.rules.trace import Stop, Trace, traces


def answer_of(problem: Problem, plan: Plan) -> dict[str, Any]:
    """Return the answer document of a plan."""
    days, _ = traces(problem, plan)
    total = cost_of(problem, days)
    routes = [_route(problem, route, day) for route, day in zip(plan.routes, days, strict=True)]
    tasks = {("job", v.id): v for v in problem.visits}
    tasks |= {("pickup", s.pickup.id): s.pickup for s in problem.shipments}  # type: ignore[misc]
    tasks |= {("delivery", s.delivery.id): s.delivery for s in problem.shipments}  # type: ignore[misc]
    return {
        "code": 0,
        "summary": _summary(plan, days, total, routes),
        "unassigned": [_unassigned(item, tasks) for item in plan.unassigned],
        "routes": routes,
    }


def _summary(plan: Plan, days: list[Trace], total: Cost, routes: list[dict[str, Any]]) -> dict[str, Any]:
    gap = None
    if plan.bound is not None and total.total > 0:
        gap = round((total.total - plan.bound) / total.total, 6)
    summary: dict[str, Any] = {
        "cost": round(total.total),
        "bound": None if plan.bound is None else int(plan.bound),
        "gap": gap,
        "routes": sum(1 for day in days if day.is_used),
        "unassigned": len(plan.unassigned),
        "costs": {
            name: round(getattr(total, name))
            for name in ("fixed", "driving", "tasks", "undelivered", "penalties", "changes")
        },
        "violations": [],
    }
    for name in ("setup", "service", "duration", "waiting_time", "distance", "priority"):
        summary[name] = sum(route[name] for route in routes)
    return summary


def _unassigned(item: Unassigned, tasks: dict[tuple[str, Id], Any]) -> dict[str, Any]:
    task = tasks[item.kind, item.visit]
    return {
        "id": item.visit,
        "type": item.kind,
        "location_index": task.location,
        "description": task.description,
        "undelivered": [{"line": line, "quantity": units} for line, units in item.undelivered],
        "reasons": [
            {
                "code": reason.code,
                "rule": reason.rule,
                "vehicle": reason.vehicle,
                "by": reason.by,
                "remedy": reason.remedy,
                "price": reason.price,
                "change": _change(reason.change),
                "instead": list(reason.instead),
            }
            for reason in item.reasons
        ],
    }


def _change(change: Change | None) -> dict[str, Any] | None:
    """Return a remedy as a value: its kind and what it names, absent where it names nothing."""
    return None if change is None else {key: value for key, value in asdict(change).items() if value not in (None, ())}


def _route(problem: Problem, route: Route, day: Trace) -> dict[str, Any]:
    vehicle, stops = day.vehicle, list(day.stops)
    costs = vehicle.costs
    travel = costs.per_hour * day.travel_s / 3600 + costs.per_km * day.travel_m / 1000
    if day.travel_cost is not None and uses_cost_matrix(costs):
        travel = day.travel_cost
    money = travel + costs.per_task_hour * day.task_s / 3600 + (costs.fixed if day.is_used else 0)
    return {
        "vehicle": route.vehicle,
        "description": vehicle.description,
        "cost": round(money) if day.is_used else 0,
        "setup": sum(stop.setup_s for stop in stops),
        "service": sum(stop.service_s for stop in stops),
        "duration": ceil(day.travel_s),
        "distance": day.travel_m,
        "waiting_time": sum(step.waiting_s for step in route.steps),
        "priority": sum(stop.task.priority for stop in stops if isinstance(stop.task, Visit)),
        "violations": [],
        "steps": _Steps(problem, vehicle, stops).of(route, day),
    }


class _Steps:
    """The steps of one route with what VROOM shows at each: running load, driving so far, setup and service."""

    def __init__(self, problem: Problem, vehicle: Vehicle, stops: list[Stop]) -> None:
        self.matrix = problem.matrices[vehicle.profile]
        self.vehicle, self.stops = vehicle, iter(stops)
        self.driven_s, self.driven_m, self.here = 0.0, 0, vehicle.start
        self.aboard = [0] * len(vehicle.capacity)

    def of(self, route: Route, day: Trace) -> list[dict[str, Any]]:
        trips = iter(day.trips)
        return [self._step(step, trips) for step in route.steps]

    def _step(self, step: Step, trips: Any) -> dict[str, Any]:
        out: dict[str, Any] = {"type": step.kind}
        if step.id is not None:
            out["id"] = step.id
        out |= {"arrival": step.arrival_s, "waiting_time": step.waiting_s, "setup": 0, "service": 0}
        if step.kind == "break":
            wanted = next(pause for pause in self.vehicle.breaks if pause.id == step.id)
            out |= {"service": wanted.service_s, "description": wanted.description}
        else:
            self._move(step.location)
        if step.kind == "load":
            out["service"] = self.vehicle.loading_s
            self._load(next(trips))
        elif step.kind in {"job", "pickup", "delivery"}:
            self._serve(step, out)
        if step.location is not None:
            out["location_index"] = step.location
        return out | {
            "duration": ceil(self.driven_s),
            "distance": self.driven_m,
            "load": list(self.aboard),
            "violations": [],
        }

    def _move(self, place: int | None) -> None:
        if self.here is not None and place is not None:
            self.driven_s += int(self.matrix.durations[self.here, place]) / self.vehicle.speed_factor
            self.driven_m += int(self.matrix.distances[self.here, place])
        self.here = place

    def _load(self, trip: Any) -> None:
        size = len(self.aboard)
        self.aboard = [0] * size
        for stop in trip.stops:
            if isinstance(stop.task, Visit):
                self._add(_goods(stop.task, dict(stop.step.lines), size))

    def _serve(self, step: Step, out: dict[str, Any]) -> None:
        stop = next(self.stops)
        task: Visit | ShipmentEnd = stop.task
        out |= {"setup": stop.setup_s, "service": stop.service_s, "description": task.description}
        size = len(self.aboard)
        if isinstance(task, Visit):
            out["job"] = task.id
            if task.lines:
                out["lines"] = [{"id": line, "quantity": units} for line, units in step.lines]
            goods = _goods(task, dict(step.lines), size)
            self._add([up - down for up, down in zip(padded(task.pickup, size), goods, strict=True)])
        elif stop.shipment is not None:
            sign = 1 if step.kind == "pickup" else -1
            self._add([sign * a for a in padded(stop.shipment.amount, size)])

    def _add(self, amount: list[int]) -> None:
        self.aboard = [a + b for a, b in zip(self.aboard, amount, strict=True)]


def _goods(visit: Visit, units: dict[Id, int], size: int) -> list[int]:
    if not visit.lines:
        return list(padded(visit.delivery, size))
    per_line = [(units.get(line.id, 0), padded(line.amount, size)) for line in visit.lines]
    return [sum(quantity * amount[k] for quantity, amount in per_line) for k in range(size)]
