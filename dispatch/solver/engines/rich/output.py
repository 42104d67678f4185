"""A state of the search written as the plan that the checker and everybody else reads."""

from dataclasses import replace

from dispatch.solver.checker import left_out
from dispatch.solver.cost import cost_of
from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector
from dispatch.solver.engines.rich.instants import earliest
from dispatch.solver.engines.rich.schedule import Event, Trip
from dispatch.solver.engines.rich.state import Route as TimedRoute
from dispatch.solver.engines.rich.state import State
from dispatch.solver.plan import Plan, Route, Step, StepKind, Unassigned
from dispatch.solver.problem import Id, Problem
from dispatch.solver.rules.trace import traces


def plan_of(state: State, bound: float | None = None) -> Plan:
    """Write the state as a plan with its cost and what it leaves out."""
    c = state.c
    routes = tuple(
        Route(c.problem.vehicles[car.index].id, tuple(_Writer(c, car, route).steps()))
        for car, route in zip(c.cars, state.routes, strict=True)
        if route is not None
    )
    return with_books(c.problem, Plan(routes=routes, bound=bound))


def with_books(problem: Problem, plan: Plan) -> Plan:
    """Return the plan with its true cost and everything that it leaves out."""
    days, _ = traces(problem, plan)
    missing = left_out(problem, days)
    kinds: dict[str, int] = {"job": 0, "pickup": 1, "delivery": 2}
    unassigned = tuple(
        Unassigned(visit, tuple(rest.items()), (), kind)  # type: ignore[arg-type]  # the keys are these kinds
        for (kind, visit), rest in sorted(missing.items(), key=lambda entry: (kinds[entry[0][0]], str(entry[0][1])))
    )
    return replace(plan, cost=cost_of(problem, days).total, unassigned=unassigned)


class _Writer:
    """The steps of one car."""

    def __init__(self, c: Compiled, car: Car, route: TimedRoute) -> None:
        self.c, self.car, self.route = c, car, route
        self.nowhere = len(car.kind.seconds) - 1

    def steps(self) -> list[Step]:
        plan, car = self.route.plan, self.car
        events, taken = plan.events, plan.taken
        begins = [event.begin[k] for event, k in zip(events, taken, strict=False)]
        begins[0] = self._start()
        steps = [Step("start", None, begins[0], 0, self._place(car.start))]
        free = begins[0]
        for n in range(1, len(events)):
            arrival = self._drive(steps, free, events[n - 1].place, events[n].place, taken[n - 1], taken[n])
            steps.append(self._step(events[n], arrival, begins[n]))
            free = events[n].free[taken[n]]
        arrival = self._drive(steps, free, events[-1].place, car.end, taken[-2], taken[-1])
        steps.append(Step("end", None, arrival, 0, self._place(car.end)))
        return steps

    def _start(self) -> int:
        """Return when the vehicle has to start: just in time for its first loading."""
        plan, car = self.route.plan, self.car
        if plan.taken[1]:
            return car.opens
        return plan.loads[0][0] - car.kind.seconds[car.start][plan.events[1].place]

    def _drive(self, steps: list[Step], free: int, here: int, there: int, taken: int, by_now: int) -> int:
        """Add the breaks of a leg; return the arrival."""
        seconds = self.car.kind.seconds[here][there]
        pause_ends, total = free, 0
        for k in range(taken, by_now):
            windows, length = self.car.breaks[k]
            begins = earliest(windows, pause_ends)
            ready = max(pause_ends, min(begins, free + seconds + total))
            steps.append(Step("break", self.car.break_ids[k], ready, begins - ready))
            pause_ends, total = begins + length, total + length
        return max(free + seconds + total, pause_ends)

    def _step(self, event: Event, arrival: int, begin: int) -> Step:
        c = self.c
        if event.stop < 0:
            return Step("load", None, arrival, begin - arrival, self._place(event.place))
        trip: Trip = self.route.trips[event.trip]
        task, units = trip.stops[event.stop]
        kind: StepKind = "job"
        identity: Id
        if task < c.visits:
            identity = c.problem.visits[task].id
        else:
            pair, is_delivery = divmod(task - c.visits, 2)
            shipment = c.problem.shipments[pair]
            kind = "delivery" if is_delivery else "pickup"
            identity = shipment.delivery.id if is_delivery else shipment.pickup.id
        return Step(kind, identity, arrival, begin - arrival, event.place, self._lines(task, units))

    def _lines(self, task: int, units: Vector) -> tuple[tuple[Id, int], ...]:
        if task >= self.c.visits:
            return ()
        lines = self.c.problem.visits[task].lines
        return tuple((line.id, quantity) for line, quantity in zip(lines, units, strict=False) if quantity)

    def _place(self, place: int) -> int | None:
        return None if place == self.nowhere else place
