"""The clock of one vehicle: the earliest times at which its trips can be driven, breaks, docks and supply included.

Forward, the earliest instant at which the vehicle is free after each event is kept per number of breaks taken; backward,
the latest instant at which it may arrive at each event so that the rest still holds. Together they say in a moment
whether one more stop fits between two events. A break lies on a leg: it begins when its window and the vehicle allow.

                 break 0 taken ──▶ 09:10 ──▶ 09:40 ──▶  …
    start ─ load ┤                   ▲ 30 min on this leg
                 none taken    ──▶ 08:30 ──▶ 09:05 ──▶  …
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector, Windows
from dispatch.solver.engines.rich.instants import NEVER, dock_free, earliest, last_in

Times = list[int]
Stop = tuple[int, Vector]
"""A task and the units of each of its lines."""
Busy = Callable[[int, int], list[tuple[int, int]]]
"""Loading intervals of all other cars at a place, given the car and the place."""


Goods = dict[int, int]
DEPARTURES = 24
"""Departures tried for a trip with perishables: each later one takes up a wait; where there is none, none helps."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One loading and the stops it serves: `slot` is the supply instant that its `goods` (per supply) wait for.

    `load` is what its deliveries weigh at departure, `flat` that nothing is picked up on the way.
    """

    place: int
    stops: tuple[Stop, ...]
    slot: int
    goods: Goods
    load: Vector
    flat: bool = True

    def at_slot(self, slot: int) -> "Trip":
        """Return the same trip waiting for another supply instant."""
        if slot == self.slot:
            return self
        return Trip(self.place, self.stops, slot, self.goods, self.load, self.flat)


@dataclass(slots=True)
class Event:
    """What the vehicle does at a place: `trip` and `stop` count from zero, `stop` -1 is the loading."""

    place: int
    trip: int
    stop: int
    task: int
    free: Times
    begin: Times
    parent: list[int]


@dataclass(slots=True)
class Schedule:
    """Feasible times of a car's trips: per trip when loading begins and the goods leave, and when the route ends."""

    events: list[Event]
    loads: list[tuple[int, int]]
    ends: int
    taken: list[int]
    """Breaks taken before each event on the chosen way; the last entry is at the end."""
    latest: list[Times] | None = None


def schedule(c: Compiled, car: Car, trips: list[Trip], busy: Busy) -> Schedule | None:
    """Time a car's trips as early as can be, or None if they cannot be driven."""
    clock = _Clock(c, car, busy)
    for number, trip in enumerate(trips):
        if not clock.drive_trip(number, trip):
            return None
    return clock.finish()


class _Clock:
    """The forward pass."""

    def __init__(self, c: Compiled, car: Car, busy: Busy) -> None:
        self.c, self.car, self.busy = c, car, busy
        states = len(car.breaks) + 1
        start = [car.opens] + [NEVER] * (states - 1)
        self.events = [Event(car.start, -1, -1, -1, start, start, [0] * states)]

    def drive_trip(self, number: int, trip: Trip) -> bool:
        """Add a trip's events; a perishable begun too late moves its departure and the trip is driven again."""
        c, car = self.c, self.car
        before = len(self.events)
        leave = c.instants[trip.slot]
        perishable = any(c.transit[task] is not None for task, _ in trip.stops)
        for _ in range(DEPARTURES):
            if not self._load(number, trip, leave):
                return False
            late = NEVER
            for position, (task, _) in enumerate(trip.stops):
                late = min(late, self._serve(number, position, task, perishable, before))
                if all(t >= NEVER for t in self.events[-1].free):
                    break
            else:
                return True
            if late >= NEVER:
                return False
            leave = late
            del self.events[before:]
            if leave > car.closes:
                return False
        return False

    def _load(self, number: int, trip: Trip, leave: int) -> bool:
        car, last = self.car, self.events[-1]
        arrival, parent = advance(last.free, car.kind.seconds[last.place][trip.place], car)
        limited = self.c.docks.get(trip.place) if car.loading else None
        others = self.busy(car.index, trip.place) if limited is not None else []
        begin, free = [NEVER] * len(arrival), [NEVER] * len(arrival)
        for k, at in enumerate(arrival):
            if at < NEVER:
                start = max(at, leave - car.loading)
                if limited is not None and others:
                    start = dock_free(start, car.loading, others, limited)
                begin[k] = start
                free[k] = start + car.loading if start + car.loading <= car.closes else NEVER
        self.events.append(Event(trip.place, number, -1, -1, free, begin, parent))
        return min(free) < NEVER

    def _serve(self, number: int, position: int, task: int, perishable: bool, before: int) -> int:
        """Add the event of a stop; return the departure that its perishable goods would need, if they fail."""
        c, car, last = self.c, self.car, self.events[-1]
        place = c.place[task]
        arrival, parent = advance(last.free, car.kind.seconds[last.place][place], car)
        work = car.kind.service[task] + (car.kind.setup[task] if place != last.place else 0)
        windows = c.windows[task]
        most = c.transit[task]
        begin, free, late = [NEVER] * len(arrival), [NEVER] * len(arrival), NEVER
        for k, at in enumerate(arrival):
            if at >= NEVER:
                continue
            start = earliest(windows, at) if windows else at
            if start >= NEVER or start + work > car.closes:
                continue
            if perishable and most is not None:
                left = self._departure(before, k, parent)
                if start - left > most:
                    late = min(late, start - most)
                    continue
            begin[k], free[k] = start, start + work
        self.events.append(Event(place, number, position, task, free, begin, parent))
        return late

    def _departure(self, before: int, k: int, parent: list[int]) -> int:
        k = parent[k]
        for event in reversed(self.events[before + 1 :]):
            k = event.parent[k]
        return self.events[before].free[k]

    def finish(self) -> Schedule | None:
        """Drive home and choose how many breaks were taken."""
        car, last = self.car, self.events[-1]
        arrival, parent = advance(last.free, car.kind.seconds[last.place][car.end], car)
        best, ends = -1, NEVER
        for k, at in enumerate(arrival):
            if at <= car.closes and at < ends and _excused(car, k, at):
                best, ends = k, at
        if best < 0:
            return None
        taken = [0] * (len(self.events) + 1)
        taken[-1] = k = best
        k = parent[k]
        for n in range(len(self.events) - 1, -1, -1):
            taken[n] = k
            k = self.events[n].parent[k]
        loads = [
            (event.begin[taken[n]], event.free[taken[n]])
            for n, event in enumerate(self.events)
            if event.stop < 0 <= event.trip
        ]
        if car.max_duration is not None and len(loads) > 0:
            starts = loads[0][0] - car.kind.seconds[car.start][self.events[1].place] if not taken[1] else car.opens
            if ends - starts > car.max_duration:
                return None
        return Schedule(self.events, loads, ends, taken)


