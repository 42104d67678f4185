"""What some vehicles of a plan could bring, cut into stops, each with its share of the supply and thus a release.

Supply is shared among the pieces, the most urgent first: by when they leave in the plan, or must leave at the latest where they
are not in it. A piece that finds nothing left is made smaller, or there is none.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from dispatch.solver.engines.rich.compiled import Car, Vector
from dispatch.solver.engines.rich.folding import Folding
from dispatch.solver.engines.rich.instants import NEVER
from dispatch.solver.engines.rich.portions import admissible
from dispatch.solver.engines.rich.state import State, suffix_min


@dataclass(frozen=True, slots=True)
class Piece:
    """What one stop would bring, the slot its goods wait for and, on the folded axis, when it now leaves and is served."""

    task: int
    units: Vector
    slot: int
    now: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Wanted:
    urgency: int
    task: int
    units: Vector
    now: tuple[int, int] | None


def pieces_of(state: State, cars: list[Car], offered: dict[int, Vector], folding: Folding) -> list[Piece]:
    """List what the cars bring now and, per visit of `offered`, what more is hoped for."""
    return _Sharing(state, cars).pieces(sorted(_wanted(state, cars, offered, folding), key=_urgent))


def _urgent(wanted: _Wanted) -> tuple[int, int]:
    return wanted.urgency, wanted.task


def _wanted(state: State, cars: list[Car], offered: dict[int, Vector], folding: Folding) -> Iterator[_Wanted]:
    c = state.c
    here: set[int] = set()
    for car in cars:
        route, event = state.routes[car.index], 0
        for trip in route.trips if route is not None else ():
            assert route is not None
            event += 1
            leaves = folding.event(car, route.plan, event)
            for task, units in trip.stops:
                event += 1
                here.add(task)
                now = (leaves, folding.event(car, route.plan, event))
                yield _Wanted(c.instants[trip.slot], task, units, now)
    for task, hoped in offered.items():
        got = state.got[task]
        if got is None or (task in here and c.portions[task] > state.times[task]):
            rest = hoped if got is None else tuple(max(0, a - b) for a, b in zip(hoped, got, strict=True))
            for units in _portions(state, cars, task, rest):
                yield _Wanted(_latest(state, cars[0], task), task, units, None)


def _latest(state: State, car: Car, task: int) -> int:
    """Return about when a visit's goods must leave at the latest."""
    c = state.c
    closes = c.windows[task][-1][1] if c.windows[task] else car.closes
    return min(closes, car.closes) - car.kind.seconds[car.start][c.place[task]]


def _portions(state: State, cars: list[Car], task: int, rest: Vector) -> Iterator[Vector]:
    """Cut what is left of a visit into loads that the largest vehicle takes, as many as it may have."""
    c = state.c
    count = c.portions[task] - state.times[task]
    if count == 1 or not c.lines[task]:
        yield rest
        return
    room = [max(car.capacity[k] for car in cars) for k in range(c.size)]
    left = list(rest)
    for _ in range(count):
        units = [0] * len(left)
        space = list(room)
        for n, item in enumerate(c.lines[task]):
            most = min((space[k] // amount for k, amount in enumerate(item.amount) if amount), default=left[n])
            units[n] = min(left[n], most)
            for k, amount in enumerate(item.amount):
                space[k] -= amount * units[n]
            left[n] -= units[n]
        if not any(units):
            return
        yield tuple(units)


class _Sharing:
    """Supply given out piece by piece: what other vehicles leave of it."""

    def __init__(self, state: State, cars: list[Car]) -> None:
        self.c, self.cars = state.c, cars
        self.left = [list(row) for row in state.room]
        for car in cars:
            route = state.routes[car.index]
            for trip in route.trips if route is not None else ():
                for supply, units in trip.goods.items():
                    self._give(supply, -units, trip.slot)

    def pieces(self, wanted: list[_Wanted]) -> list[Piece]:
        """Turn wishes into pieces."""
        made = []
        for wish in wanted:
            for units in self._tries(wish):
                slot = self._slot(wish.task, units)
                if slot < NEVER:
                    made.append(Piece(wish.task, units, slot, wish.now))
                    break
        return made

    def _tries(self, wish: _Wanted) -> Iterator[Vector]:
        """What could be brought, the most first."""
        c, items = self.c, self.c.lines[wish.task]
        if not items or any(wish.units):
            yield wish.units
        if items and not c.whole[wish.task]:
            less = []
            for item, quantity in zip(items, wish.units, strict=True):
                most = min((self.left[s][-1] for s in self._draws(item.draws)), default=quantity)
                less.append(quantity if most >= quantity else admissible(item, 0, max(0, most)))
            if any(less):
                yield tuple(less)

    def _slot(self, task: int, units: Vector) -> int:
        """Take the goods and return the slot from which they may leave; NEVER, and nothing taken, where there are too few."""
        c, items = self.c, self.c.lines[task]
        slot = c.release[task]
        goods: dict[int, int] = {}
        for item, quantity in zip(items, units, strict=True) if items else ():
            for supply in self._draws(item.draws) if quantity else ():
                goods[supply] = goods.get(supply, 0) + quantity
        for supply, quantity in goods.items():
            row = suffix_min(self.left[supply])
            first = bisect_left(row, quantity)
            if first == len(row):
                return NEVER
            slot = max(slot, first)
        for supply, quantity in goods.items():
            self._give(supply, quantity, slot)
        return slot

    def _give(self, supply: int, units: int, slot: int) -> None:
        row = self.left[supply]
        for n in range(slot, len(row)):
            row[n] -= units

    def _draws(self, draws: dict[int, tuple[int, ...] | None]) -> tuple[int, ...]:
        """Supplies that a line draws on at the first place where one of the cars may load it."""
        for car in self.cars:
            for place in car.places:
                supplies = draws[place]
                if supplies is not None:
                    return supplies
        return ()
