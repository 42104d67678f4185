"""A plan read back as a state of the search, so that more can be tried on it.

Routes are built one after the other. Until its turn a vehicle holds its docks as the plan has it, so each can be timed
at least as early as in the plan and none takes the dock that another needs.
"""

from collections.abc import Iterator

from dispatch.solver.engines.rich.compiled import Compiled
from dispatch.solver.engines.rich.schedule import Schedule, Stop, Trip, slot_at
from dispatch.solver.engines.rich.state import Route, State, make_trip
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Visit
from dispatch.solver.rules.trace import Trip as DrivenTrip
from dispatch.solver.rules.trace import traces


def state_of(c: Compiled, plan: Plan) -> State | None:
    """Return the state of a plan that keeps the rules of the problem; None where it does not."""
    days, _ = traces(c.problem, plan)
    reader = _Reader(c)
    state = State(c)
    wanted: list[tuple[int, list[Trip]]] = []
    for day in days:
        index = reader.cars[day.vehicle.id]
        trips = [trip for trip in map(reader.trip, day.trips) if trip is not None]
        if len(trips) < len(day.trips):
            return None
        wanted.append((index, trips))
        state.routes[index] = Route(tuple(trips), Schedule([], [trip.loading for trip in day.trips], 0, []), 0)
    for index, trips in wanted:
        state.routes[index] = None
        if not state.try_route(c.cars[index], trips):
            return None
    return state


class _Reader:
    """Names turned into numbers."""

    def __init__(self, c: Compiled) -> None:
        self.c = c
        self.nowhere = len(c.cars[0].kind.seconds) - 1
        self.cars = {vehicle.id: n for n, vehicle in enumerate(c.problem.vehicles)}
        self.visits = {visit.id: n for n, visit in enumerate(c.problem.visits)}
        self.pairs = {id(shipment): n for n, shipment in enumerate(c.problem.shipments)}

    def trip(self, driven: DrivenTrip) -> Trip | None:
        """Return a trip that leaves no earlier than it did; None where its goods are not to be had at its place."""
        place = self.nowhere if driven.location is None else driven.location
        return make_trip(self.c, place, tuple(self.stops(driven)), slot_at(self.c, driven.departs_s))

    def stops(self, driven: DrivenTrip) -> Iterator[Stop]:
        """List its stops."""
        c = self.c
        for stop in driven.stops:
            if stop.shipment is not None:
                yield c.visits + 2 * self.pairs[id(stop.shipment)] + (stop.step.kind == "delivery"), ()
            elif isinstance(stop.task, Visit):
                task, units = self.visits[stop.task.id], dict(stop.step.lines)
                yield task, tuple(units.get(line.id, 0) for line in stop.task.lines)