def _excused(car: Car, taken: int, ends: int) -> bool:
    return all(ends <= windows[0][0] for windows, _ in car.breaks[taken:])


def advance(free: Times, seconds: int, car: Car) -> tuple[Times, list[int]]:
    """Drive a leg: per number of breaks taken by its end, the earliest arrival and how many were taken before it."""
    if len(free) == 1:
        return ([free[0] + seconds] if free[0] < NEVER else [NEVER]), [0]
    if len(free) == 2:
        return _advance_two(free[0], free[1], seconds, car.breaks[0])
    states = len(free)
    arrival, parent = [NEVER] * states, list(range(states))
    for k, t in enumerate(free):
        if t >= NEVER:
            continue
        at = t + seconds
        if at < arrival[k] and (k == states - 1 or at <= car.breaks[k][0][-1][1]):
            arrival[k], parent[k] = at, k
        pause_ends, total = t, seconds
        for j in range(k, states - 1):
            windows, length = car.breaks[j]
            begins = earliest(windows, pause_ends)
            if begins >= NEVER:
                break
            pause_ends, total = begins + length, total + length
            at = max(t + total, pause_ends)
            if at < arrival[j + 1]:
                arrival[j + 1], parent[j + 1] = at, k
    return arrival, parent


def _advance_two(free: int, paused: int, seconds: int, pause: tuple[Windows, int]) -> tuple[Times, list[int]]:
    """Drive a leg of a vehicle with one break: the common case, without loops."""
    windows, length = pause
    before = free + seconds if free < NEVER else NEVER
    after = paused + seconds if paused < NEVER else NEVER
    parent = 1
    if free <= windows[-1][1]:
        for begin, end in windows:
            if free <= end:
                at = (max(begin, free + seconds)) + length
                if at < after:
                    after, parent = at, 0
                break
    if before > windows[-1][1]:
        before = NEVER
    return [before, after], [0, parent]


def retreat(latest: Times, seconds: int, car: Car) -> Times:
    """Per number of breaks taken before a leg, the latest instant to be free at its begin, given arrivals after it."""
    if len(latest) == 1:
        return [latest[0] - seconds]
    states = len(latest)
    free = [t - seconds for t in latest]
    for k in range(states):
        for j in range(k + 1, states):
            bound, total = latest[j], seconds
            for windows, length in reversed(car.breaks[k:j]):
                total += length
                bound = last_in(windows, bound - length)
            free[k] = max(free[k], min(latest[j] - total, bound))
    return free


def latest_arrivals(c: Compiled, car: Car, plan: Schedule) -> list[Times]:
    """Per event the latest arrival per number of breaks taken (docks and perishables apart); kept on the schedule."""
    if plan.latest is not None:
        return plan.latest
    states = len(car.breaks) + 1
    after = [car.closes] * states
    for k in range(states):
        for windows, _ in car.breaks[k:]:
            after[k] = min(after[k], windows[0][0])
    result = [after]
    place = car.end
    for event in reversed(plan.events):
        free = retreat(result[-1], car.kind.seconds[event.place][place], car)
        place = event.place
        if event.task >= 0:
            previous = plan.events[len(plan.events) - len(result) - 1].place
            work = car.kind.service[event.task] + (car.kind.setup[event.task] if place != previous else 0)
            windows = c.windows[event.task]
            now = [last_in(windows, t - work) if windows else t - work for t in free]
        else:
            now = [t - car.loading for t in free] if event.trip >= 0 else free
        result.append(now)
    result.reverse()
    plan.latest = result
    return result


def slot_at(c: Compiled, second: int) -> int:
    """Return the last supply instant up to a second."""
    return bisect_right(c.instants, second) - 1
