"""Why a visit cannot be served even alone: tested on each empty vehicle with goods without end, rule by rule."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector
from dispatch.solver.engines.rich.schedule import Schedule, Stop, schedule
from dispatch.solver.engines.rich.state import fits, make_trip
from dispatch.solver.plan import Reason, ReasonCode
from dispatch.solver.problem import HORIZON, Shipment


class Alone:
    """An empty fleet to try visits on."""

    def __init__(self, c: Compiled) -> None:
        self.c, self.problem = c, c.problem

    def reason(self, task: int) -> Reason | None:
        """Find the rule that keeps the visit off every empty vehicle whatever the supply; None if there is none."""
        skilled = [car for car in self.c.cars if not self.lacking(task, car)]
        if not skilled:
            lacking = min((self.lacking(task, car), car.index) for car in self.c.cars)
            return Reason("skill", "skills", self._id(lacking[1]), lacking[0])
        smallest = self._smallest(task)
        found: list[tuple[int, int, Reason]] = []
        for car in skilled:
            reason = self._on(car, task, smallest)
            if reason is None:
                return None
            found.append((_RANK.index(reason.code), reason.by or 0, reason))
        return max(found, key=lambda entry: (entry[0], -entry[1]))[2]

    def lacking(self, task: int, car: Car) -> int:
        """Count the skills that a vehicle lacks for a visit."""
        asks = self.problem.visits[task] if task < self.c.visits else self._shipment(task)
        return len(asks.skills - self.problem.vehicles[car.index].skills)

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

    def _shipment(self, task: int) -> Shipment:
        return self.problem.shipments[(task - self.c.visits) // 2]

    def _id(self, car: int) -> int | str:
        return self.problem.vehicles[car].id


_RANK: tuple[ReasonCode, ...] = ("skill", "load", "distance", "release", "shift", "window")
