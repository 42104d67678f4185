"""Why a visit stays out: tested alone on an empty fleet, rule by rule; then its goods; else others were worth more."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector
from dispatch.solver.engines.rich.instants import NEVER
from dispatch.solver.engines.rich.schedule import Schedule, Stop, schedule, slot_at
from dispatch.solver.engines.rich.state import fits, make_trip
from dispatch.solver.plan import Plan, Reason, ReasonCode, Unassigned
from dispatch.solver.problem import HORIZON, Shipment
from dispatch.solver.rules.trace import Trace, traces


def with_reasons(c: Compiled, plan: Plan, seconds: float = 5.0) -> Plan:
    """Give every unassigned visit or shipment of a plan its reasons; none to those that the time does not reach."""
    if not plan.unassigned:
        return plan
    until = time.monotonic() + seconds
    explain = _Explainer(c, plan)
    return replace(
        plan,
        unassigned=tuple(explain.reasons(item) if time.monotonic() < until else item for item in plan.unassigned),
    )


class _Explainer:
    """The plan's leftovers and an empty fleet to try things on."""

    def __init__(self, c: Compiled, plan: Plan) -> None:
        self.c, self.problem = c, c.problem
        problem = c.problem
        days, _ = traces(problem, plan)
        self.nowhere = len(next(iter(problem.matrices.values())).durations)
        self.left = self._left(days)
        self.task = {("job", visit.id): n for n, visit in enumerate(problem.visits)}
        for n, shipment in enumerate(problem.shipments):
            self.task["pickup", shipment.pickup.id] = self.c.visits + 2 * n
            self.task["delivery", shipment.delivery.id] = self.c.visits + 2 * n

    def reasons(self, item: Unassigned) -> Unassigned:
        """Return the item with its reasons."""
        task = self.task[item.kind, item.visit]
        lines = dict(item.undelivered)
        rest = tuple(lines.get(line.id, 0) for line in self.problem.visits[task].lines) if task < self.c.visits else ()
        in_part = rest != tuple(goods.quantity for goods in self.c.lines[task])
        alone = None if in_part else self._alone(task)
        if alone is not None:
            return replace(item, reasons=(alone,))
        scarce = tuple(self._scarce(task, rest))
        return replace(item, reasons=scarce or (Reason("outbid", "cost"),))

    def _alone(self, task: int) -> Reason | None:
        """Find the rule that keeps the visit off every empty vehicle whatever the supply; None if there is none."""
        skilled = [car for car in self.c.cars if not self._lacking(task, car)]
        if not skilled:
            lacking = min((self._lacking(task, car), car.index) for car in self.c.cars)
            return Reason("skill", "skills", self._id(lacking[1]), lacking[0])
        smallest = self._smallest(task)
        found: list[tuple[int, int, Reason]] = []
        for car in skilled:
            reason = self._on(car, task, smallest)
            if reason is None:
                return None
            found.append((_RANK.index(reason.code), reason.by or 0, reason))
        return max(found, key=lambda entry: (entry[0], -entry[1]))[2]

    def _on(self, car: Car, task: int, units: Vector) -> Reason | None:
        """Find the rule that keeps the visit off one empty vehicle."""
        c = self.c
        over = self._overload(car, task, units)
        if over > 0:
            return Reason("load", "capacity", self._id(car.index), over)
        if self._drive(c, car, task, units) is not None:
            return None
        for code, rule, easier, roomier in self._eased(car, task):
            plan = self._drive(easier, roomier, task, units)
            if plan is not None:
                return Reason(code, rule, self._id(car.index), self._missed(rule, plan, car))
        return self._beyond(car, task) or Reason("window", "time_windows", self._id(car.index))

    def _eased(self, car: Car, task: int) -> Iterator[tuple[ReasonCode, str, Compiled, Car]]:
        """Give the problem and the vehicle with one rule at a time taken away."""
        c = self.c
        windows, released = list(c.windows), list(c.release)
        for end in (task, task + 1) if task >= c.visits else (task,):
            windows[end], released[end] = (), 0
        yield "window", "time_windows", replace(c, windows=windows), car
        yield "shift", "time_window", c, replace(car, closes=10 * HORIZON, max_duration=None)
        yield "shift", "breaks", c, replace(car, breaks=())
        yield "distance", "max_transit", replace(c, transit=[None] * c.tasks), car
        yield "release", "release", replace(c, release=released), car

    def _missed(self, rule: str, plan: Schedule, car: Car) -> int | None:
        """By how many seconds the rule taken away is missed."""
        if rule == "time_windows":
            return self._lateness(plan)
        return plan.ends - car.closes if rule == "time_window" and plan.ends > car.closes else None

    def _drive(self, c: Compiled, car: Car, task: int, units: Vector) -> Schedule | None:
        for place in car.places:
            trip = make_trip(c, place, self._stops(task, units), 0)
            if trip is None or self._beyond(car, task) is not None:
                continue
            plan = schedule(c, car, [trip], lambda _car, _place: [])
            if plan is not None:
                return plan
        return None

    def _beyond(self, car: Car, task: int) -> Reason | None:
        """Find the limit of driving that a tour of this visit alone passes."""
        c = self.c
        places = [car.start, car.places[0], *(c.place[t] for t, _ in self._stops(task, ())), car.end]
        legs = list(pairwise(places))
        seconds = sum(car.kind.seconds[a][b] for a, b in legs)
        metres = sum(car.kind.metres[a][b] for a, b in legs)
        if car.max_travel is not None and seconds > car.max_travel:
            return Reason("distance", "max_travel_time", self._id(car.index), seconds - car.max_travel)
        if car.max_metres is not None and metres > car.max_metres:
            return Reason("distance", "max_distance", self._id(car.index), metres - car.max_metres)
        if car.max_tasks is not None and len(self._stops(task, ())) > car.max_tasks:
            return Reason("distance", "max_tasks", self._id(car.index), len(self._stops(task, ())) - car.max_tasks)
        return None

    def _lateness(self, plan: Schedule) -> int | None:
        """By how many seconds the earliest service misses the end of its last window."""
        late = [
            event.begin[k] - self.c.windows[event.task][-1][1]
            for event, k in zip(plan.events, plan.taken, strict=False)
            if event.task >= 0 and self.c.windows[event.task]
        ]
        most = max(late, default=0)
        return most if most > 0 else None

    def _scarce(self, task: int, rest: Vector) -> Iterator[Reason]:
        """List the products of which there is not enough left, with the units missing."""
        c = self.c
        last = self._last_slot(task)
        for n, item in enumerate(c.lines[task]):
            if not rest[n]:
                continue
            draws = [supplies for supplies in item.draws.values() if supplies is not None]
            if any(supplies == () for supplies in draws):
                continue
            left = max((min(self.left[s][last] for s in supplies) for supplies in draws), default=0)
            need = rest[n] if c.whole[task] or rest[n] < item.quantity else item.least
            if left < need:
                yield Reason("supply", f"supply:{item.product}", None, rest[n] - max(left, 0))

    def _last_slot(self, task: int) -> int:
        """Return the supply instant of the latest departure from which any able vehicle reaches the visit in time."""
        c = self.c
        closes = c.windows[task][-1][1] if c.windows[task] else NEVER
        leave = [
            min(car.closes, closes) - min(car.kind.seconds[place][c.place[task]] for place in car.places)
            for car in c.cars
            if not self._lacking(task, car)
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

    def _stops(self, task: int, units: Vector) -> tuple[Stop, ...]:
        if task >= self.c.visits:
            return ((task, ()), (task + 1, ()))
        return ((task, units or (0,) * len(self.c.lines[task])),)

    def _smallest(self, task: int) -> Vector:
        """Return the least that may be delivered: the dearest line at its minimum, or all where all is asked."""
        items = self.c.lines[task]
        if self.c.whole[task] and self.c.portions[task] == 1:
            return tuple(item.quantity for item in items)
        if not items:
            return ()
        light = min(range(len(items)), key=lambda n: sum(a * items[n].least for a in items[n].amount))
        return tuple(item.least if n == light else 0 for n, item in enumerate(items))

    def _overload(self, car: Car, task: int, units: Vector) -> int:
        c = self.c
        trip = make_trip(c, car.places[0], self._stops(task, units), 0)
        if trip is None or fits(c, car, trip):
            return 0
        if task >= c.visits:
            load: Vector = self._shipment(task).amount
        else:
            load = tuple(max(pair) for pair in zip(trip.load, c.pickup[task], strict=True))
        return max((have - room for have, room in zip(load, car.capacity, strict=False)), default=0)

    def _lacking(self, task: int, car: Car) -> int:
        asks = self.problem.visits[task] if task < self.c.visits else self._shipment(task)
        return len(asks.skills - self.problem.vehicles[car.index].skills)

    def _shipment(self, task: int) -> Shipment:
        return self.problem.shipments[(task - self.c.visits) // 2]

    def _id(self, car: int) -> int | str:
        return self.problem.vehicles[car].id


_RANK: tuple[ReasonCode, ...] = ("skill", "load", "distance", "release", "shift", "window")
