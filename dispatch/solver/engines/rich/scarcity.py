"""Which products there are too few of for what a plan leaves out, and how many units are missing."""

from collections.abc import Iterator

from dispatch.solver.engines.rich.compiled import Compiled, Vector
from dispatch.solver.engines.rich.instants import NEVER
from dispatch.solver.engines.rich.schedule import slot_at
from dispatch.solver.plan import Plan, Reason
from dispatch.solver.rules.trace import Trace, traces


class Scarcity:
    """What a plan leaves of each supply."""

    def __init__(self, c: Compiled, plan: Plan) -> None:
        self.c, self.problem = c, c.problem
        self.nowhere = len(next(iter(c.problem.matrices.values())).durations)
        days, _ = traces(c.problem, plan)
        self.left = self._left(days)

    def reasons(self, task: int, rest: Vector) -> Iterator[Reason]:
        """List the products of which there is not enough left, with the units missing."""
        c = self.c
        last = self.last_slot(task)
        for n, item in enumerate(c.lines[task]):
            if not rest[n]:
                continue
            draws = [supplies for supplies in item.draws.values() if supplies is not None]
            if any(supplies == () for supplies in draws):
                continue
            left = max((min(self.left[s][last] for s in supplies) for supplies in draws), default=0)
            if left < rest[n]:
                yield Reason("supply", f"supply:{item.product}", None, rest[n] - max(left, 0))

    def last_slot(self, task: int) -> int:
        """Return the supply instant of the latest departure from which any able vehicle reaches the visit in time."""
        c = self.c
        closes = c.windows[task][-1][1] if c.windows[task] else NEVER
        leave = [
            min(car.closes, closes) - min(car.kind.seconds[place][c.place[task]] for place in car.places)
            for car in c.cars
            if car.serves[task]
        ]
        return max(0, slot_at(c, max(leave, default=0)))

    def _left(self, days: list[Trace]) -> list[list[int]]:
        """What of each supply may still leave from each slot on."""
        c = self.c
        room = [list(caps) for caps in c.caps]
        index = {visit.id: n for n, visit in enumerate(self.problem.visits)}
        for day in days:
            for trip in day.trips:
                slot = slot_at(c, trip.departs_s)
                place = trip.location if trip.location is not None else self.nowhere
                for stop in trip.stops:
                    if stop.shipment is not None:
                        continue
                    names = [line.id for line in self.problem.visits[index[stop.task.id]].lines]
                    for line, units in stop.step.lines:
                        item = c.lines[index[stop.task.id]][names.index(line)]
                        for supply in item.draws.get(place) or ():
                            room[supply] = [have - units * (n >= slot) for n, have in enumerate(room[supply])]
        return [[min(row[n:]) for n in range(len(row))] for row in room]
