"""The cheapest feasible place for one visit: every position weighed by its money, the cheapest tried until one holds."""

from random import Random

from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector
from dispatch.solver.engines.rich.instants import NEVER, earliest
from dispatch.solver.engines.rich.portions import most_left, portion
from dispatch.solver.engines.rich.schedule import Schedule, Trip, advance, latest_arrivals, schedule, slot_at
from dispatch.solver.engines.rich.state import Route, State, in_order, load_of, make_trip

TRIES = 12


Place = tuple[int, int, int, int, int, int, Vector, bool]
"""Where a stop could go: money added less what it is worth, car, trip, position, place of loading, slot, units, and
whether it is a new trip before that trip number."""


class Insertion:
    """Inserts visits into a state. `target[task]` caps what is delivered per line; `blink` is the chance to look away."""

    def __init__(self, state: State, target: list[Vector], rng: Random, blink: float = 0.0) -> None:
        self.state, self.target, self.rng, self.blink = state, target, rng, blink
        self.tries = TRIES
        self.only: int | None = None
        """The one car that may serve what is inserted, None: any."""

    def insert(self, task: int) -> bool:
        """Put a visit in where it costs least, in several portions where it may be split; False leaves all as it was."""
        state, c = self.state, self.state.c
        before = state.snapshot() if c.portions[task] > 1 else None
        done = False
        while state.times[task] < c.portions[task]:
            rest = self._rest(task)
            if c.lines[task] and not any(rest):
                break
            if self._place_whole(task, rest):
                done = True
            elif c.lines[task] and (not c.whole[task] or c.portions[task] > 1) and self._place_part(task, rest):
                done = True
                continue
            break
        got = state.got[task]
        unfinished = c.whole[task] and got is not None and got != tuple(item.quantity for item in c.lines[task])
        if unfinished and before is not None:
            state.restore(before)
            return False
        return done

    def _rest(self, task: int) -> Vector:
        got = self.state.got[task]
        if got is None:
            return self.target[task]
        return tuple(max(0, want - have) for want, have in zip(self.target[task], got, strict=True))

    def _place_whole(self, task: int, units: Vector) -> bool:
        c = self.state.c
        worth = sum(i.worth * q for i, q in zip(c.lines[task], units, strict=True)) if c.lines[task] else c.worth[task]
        load = load_of(c, task, units)
        found: list[Place] = []
        slots: dict[int, int] = {}
        for car in self._cars(task, load):
            for place in car.places:
                if place not in slots:
                    trip = make_trip(c, place, ((task, units),), 0)
                    slots[place] = NEVER if trip is None else max(self.state.slot_for(trip.goods), trip.slot)
            route = self.state.routes[car.index]
            self._new_trips(found, car, route, task, units, slots)
            if route is None:
                continue
            for number, trip in enumerate(route.trips):
                slot = slots[trip.place]
                if slot < NEVER and all(a + b <= r for a, b, r in zip(trip.load, load, car.capacity, strict=True)):
                    self._positions(found, car, route, number, task, units, max(slot, trip.slot), 0)
        return self._commit(task, found, worth)

    def _place_part(self, task: int, rest: Vector) -> bool:
        c, state = self.state.c, self.state
        found: list[Place] = []
        got = state.got[task] or (0,) * len(rest)
        if not any(most_left(state, task, got, rest)):
            return False
        for car in self._cars(task, (0,) * c.size):
            route = state.routes[car.index]
            options = self._part_trips(car, route)
            for number, place, natural, room, is_new in options:
                slot = max(natural, c.release[task])
                units = portion(state, task, got, rest, place, slot, room)
                if not any(units):
                    continue
                worth = sum(item.worth * q for item, q in zip(c.lines[task], units, strict=True))
                if is_new:
                    self._new_trip(found, car, route, number, place, task, units, slot, worth)
                elif route is not None:
                    self._positions(found, car, route, number, task, units, slot, worth)
        return self._commit(task, found, 0)

    def _part_trips(self, car: Car, route: Route | None) -> list[tuple[int, int, int, Vector, bool]]:
        """List trips that could take a part: (trip number, place, slot, room, is new)."""
        c = self.state.c
        trips = [] if route is None else list(route.trips)
        options = [
            (n, t.place, t.slot, tuple(r - a for a, r in zip(t.load, car.capacity, strict=True)), False)
            for n, t in enumerate(trips)
        ]
        if len(trips) < car.max_trips:
            ready = (car.opens if route is None else route.plan.ends) + car.loading
            slots = {slot_at(c, ready), len(c.instants) - 1}
            options += [(len(trips), p, slot, car.capacity, True) for p in car.places for slot in sorted(slots)]
        return options

    def _cars(self, task: int, load: Vector) -> list[Car]:
        """List cars that could serve the visit; of unused cars that are alike, one."""
        state = self.state
        cars, idle = [], set()
        for car in state.c.cars:
            if (self.only is not None and car.index != self.only) or not car.serves[task]:
                continue
            if any(a > b for a, b in zip(load, car.capacity, strict=True)):
                continue
            if state.routes[car.index] is None:
                if car.twin in idle:
                    continue
                idle.add(car.twin)
            cars.append(car)
        return cars

    def _new_trips(
        self, found: list[Place], car: Car, route: Route | None, task: int, units: Vector, slots: dict[int, int]
    ) -> None:
        if route is not None and len(route.trips) >= car.max_trips:
            return
        first = 0 if route is None else _first_free(self.state.c, route)
        last = 0 if route is None else len(route.trips)
        for number in range(first, last + 1):
            for place in car.places:
                if slots[place] < NEVER:
                    self._new_trip(found, car, route, number, place, task, units, slots[place], 0)

    def _new_trip(
        self,
        found: list[Place],
        car: Car,
        route: Route | None,
        number: int,
        place: int,
        task: int,
        units: Vector,
        slot: int,
        worth: int,
    ) -> None:
        c, kind = self.state.c, car.kind
        if route is None:
            delta = kind.money[car.start][place] + kind.money[c.place[task]][car.end] + car.fixed
        else:
            here = _last_place(c, car, route, number)
            there = route.trips[number].place if number < len(route.trips) else car.end
            delta = kind.money[here][place] + kind.money[c.place[task]][there] - kind.money[here][there]
        delta += kind.money[place][c.place[task]] + self._task_money(car, task, place)
        found.append((delta - worth, car.index, number, 0, place, slot, units, True))

    def _task_money(self, car: Car, task: int, before: int) -> int:
        c = self.state.c
        money = car.kind.service_money[task] + c.change_money(task, car.index)
        return money + (car.kind.setup_money[task] if before != c.place[task] else 0)

    def _positions(
        self,
        found: list[Place],
        car: Car,
        route: Route,
        number: int,
        task: int,
        units: Vector,
        slot: int,
        worth: int,
    ) -> None:
        c, kind = self.state.c, car.kind
        trip = route.trips[number]
        if c.portions[task] > 1 and any(t == task for t, _ in trip.stops):
            return
        there, place = c.place[task], c.place
        base = kind.service_money[task] + c.change_money(task, car.index) - worth
        into, out, setup = kind.money, kind.money[there], kind.setup_money[task]
        after = route.trips[number + 1].place if number + 1 < len(route.trips) else car.end
        places = [trip.place, *[place[t] for t, _ in trip.stops], after]
        blink, rng = self.blink, self.rng
        here = places[0]
        for position in range(len(trip.stops) + 1):
            onward = places[position + 1]
            if not blink or rng.random() >= blink:
                row = into[here]
                score = row[there] + out[onward] - row[onward] + base
                if here != there:
                    score += setup
                found.append((score, car.index, number, position, trip.place, slot, units, False))
            here = onward

    def _reachable(self, task: int, spot: Place, plans: dict[tuple[int, int, int], Schedule | None]) -> bool:
        """Tell by the times around a position whether the stop can be reached there and the rest after it."""
        c = self.state.c
        _, car_index, number, position, _, slot, _, _ = spot
        car, route = c.cars[car_index], self.state.routes[car_index]
        assert route is not None
        plan: Schedule | None = route.plan
        if slot > route.trips[number].slot:
            key = (car_index, number, slot)
            if key not in plans:
                trips = list(route.trips)
                trips[number] = trips[number].at_slot(slot)
                plans[key] = schedule(c, car, trips, self.state.busy)
            plan = plans[key]
        if plan is None:
            return False
        at = position + 1
        for trip in route.trips[:number]:
            at += len(trip.stops) + 1
        event, seconds, there, windows = plan.events[at], car.kind.seconds, c.place[task], c.windows[task]
        leg = seconds[event.place][there]
        soonest = min(event.free) + leg
        if windows:
            soonest = max(soonest, windows[0][0])
            if soonest > windows[-1][1]:
                return False
        after = plan.events[at + 1].place if at + 1 < len(plan.events) else car.end
        work = car.kind.service[task] + (car.kind.setup[task] if event.place != there else 0)
        latest = plan.latest if plan.latest is not None else latest_arrivals(c, car, plan)
        if soonest + work + seconds[there][after] > max(latest[at + 1]):
            return False
        arrival, _ = advance(event.free, leg, car)
        free = [t if t >= NEVER else (earliest(windows, t) if windows else t) + work for t in arrival]
        onward, _ = advance(free, seconds[there][after], car)
        return any(t <= most for t, most in zip(onward, latest[at + 1], strict=True))

    def _commit(self, task: int, found: list[Place], worth: int) -> bool:
        found.sort(key=_in_order)
        state, c = self.state, self.state.c
        plans: dict[tuple[int, int, int], Schedule | None] = {}
        tries = 0
        for spot in found:
            score, car_index, number, position, at, slot, units, is_new = spot
            if score >= worth or tries >= self.tries:
                return False
            if not is_new and not self._reachable(task, spot, plans):
                continue
            route = state.routes[car_index]
            trips: list[Trip] = [] if route is None else list(route.trips)
            stops: tuple[tuple[int, Vector], ...] = ((task, units),)
            if not is_new:
                old = trips[number].stops
                stops = (*old[:position], (task, units), *old[position:])
            made = make_trip(c, at, stops, slot)
            if made is None:
                continue
            if is_new:
                trips.insert(number, made)
            else:
                trips[number] = made
            if not in_order(c, trips):
                continue
            tries += 1
            if state.try_route(c.cars[car_index], trips):
                return True
        return False


def _in_order(spot: Place) -> tuple[int, ...]:
    return spot[:4]


def _first_free(c: Compiled, route: Route) -> int:
    return max((n + 1 for n, t in enumerate(route.trips) if any(c.locked[task] for task, _ in t.stops)), default=0)


def _last_place(c: Compiled, car: Car, route: Route, number: int) -> int:
    if number == 0:
        return car.start
    trip = route.trips[number - 1]
    return c.place[trip.stops[-1][0]] if trip.stops else trip.place
