"""Ruin and recreate: neighbouring stops are taken out, put back where they cost least, and the change kept if it pays.

The ruin is slack induction by string removals (Christiaens and Vanden Berghe, 2020) beside removal of a product's
takers, of whole trips and of random visits; the recreation inserts greedily with blinks, in varying orders.
"""

import math
import time
from functools import cached_property
from random import Random

import numpy as np

from dispatch.solver.engines.rich.compiled import Compiled, Vector
from dispatch.solver.engines.rich.departures import postpone_one
from dispatch.solver.engines.rich.insertion import Insertion
from dispatch.solver.engines.rich.schedule import Trip
from dispatch.solver.engines.rich.shipments import insert_shipment
from dispatch.solver.engines.rich.state import Snapshot, State, make_trip

AVERAGE_REMOVED = 10
LONGEST_STRING = 10
BLINK = 0.02
POSTPONED = 0.2
OTHERS = 8
"""Visits missing before a ruin that are tried again after it."""


class Search:
    """One walk through plans from a state; `best` is the cheapest seen."""

    def __init__(self, state: State, target: list[Vector], seed: int) -> None:
        self.state, self.c = state, state.c
        self.rng = Random(seed)  # noqa: S311  a search, not a secret
        self.insertion = Insertion(state, target, self.rng, BLINK)
        self.best: Snapshot = state.snapshot()
        self.heads = [t for t in range(self.c.tasks) if t < self.c.visits or (t - self.c.visits) % 2 == 0]

    @cached_property
    def near(self) -> list[list[int]]:
        """Per task the hundred nearest others, the nearest first."""
        return _neighbours(self.c)

    @cached_property
    def takers(self) -> dict[str, list[int]]:
        """Per product the visits that ordered it."""
        return _takers(self.c)

    def recreate(self, order: list[int]) -> None:
        """Insert visits in this order where they cost least."""
        for task in order:
            if task >= self.c.visits:
                if self.state.got[task] is None:
                    insert_shipment(self.state, task)
            else:
                self.insertion.insert(task)

    def construct(self, deadline: float | None = None) -> None:
        """Insert everything that is missing, what is worth most first, until a deadline of the monotonic clock."""
        self.insertion.blink = 0.0
        for task in sorted(self._missing(), key=lambda t: (-self._worth(t), t)):
            if deadline is not None and time.monotonic() > deadline:
                break
            self.recreate([task])
        self.insertion.blink = BLINK
        self._note()

    def fill(self, deadline: float | None = None) -> None:
        """Offer what is left of the goods to visits that were not aimed at."""
        aimed = self.insertion.target
        self.insertion.target = [tuple(item.quantity for item in items) for items in self.c.lines]
        self.construct(deadline)
        self.insertion.target = aimed

    def step(self, temperature: float) -> bool:
        """Ruin and recreate once; True when the best plan got better."""
        state, rng = self.state, self.rng
        before = state.snapshot()
        self.ruin()
        if len(self.c.instants) > 1 and rng.random() < POSTPONED:
            postpone_one(state, rng)
        self.recreate(self._some(before))
        worse = state.cost - before.cost
        if worse > 0 and (worse >= self.c.big or rng.random() >= math.exp(-worse / max(temperature, 1e-9))):
            state.restore(before)
            return False
        return self._note()

    def _some(self, before: Snapshot) -> list[int]:
        """Order what has just been taken out and a few of what was missing before: all of it would take the time."""
        missing = self.ordered_missing()
        if len(missing) <= OTHERS:
            return missing
        old = [t for t in missing if before.got[t] == self.state.got[t]]
        left = set(self.rng.sample(old, max(0, len(old) - OTHERS)))
        return [t for t in missing if t not in left]

    def back_to_best(self) -> None:
        """Continue from the best plan."""
        self.state.restore(self.best)

    def keep(self) -> bool:
        """Take the present plan as the best if it is."""
        return self._note()

    def ruin(self) -> None:
        """Take some visits out."""
        served = [t for t in self.heads if self.state.got[t] is not None and not self.c.locked[t]]
        if not served:
            return
        roll = self.rng.random()
        missing = [t for t in self._missing() if self.state.got[t] is None]
        seed = self.rng.choice(missing) if missing and roll < 0.3 else self.rng.choice(served)
        if roll > 0.95:
            chosen = self._trip_of(seed)
        elif roll > 0.85:
            chosen = set(self.rng.sample(served, min(len(served), self.rng.randint(1, AVERAGE_REMOVED))))
        elif roll > 0.75 and self.c.lines[seed] and (same := self.same_product(seed)):
            chosen = set(self.rng.sample(same, min(len(same), AVERAGE_REMOVED)))
        else:
            chosen = self.strings(seed)
        self.take_out(chosen)

    def take_out(self, chosen: set[int]) -> None:
        """Remove these visits (shipments whole, split visits with all their parts), or none if that cannot be."""
        c, state = self.c, self.state
        before = state.snapshot()
        gone = {t for t in chosen if not c.locked[t]}
        gone |= {t + 1 for t in gone if t >= c.visits}
        for car in c.cars:
            route = state.routes[car.index]
            if route is None or not any(task in gone for trip in route.trips for task, _ in trip.stops):
                continue
            trips: list[Trip] = []
            for trip in route.trips:
                if any(task in gone for task, _ in trip.stops):
                    kept = tuple(stop for stop in trip.stops if stop[0] not in gone)
                    made = make_trip(c, trip.place, kept, 0)
                    assert made is not None
                    trips.append(made.at_slot(max(trip.slot, made.slot)))
                else:
                    trips.append(trip)
            if not state.try_route(car, trips, relax=True):
                state.restore(before)
                return

    def strings(self, seed: int) -> set[int]:
        """Choose stretches of trips around a visit."""
        chosen: set[int] = set()
        ruined: set[tuple[int, int]] = set()
        where = {
            task: (car.index, n, position)
            for car in self.c.cars
            if (route := self.state.routes[car.index]) is not None
            for n, trip in enumerate(route.trips)
            for position, (task, _) in enumerate(trip.stops)
        }
        strings = self.rng.randint(1, max(1, 2 * AVERAGE_REMOVED // LONGEST_STRING + 1))
        for task in [seed, *self.near[seed]]:
            if len(ruined) >= strings:
                break
            at = where.get(task)
            if at is None or at[:2] in ruined:
                continue
            ruined.add(at[:2])
            route = self.state.routes[at[0]]
            assert route is not None
            stops = route.trips[at[1]].stops
            length = self.rng.randint(1, min(LONGEST_STRING, len(stops)))
            first = self.rng.randint(max(0, at[2] - length + 1), min(at[2], len(stops) - length))
            chosen |= {self._head(t) for t, _ in stops[first : first + length]}
        return chosen

    def _trip_of(self, seed: int) -> set[int]:
        for route in self.state.routes:
            for trip in route.trips if route is not None else ():
                if any(task == seed for task, _ in trip.stops):
                    return {self._head(task) for task, _ in trip.stops}
        return {seed}

    def same_product(self, seed: int) -> list[int]:
        """List the served visits that take one of a visit's products."""
        item = self.rng.choice(self.c.lines[seed])
        return [t for t in self.takers[item.product] if self.state.got[t] is not None]

    def _head(self, task: int) -> int:
        return task if task < self.c.visits else task - (task - self.c.visits) % 2

    def ordered_missing(self) -> list[int]:
        """List what could still be inserted, in an order of the moment."""
        return self._ordered(self._missing())

    def _missing(self) -> list[int]:
        state, c, target = self.state, self.c, self.insertion.target
        missing = []
        for task in self.heads:
            got = state.got[task]
            if got is None:
                if not c.lines[task] or any(target[task]):
                    missing.append(task)
            elif (
                c.portions[task] > state.times[task]
                and not c.locked[task]
                and any(want > have for want, have in zip(target[task], got, strict=True))
            ):
                missing.append(task)
        return missing

    def _ordered(self, tasks: list[int]) -> list[int]:
        rng, c = self.rng, self.c
        rng.shuffle(tasks)
        roll = rng.random()
        if roll < 0.35:
            tasks.sort(key=self._worth, reverse=True)
        elif roll < 0.5:
            tasks.sort(key=lambda t: c.windows[t][-1][1] - c.windows[t][0][0] if c.windows[t] else 1 << 40)
        elif roll < 0.65:
            tasks.sort(key=lambda t: -max(car.kind.seconds[car.start][c.place[t]] for car in c.cars[:1]))
        elif roll < 0.8:
            tasks.sort(key=lambda t: c.windows[t][-1][1] if c.windows[t] else 1 << 40)
        return tasks

    def _worth(self, task: int) -> int:
        items = self.c.lines[task]
        if not items:
            return self.c.worth[task]
        return sum(item.worth * q for item, q in zip(items, self.insertion.target[task], strict=True))

    def _note(self) -> bool:
        if self.state.cost < self.best.cost:
            self.best = self.state.snapshot()
            return True
        return False


def _neighbours(c: Compiled) -> list[list[int]]:
    """List per task the hundred nearest others."""
    if not c.tasks:
        return []
    places = np.array(c.place)
    seconds = np.array(c.cars[0].kind.seconds)[np.ix_(places, places)]
    order = np.argsort(seconds, axis=1, kind="stable")[:, :101].tolist()
    return [[t for t in near if t != task][:100] for task, near in enumerate(order)]


def _takers(c: Compiled) -> dict[str, list[int]]:
    takers: dict[str, list[int]] = {}
    for task, items in enumerate(c.lines):
        for product in {item.product for item in items}:
            takers.setdefault(product, []).append(task)
    return takers
