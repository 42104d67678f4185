"""From an order of halts to timed routes: by the solver's exact clock where the rules hold, by a plain one where not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dispatch.solver.engines.rich.compiled import Compiled, Vector
from dispatch.solver.engines.rich.instants import NEVER, earliest
from dispatch.solver.engines.rich.schedule import Trip, slot_at
from dispatch.solver.engines.rich.state import State, make_trip
from dispatch.solver.plan import Route, Step


@dataclass(frozen=True, slots=True)
class Halt:
    """A halt at one site: its tasks (visit index, units of each line), and whether it is held in place."""

    tasks: tuple[tuple[int, Vector], ...]
    locked: bool = False


Trips = tuple[tuple[Halt, ...], ...]
Layout = dict[int, Trips]
"""Vehicle number → its trips."""


def routed(state: State, car_index: int, trips: Trips, leaves: Sequence[int] | None = None) -> bool:
    """Give a car these trips if every rule holds.

    Parameters
    ----------
    leaves
        Seconds at which the trips leave in the plan in force, so that their goods are booked as they were; None: as
        early as supply allows.
    """
    c = state.c
    car = c.cars[car_index]
    made: list[Trip] = []
    for number, trip in enumerate(trips):
        slot = 0 if leaves is None else max(slot_at(c, leaves[number]), 0)
        one = make_trip(c, car.places[0], tuple(task for halt in trip for task in halt.tasks), slot)
        if one is None or any(not car.serves[task] for task, _ in one.stops):
            return False
        made.append(one)
    if leaves is not None:
        return state.try_route(car, made)
    if any(state.slot_for(trip.goods) >= NEVER for trip in made):
        return False
    return state.try_route(car, made, relax=True)


def lenient_route(c: Compiled, car_index: int, trips: Trips) -> Route:
    """Time a route that breaks a rule as well as can be, so that the checker can say which and by how much."""
    car = c.cars[car_index]
    clock = _Plain(c, car_index)
    for trip in trips:
        made = make_trip(c, car.places[0], tuple(task for halt in trip for task in halt.tasks), 0)
        clock.load(made)
        for halt in trip:
            for task, units in halt.tasks:
                clock.serve(task, units)
    return clock.end()


class _Plain:
    """A clock that waits for windows, goods and breaks where it can, and goes on where it cannot."""

    def __init__(self, c: Compiled, car_index: int) -> None:
        self.c, self.car = c, c.cars[car_index]
        self.vehicle = c.problem.vehicles[car_index]
        self.free, self.here, self.pauses = self.car.opens, self.car.start, 0
        self.steps: list[Step] = [Step("start", None, self.free, 0, self.vehicle.start)]

    def load(self, trip: Trip | None) -> None:
        arrival = self._drive(self.car.places[0])
        ready = -NEVER if trip is None else self._ready(trip)
        begin = max(arrival, ready - self.car.loading)
        if len(self.steps) == 1:
            begin = max(begin, self.car.opens)
        self.steps.append(Step("load", None, arrival, begin - arrival, self.car.places[0]))
        self.free = begin + self.car.loading

    def serve(self, task: int, units: Vector) -> None:
        place, moved = self.c.place[task], self.here != self.c.place[task]
        arrival = self._drive(place)
        begin = earliest(self.c.windows[task], arrival) if self.c.windows[task] else arrival
        begin = arrival if begin >= NEVER else begin
        visit = self.c.problem.visits[task]
        lines = tuple((line.id, quantity) for line, quantity in zip(visit.lines, units, strict=False) if quantity)
        self.steps.append(Step("job", visit.id, arrival, begin - arrival, place, lines))
        kind = self.car.kind
        self.free = begin + kind.service[task] + (kind.setup[task] if moved else 0)

    def end(self) -> Route:
        arrival = self._drive(self.car.end)
        self.steps.append(Step("end", None, arrival, 0, self.vehicle.end))
        return Route(self.vehicle.id, tuple(self.steps))

    def _drive(self, there: int) -> int:
        seconds = self.car.kind.seconds[self.here][there]
        self.here = there
        for number, (windows, length) in enumerate(self.car.breaks[self.pauses :], self.pauses):
            begin = earliest(windows, self.free)
            if begin > self.free + seconds or begin >= NEVER:
                break
            self.steps.append(Step("break", self.car.break_ids[number], begin, 0, None))
            self.pauses += 1
            seconds += length
        arrival = self.free + seconds
        self.free = arrival
        return arrival

    def _ready(self, trip: Trip) -> int:
        """The first instant at which so much has been made, whatever other tours take."""
        slot = trip.slot
        for supply, units in trip.goods.items():
            caps = self.c.caps[supply]
            slot = max(slot, next((n for n, cap in enumerate(caps) if cap >= units), 0))
        return self.c.instants[slot]
