"""A route read back from its steps: trips, stops, clock, metres. What every rule and the cost look at.

Nothing here trusts the plan: travel, setup and service are taken from the problem, the plan gives only the order of the
steps and when each begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dispatch.solver.plan import Plan, Route, Step
from dispatch.solver.problem import Id, Matrix, Problem, Shipment, ShipmentEnd, TimeWindow, Vehicle, Visit

ALWAYS: tuple[TimeWindow, ...] = ((-(10**15), 10**15),)


@dataclass(frozen=True, slots=True)
class Violation:
    """One rule broken: its name, the vehicle and the visit concerned, and the numbers."""

    rule: str
    vehicle: Id | None
    visit: Id | None
    detail: str

    def __str__(self) -> str:
        where = " ".join(
            f"{name} {value}" for name, value in (("vehicle", self.vehicle), ("visit", self.visit)) if value is not None
        )
        return f"{self.rule}: {where}{': ' if where else ''}{self.detail}"


@dataclass(frozen=True, slots=True)
class Stop:
    """A task done on a trip. `task` is the visit or the end of a shipment, `shipment` set for the latter."""

    step: Step
    task: Visit | ShipmentEnd
    shipment: Shipment | None
    begin_s: int
    setup_s: int
    service_s: int


@dataclass(slots=True)
class Trip:
    """From one loading to the next: where and when it loads, when the goods leave, what it serves."""

    location: int | None
    loading: tuple[int, int]
    stops: list[Stop] = field(default_factory=list)

    @property
    def departs_s(self) -> int:
        """Second at which the goods leave."""
        return self.loading[1]


@dataclass(slots=True)
class Trace:
    """A vehicle's whole day. `travel_s` is before the speed factor's rounding, `late` names steps begun too early."""

    vehicle: Vehicle
    trips: list[Trip] = field(default_factory=list)
    travel_s: float = 0.0
    travel_m: int = 0
    travel_cost: int | None = None
    task_s: int = 0
    breaks: list[tuple[Id | None, int]] = field(default_factory=list)
    starts_s: int = 0
    ends_s: float = 0.0
    faults: list[Violation] = field(default_factory=list)

    @property
    def stops(self) -> Iterator[Stop]:
        """All stops of the day in order."""
        return (stop for trip in self.trips for stop in trip.stops)

    @property
    def is_used(self) -> bool:
        """Whether the vehicle serves anything, and so costs anything."""
        return any(trip.stops for trip in self.trips)


def traces(problem: Problem, plan: Plan) -> tuple[list[Trace], list[Violation]]:
    """Read every route of a plan; what cannot be read at all comes back as violations of the rule `shape`."""
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    found: dict[Id, Trace] = {}
    faults: list[Violation] = []
    reader = _Reader(problem)
    for route in plan.routes:
        vehicle = vehicles.get(route.vehicle)
        if vehicle is None or route.vehicle in found:
            faults.append(Violation("shape", route.vehicle, None, "the vehicle is unknown or has two routes"))
            continue
        found[route.vehicle] = reader.read(vehicle, route)
    return list(found.values()), faults


def setup_of(task: Visit | ShipmentEnd, vehicle: Vehicle) -> int:
    """Give the setup seconds of a task on this vehicle."""
    return dict(task.setup_per_type).get(vehicle.type, task.setup_s) if task.setup_per_type else task.setup_s


def service_of(task: Visit | ShipmentEnd, vehicle: Vehicle) -> int:
    """Service seconds of a task on this vehicle."""
    return dict(task.service_per_type).get(vehicle.type, task.service_s) if task.service_per_type else task.service_s


class _Reader:
    """Walks the steps of routes with the problem's tasks at hand."""

    def __init__(self, problem: Problem) -> None:
        self.matrices = problem.matrices
        self.tasks: dict[tuple[str, Id | None], tuple[Visit | ShipmentEnd, Shipment | None]] = {}
        self.tasks.update({("job", visit.id): (visit, None) for visit in problem.visits})
        self.tasks.update({("pickup", s.pickup.id): (s.pickup, s) for s in problem.shipments})
        self.tasks.update({("delivery", s.delivery.id): (s.delivery, s) for s in problem.shipments})

    def read(self, vehicle: Vehicle, route: Route) -> Trace:
        trace = Trace(vehicle)
        steps = route.steps
        if not steps or steps[0].kind != "start" or (vehicle.end is not None and steps[-1].kind != "end"):
            trace.faults.append(Violation("shape", vehicle.id, None, "the route does not run from start to end"))
            return trace
        if any(step.kind in {"start", "end"} for step in steps[1:-1]) or (len(steps) > 1 and steps[-1].kind == "start"):
            trace.faults.append(Violation("shape", vehicle.id, None, "start or end stands inside the route"))
            return trace
        _Walk(self, trace).over(steps)
        return trace


