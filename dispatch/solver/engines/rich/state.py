"""A feasible plan under change: routes, docks, the ledger of supply, what is delivered; cheap to snapshot and restore.

The ledger counts a trip's goods from the supply instant (`slot`) that its departure has passed, and the schedule never
lets the trip leave before that instant. So whatever other trips do, what has left is always covered.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, pairwise

from dispatch.solver.engines.rich.compiled import Car, Compiled, Vector
from dispatch.solver.engines.rich.instants import NEVER
from dispatch.solver.engines.rich.schedule import Goods, Schedule, Stop, Trip, schedule, slot_at


@dataclass(frozen=True, slots=True)
class Route:
    """A car's trips with their times and money."""

    trips: tuple[Trip, ...]
    plan: Schedule
    money: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that `State.restore` needs."""

    routes: list[Route | None]
    room: list[list[int]]
    left: list[list[int]]
    got: list[Vector | None]
    times: list[int]
    cost: int


class State:
    """A plan that keeps every rule at all times.

    `got[task]` is what is delivered per line, None where not served; `times[task]` in how many stops. `cost` is in
    thousandths of money, what is left out included. `left[supply][slot]` is what may still be drawn from a slot on.
    """

    def __init__(self, c: Compiled) -> None:
        self.c = c
        self.routes: list[Route | None] = [None] * len(c.cars)
        self.room = [list(caps) for caps in c.caps]
        self.left = [suffix_min(caps) for caps in c.caps]
        self.got: list[Vector | None] = [None] * c.tasks
        self.times = [0] * c.tasks
        self.cost = sum(c.worth) + sum(item.worth * item.quantity for items in c.lines for item in items)

    def snapshot(self) -> Snapshot:
        """Remember the plan as it is."""
        return Snapshot(
            list(self.routes), list(self.room), list(self.left), list(self.got), list(self.times), self.cost
        )

    def restore(self, past: Snapshot) -> None:
        """Go back to a remembered plan."""
        self.routes, self.room, self.left = list(past.routes), list(past.room), list(past.left)
        self.got, self.times, self.cost = list(past.got), list(past.times), past.cost

    def busy(self, car: int, place: int) -> list[tuple[int, int]]:
        """List loading intervals of other cars at a place."""
        return [
            load
            for n, route in enumerate(self.routes)
            if route is not None and n != car
            for trip, load in zip(route.trips, route.plan.loads, strict=True)
            if trip.place == place
        ]

    def slot_for(self, goods: Goods) -> int:
        """Return the first slot from which these goods may leave, NEVER if they may not at all."""
        slot = 0
        for supply, units in goods.items():
            row = self.left[supply]
            first = bisect_left(row, units)
            if first == len(row):
                return NEVER
            slot = max(slot, first)
        return slot

    def rest_of(self, task: int) -> Vector:
        """Return what of each line is not yet delivered."""
        items, got = self.c.lines[task], self.got[task]
        if got is None:
            return tuple(item.quantity for item in items)
        return tuple(item.quantity - have for item, have in zip(items, got, strict=True))

    def try_route(self, car: Car, trips: list[Trip], *, relax: bool = False) -> bool:
        """Give the car these trips if they can be driven; otherwise leave everything as it is.

        The caller vouches that each trip's goods may leave from its slot on; with `relax` slots are made as early as
        supply allows first.
        """
        trips = _kept(self.c, trips)
        old = self.routes[car.index]
        if relax or not trips:
            self._replace(car, None)
        if not trips:
            return True
        route = self._timed(car, self._relaxed(trips)) if relax else None
        if route is None:
            route = self._timed(car, trips)
        if relax or route is not None:
            self._replace(car, old if route is None else route)
        return route is not None

    def money(self, car: Car, trips: list[Trip]) -> int:
        """Return what driving and serving these trips costs, in thousandths."""
        kind, here, total = car.kind, car.start, car.fixed
        place = self.c.place
        served = False
        for trip in trips:
            total += kind.money[here][trip.place]
            here = trip.place
            for task, _ in trip.stops:
                served = True
                there = place[task]
                total += kind.money[here][there] + kind.service_money[task] + self.c.change_money(task, car.index)
                if here != there:
                    total += kind.setup_money[task]
                here = there
        return total + kind.money[here][car.end] if served else 0

    def _timed(self, car: Car, trips: list[Trip]) -> Route | None:
        if len(trips) > car.max_trips or not _within_limits(self.c, car, trips) or not in_order(self.c, trips):
            return None
        if not all(fits(self.c, car, trip) for trip in trips):
            return None
        plan = schedule(self.c, car, trips, self.busy)
        if plan is None:
            return None
        raised = tuple(t.at_slot(slot_at(self.c, load[1])) for t, load in zip(trips, plan.loads, strict=True))
        return Route(raised, plan, self.money(car, trips))

    def _relaxed(self, trips: list[Trip]) -> list[Trip]:
        relaxed = []
        for trip in trips:
            slot = max(self.slot_for(trip.goods), max((self.c.release[task] for task, _ in trip.stops), default=0))
            relaxed.append(trip if slot >= NEVER else trip.at_slot(slot))
            self._draw(trip.goods, relaxed[-1].slot, 1)
        for trip in relaxed:
            self._draw(trip.goods, trip.slot, -1)
        return relaxed

    def _draw(self, goods: Goods, slot: int, sign: int) -> None:
        for supply, units in goods.items():
            row, amount = self.room[supply], sign * units
            self.room[supply] = row = row[:slot] + [have - amount for have in row[slot:]]
            self.left[supply] = suffix_min(row)

    def _replace(self, car: Car, route: Route | None) -> None:
        """Put a route in another's place; trips that stay as they are need no booking."""
        old = self.routes[car.index]
        was, now = old.trips if old is not None else (), route.trips if route is not None else ()
        stays = {id(trip) for trip in was} & {id(trip) for trip in now}
        for sign, trips in ((-1, was), (1, now)):
            for trip in trips:
                if id(trip) not in stays:
                    self._book(trip, sign)
        self.cost += (route.money if route is not None else 0) - (old.money if old is not None else 0)
        self.routes[car.index] = route

    def _book(self, trip: Trip, sign: int) -> None:
        self._draw(trip.goods, trip.slot, sign)
        for task, units in trip.stops:
            self.times[task] += sign
            items = self.c.lines[task]
            if not items:
                self.cost -= sign * self.c.worth[task]
                self.got[task] = () if self.times[task] else None
                continue
            had = self.got[task] or (0,) * len(items)
            self.got[task] = tuple([a + sign * b for a, b in zip(had, units, strict=True)])
            for item, quantity in zip(items, units, strict=True):
                self.cost -= sign * item.worth * quantity
            if not self.times[task]:
                self.got[task] = None


