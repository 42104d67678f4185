"""One visit forced into a plan: beside all that is served, or in the place of others, as cheaply as a short search finds.

What comes out is written as a plan and has passed the checker of the problem it was forced in.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random

from dispatch.solver.checker import violations
from dispatch.solver.engines.rich.compiled import Compiled, Vector
from dispatch.solver.engines.rich.output import plan_of
from dispatch.solver.engines.rich.rebuild import state_of
from dispatch.solver.engines.rich.search import Search
from dispatch.solver.engines.rich.shipments import insert_shipment
from dispatch.solver.engines.rich.state import State
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Id

PLACES = 200
"""Positions tried before a visit is taken to fit nowhere."""


@dataclass(frozen=True, slots=True)
class Forced:
    """A plan that serves what was forced in; `car` serves it last, leaving at `leaves_s`."""

    plan: Plan
    car: int
    leaves_s: int
    instead: tuple[Id, ...] = ()


class Forcing:
    """A plan and one visit of it (or shipment, by its pickup) to force in, `wanted` units per line in all."""

    def __init__(self, c: Compiled, plan: Plan, task: int, wanted: Vector) -> None:
        self.task, self.wanted = task, wanted
        self.c = _precious(c, task)
        self.start = state_of(self.c, plan)

    def beside(self) -> Forced | None:
        """Insert it with all others left what they get; None where it fits nowhere."""
        state = self.start
        if state is None:
            return None
        before = state.snapshot()
        forced = None
        search = self._search(state, 0)
        if self._insert(search):
            forced = self._written(state, ())
        state.restore(before)
        return forced

    def on(self, car: int) -> Forced | None:
        """Take it out and insert it on this vehicle; None where it fits nowhere there."""
        state = self.start
        if state is None or self.task >= self.c.visits or self.c.locked[self.task]:
            return None
        before = state.snapshot()
        forced = None
        search = self._search(state, 0)
        search.take_out({self.task})
        search.insertion.only = car
        if state.got[self.task] is None and self._insert(search):
            forced = self._written(state, ())
        state.restore(before)
        return forced

    def fits(self) -> bool:
        """Tell whether it goes in with all others left what they get; the plan is not written."""
        return self.start is not None and self._insert(self._search(self.start, 0))

    def instead(self, rounds: int, until: float, seed: int) -> Forced | None:
        """Insert it where others are taken out, which are put back as well as can be; the cheapest of some rounds.

        `until` is an instant of the monotonic clock that cuts the rounds short.
        """
        state = self.start
        if state is None:
            return None
        before = state.snapshot()
        served = list(state.got)
        search = self._search(state, seed)
        best, lost = None, set[int]()
        for round_number in range(rounds):
            if time.monotonic() > until or (best is None and round_number > rounds // 2):
                break
            here = state.snapshot()
            chosen = self._chosen(search, round_number)
            search.take_out(chosen)
            if self._insert(search):
                hurt = chosen if best is None else chosen | lost
                search.recreate([t for t in search.ordered_missing() if t != self.task and t in hurt])
                if (best is None or state.cost < best.cost) and state.got[self.task] is not None:
                    best = state.snapshot()
                    lost = set(self._losers(served, state))
            if best is None or state.cost > best.cost:
                state.restore(here if best is None else best)
        forced = None
        if best is not None:
            state.restore(best)
            forced = self._written(state, tuple(self._name(task) for task in sorted(lost)))
        state.restore(before)
        return forced

    def _search(self, state: State, seed: int) -> Search:
        target = [tuple(item.quantity for item in items) for items in self.c.lines]
        target[self.task] = self.wanted
        search = Search(state, target, seed)
        search.insertion.blink = 0.0
        search.insertion.tries = PLACES
        return search

    def _insert(self, search: Search) -> bool:
        """Insert the visit, its present stops taken out first; False where not all that is wanted goes in."""
        state, task = search.state, self.task
        if self._is_done(state):
            return True
        if task >= self.c.visits:
            return insert_shipment(state, task)
        if state.got[task] is not None:
            if self.c.locked[task]:
                return False
            search.take_out({task})
        search.insertion.insert(task)
        return self._is_done(state)

    def _is_done(self, state: State) -> bool:
        got = state.got[self.task]
        return got is not None and all(have >= want for have, want in zip(got, self.wanted, strict=True))

    def _chosen(self, search: Search, number: int) -> set[int]:
        rng: Random = search.rng
        if number % 3 == 1 and self.c.lines[self.task]:
            same = [t for t in search.same_product(self.task) if t != self.task]
            return set(rng.sample(same, min(len(same), rng.randint(1, 6))))
        if number % 6 == 2 and search.near[self.task]:
            return search.strings(rng.choice(search.near[self.task][:20]))
        return search.strings(self.task)

    def _losers(self, before: list[Vector | None], state: State) -> Iterator[int]:
        """List who gets less than before."""
        for task, (was, now) in enumerate(zip(before, state.got, strict=True)):
            if was is None or task == self.task or (task >= self.c.visits and (task - self.c.visits) % 2):
                continue
            if now is None or any(a > b for a, b in zip(was, now, strict=True)):
                yield task

    def _name(self, task: int) -> Id:
        problem, visits = self.c.problem, self.c.visits
        return problem.visits[task].id if task < visits else problem.shipments[(task - visits) // 2].pickup.id

    def _written(self, state: State, instead: tuple[Id, ...]) -> Forced | None:
        plan = plan_of(state)
        if violations(self.c.problem, plan):
            return None
        for car, route in zip(self.c.cars, state.routes, strict=True):
            for trip, load in zip(route.trips, route.plan.loads, strict=True) if route is not None else ():
                if any(task == self.task for task, _ in trip.stops):
                    return Forced(plan, car.index, load[1], instead)
        return None


def _precious(c: Compiled, task: int) -> Compiled:
    """Return the problem with the visit worth more than everything else together."""
    worth, lines = list(c.worth), list(c.lines)
    most = 1 + 2 * (sum(worth) + sum(item.worth * item.quantity for items in lines for item in items) + c.big)
    if lines[task]:
        lines[task] = [replace(item, worth=most) for item in lines[task]]
    else:
        worth[task] = most
    return replace(c, worth=worth, lines=lines)