class _Walk:
    """One route's clock and place while its steps are read."""

    def __init__(self, reader: _Reader, trace: Trace) -> None:
        self.reader, self.trace, self.vehicle = reader, trace, trace.vehicle
        self.matrix: Matrix = reader.matrices[self.vehicle.profile]
        self.here = self.vehicle.start
        self.free: float = 0
        self.paused_s, self.pause_ends = 0, 0

    def over(self, steps: tuple[Step, ...]) -> None:
        start = steps[0].arrival_s
        self.trace.starts_s = start
        self.free = start
        if not any(step.kind == "load" for step in steps):
            self.free = start + self.vehicle.loading_s
            self.trace.trips.append(Trip(self.vehicle.start, (start, start + self.vehicle.loading_s)))
        for step in steps[1:]:
            if step.kind == "break":
                self.pause(step)
            else:
                self.move(step)
        self.trace.ends_s = max(self.free, self.pause_ends)

    def pause(self, step: Step) -> None:
        wanted = next((pause for pause in self.vehicle.breaks if pause.id == step.id), None)
        if wanted is None:
            self.fault("breaks", None, f"break {step.id} is not one of the vehicle's")
            return
        if step.waiting_s < 0 or step.begin_s < max(self.free, self.pause_ends):
            self.fault("breaks", None, f"break {step.id} at {step.begin_s} begins while the vehicle works")
        self.trace.breaks.append((step.id, step.begin_s))
        self.paused_s += wanted.service_s
        self.pause_ends = step.begin_s + wanted.service_s

    def move(self, step: Step) -> None:
        task, shipment = self.reader.tasks.get((step.kind, step.id), (None, None))
        if step.kind == "load":
            where = step.location if step.location is not None else self.vehicle.start
        elif step.kind == "end":
            where = self.vehicle.end
        elif task is None:
            self.fault("shape", step.id, f"{step.kind} {step.id} is unknown")
            return
        else:
            where = task.location
        self.drive(step, where)
        if step.kind == "load":
            self.free = step.begin_s + self.vehicle.loading_s
            self.trace.trips.append(Trip(where, (step.begin_s, step.begin_s + self.vehicle.loading_s)))
        elif task is not None:
            self.serve(step, task, shipment)
        self.here = where

    def drive(self, step: Step, where: int | None) -> None:
        drive_s = 0.0
        if self.here is not None and where is not None:
            raw = int(self.matrix.durations[self.here, where])
            drive_s = raw / self.vehicle.speed_factor
            self.trace.travel_s += drive_s
            self.trace.travel_m += int(self.matrix.distances[self.here, where])
            if self.matrix.costs is not None:
                self.trace.travel_cost = (self.trace.travel_cost or 0) + int(self.matrix.costs[self.here, where])
        earliest = max(self.free + drive_s + self.paused_s, self.pause_ends)
        if step.waiting_s < 0 or step.arrival_s + 1e-6 < earliest:
            who = None if step.kind in {"load", "end"} else step.id
            self.fault("travel", who, f"{step.kind} at {step.arrival_s} cannot be reached before {earliest:.0f}")
        self.free = max(step.arrival_s, earliest) if step.kind == "end" else step.begin_s
        self.paused_s, self.pause_ends = 0, 0

    def serve(self, step: Step, task: Visit | ShipmentEnd, shipment: Shipment | None) -> None:
        if not self.trace.trips:
            self.fault("shape", step.id, "it comes before the first load")
            self.trace.trips.append(Trip(self.vehicle.start, (int(self.free), int(self.free))))
        setup = setup_of(task, self.vehicle) if self.here != task.location else 0
        service = service_of(task, self.vehicle)
        self.trace.trips[-1].stops.append(Stop(step, task, shipment, step.begin_s, setup, service))
        self.trace.task_s += setup + service
        self.free = step.begin_s + setup + service

    def fault(self, rule: str, visit: Id | None, detail: str) -> None:
        self.trace.faults.append(Violation(rule, self.vehicle.id, visit, detail))