def make_trip(c: Compiled, place: int, stops: tuple[Stop, ...], slot: int) -> Trip | None:
    """Sum up a trip's goods and load, its slot no earlier than its releases; None where a product is not at its place."""
    goods: Goods = {}
    load = [0] * c.size
    flat = True
    for task, units in stops:
        slot = max(slot, c.release[task])
        if task >= c.visits or any(c.pickup[task]):
            flat = False
        items = c.lines[task]
        if not items:
            for k, amount in enumerate(c.delivery[task]):
                load[k] += amount
            continue
        for item, quantity in zip(items, units, strict=True):
            if not quantity:
                continue
            draws = item.draws[place]
            if draws is None:
                return None
            for supply in draws:
                goods[supply] = goods.get(supply, 0) + quantity
            for k, amount in enumerate(item.amount):
                load[k] += amount * quantity
    return Trip(place, stops, slot, goods, tuple(load), flat)


def in_order(c: Compiled, trips: list[Trip]) -> bool:
    """Tell whether the stops whose order is held come in it."""
    if c.rank is None:
        return True
    ranks = [c.rank[task] for trip in trips for task, _ in trip.stops if c.rank[task] >= 0]
    return ranks == sorted(ranks)


def load_of(c: Compiled, task: int, units: Vector) -> Vector:
    """Return the load of what a stop delivers."""
    items = c.lines[task]
    if not items:
        return c.delivery[task]
    return tuple(sum(i.amount[k] * q for i, q in zip(items, units, strict=True)) for k in range(c.size))


def fits(c: Compiled, car: Car, trip: Trip) -> bool:
    """Tell whether the vehicle can carry the trip at each of its points."""
    if any(have > room for have, room in zip(trip.load, car.capacity, strict=True)):
        return False
    if trip.flat:
        return True
    now = list(trip.load)
    for task, units in trip.stops:
        if task >= c.visits:
            pair, is_delivery = divmod(task - c.visits, 2)
            amount = c.problem.shipments[pair].amount
            change = [(-a if is_delivery else a) for a in amount] + [0] * (c.size - len(amount))
        else:
            change = [up - down for up, down in zip(c.pickup[task], load_of(c, task, units), strict=True)]
        now = [a + b for a, b in zip(now, change, strict=True)]
        if any(have > room for have, room in zip(now, car.capacity, strict=True)):
            return False
    return True


def suffix_min(row: list[int]) -> list[int]:
    """Return per slot the least of a row from there on."""
    result = list(accumulate(reversed(row), min))
    result.reverse()
    return result


def _kept(c: Compiled, trips: list[Trip]) -> list[Trip]:
    """Drop empty trips, except those before a trip with locked stops, which keeps its number."""
    needed = max((n for n, trip in enumerate(trips) if any(c.locked[task] for task, _ in trip.stops)), default=-1)
    return [trip for n, trip in enumerate(trips) if trip.stops or n <= needed]


def _within_limits(c: Compiled, car: Car, trips: list[Trip]) -> bool:
    if car.max_tasks is not None and sum(len(trip.stops) for trip in trips) > car.max_tasks:
        return False
    if car.max_travel is None and car.max_metres is None:
        return True
    places = [car.start]
    for trip in trips:
        places.append(trip.place)
        places += [c.place[task] for task, _ in trip.stops]
    places.append(car.end)
    legs = list(pairwise(places))
    seconds = sum(car.kind.seconds[a][b] for a, b in legs)
    metres = sum(car.kind.metres[a][b] for a, b in legs)
    if car.max_travel is not None and seconds > car.max_travel:
        return False
    return car.max_metres is None or metres <= car.max_metres
