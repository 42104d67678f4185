"""The smallest single change that makes a visit servable beside all that is served, each tried on the changed problem.

A try compiles the changed problem, rebuilds the plan in it, inserts the visit and asks the checker. What could be done
to several vehicles is tried on all of them at once; the one that then serves the visit is the one to change.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dispatch.solver.changes import Change, changed
from dispatch.solver.engines.rich.compiled import Compiled, Vector, compile_problem
from dispatch.solver.engines.rich.forcing import Forced, Forcing
from dispatch.solver.engines.rich.state import load_of
from dispatch.solver.plan import Plan
from dispatch.solver.problem import HORIZON, Id, Visit

STEP_S = 300
"""Remedies in time are whole steps of five minutes."""
MOST_S = 4 * 3600
GOODS_S = 900
"""The time by which goods must be there is searched in quarters of an hour."""
STEPS = 32
"""Steps from nothing to the most that is tried of other quantities."""

Make = Callable[[int], tuple[Change, ...]]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that was tried and serves; `effort` compares changes of unlike kinds (a minute of a window is 1)."""

    change: Change
    effort: float


class Remedies:
    """Changes tried for one visit of a plan, `wanted` units per line in all."""

    def __init__(self, c: Compiled, plan: Plan, task: int, wanted: Vector, until: float) -> None:
        self.c, self.problem, self.plan = c, c.problem, plan
        self.task, self.wanted, self.until = task, wanted, until
        self.visit: Visit | None = self.problem.visits[task] if task < c.visits else None

    def smallest(self) -> Change | None:
        """Return the smallest change found before the time is up, goods apart."""
        found = [remedy for remedy in self._tried() if remedy is not None]
        return min(found, key=lambda remedy: remedy.effort).change if found else None

    def goods(self, product: str, missing: int, latest_s: int) -> Change | None:
        """Return how many more units of a product by when would do, the latest time found up to `latest_s`."""
        for location in dict.fromkeys(curve.location for curve in self.problem.products if curve.product == product):
            for amount in dict.fromkeys((missing, *self._rest_of(product))):
                change = Change("supply", amount, product=product, at_s=self._first_s(), location=location)
                forced = self._serves(change)
                if forced is not None:
                    later = self._later(change, forced.leaves_s, latest_s)
                    return later if self._serves(later) is not None else change
        return None

    def docks(self) -> Change | None:
        """Return the place where one more dock would do."""
        for dock in self.problem.docks:
            change = Change("dock", 1, location=dock.location)
            if self._serves(change) is not None:
                return change
        return None

    def _tried(self) -> Iterator[Remedy | None]:
        if self.visit is not None and not any(self.visit.skills <= v.skills for v in self.problem.vehicles):
            yield self._skills()
        if self.visit is not None:
            yield from self._of_visit(self.visit)
        yield self._shift()
        yield from self._capacity()
        yield from self._limits()
        yield self._vehicle()

    def _of_visit(self, visit: Visit) -> Iterator[Remedy | None]:
        if visit.windows:
            end = max(end for _, end in visit.windows)
            rounding = -end % STEP_S

            def later(m: int) -> tuple[Change, ...]:
                by = m - STEP_S + rounding if rounding else m
                return (Change("window", by, visit=visit.id, at_s=end + by),)

            yield self._least(later, STEP_S, MOST_S, lambda change: change.amount / 60)
        if visit.max_transit_s is not None:
            yield self._least(
                lambda m: (Change("transit", m, visit=visit.id),), STEP_S, MOST_S, lambda change: change.amount / 60
            )
        if visit.release_s > 0:
            most = min(visit.release_s, MOST_S)
            yield self._least(
                lambda m: (Change("release", m, visit=visit.id, at_s=visit.release_s - m),),
                STEP_S,
                most - most % STEP_S,
                lambda change: change.amount / 60,
            )

    def _shift(self) -> Remedy | None:
        ends = {vehicle.id: vehicle.shift[1] for vehicle in self.problem.vehicles if vehicle.shift[1] < HORIZON}

        def longer(m: int) -> tuple[Change, ...]:
            return tuple(Change("shift", m, vehicle=who, at_s=end + m) for who, end in ends.items())

        return self._least(longer, STEP_S, MOST_S, lambda change: 1.5 * change.amount / 60)

    def _capacity(self) -> Iterator[Remedy | None]:
        load = load_of(self.c, self.task, self.wanted) if self.visit is not None else ()
        for k, most in enumerate(load):
            rooms = {v.id: v.capacity[k] for v in self.problem.vehicles if k < len(v.capacity)}
            if most and rooms:

                def more(m: int, k: int = k, rooms: dict[Id, int] = rooms) -> tuple[Change, ...]:
                    return tuple(Change("capacity", m, vehicle=who, dimension=k) for who in rooms)

                step = -(-most // STEPS)
                effort = 300 / max(1, *rooms.values())
                yield self._least(more, step, step * STEPS, lambda change, effort=effort: effort * change.amount)  # type: ignore[misc]

    def _limits(self) -> Iterator[Remedy | None]:
        for rule, field, step in (
            ("max_travel_time", "max_travel_s", STEP_S),
            ("max_distance", "max_distance_m", 1000),
            ("max_tasks", "max_tasks", 1),
        ):
            limited = [v.id for v in self.problem.vehicles if getattr(v, field) is not None]

            def higher(m: int, rule: str = rule, limited: list[Id] = limited) -> tuple[Change, ...]:
                return tuple(Change("limit", m, vehicle=who, rule=rule) for who in limited)

            if limited:
                yield self._least(higher, step, step * STEPS, lambda change, step=step: 6 * change.amount / step)  # type: ignore[misc]

    def _skills(self) -> Remedy | None:
        assert self.visit is not None
        lacking = {v.id: tuple(sorted(self.visit.skills - v.skills)) for v in self.problem.vehicles}
        for who, skills in sorted(lacking.items(), key=lambda entry: len(entry[1])):
            change = Change("skills", len(skills), vehicle=who, skills=skills)
            if skills and self._serves(change) is not None:
                return Remedy(change, 300.0)
        return None

    def _vehicle(self) -> Remedy | None:
        sorts = [car for car in self.c.cars if car.twin == car.index and car.serves[self.task]]
        one_each = [Change("vehicle", 1, vehicle=self.problem.vehicles[car.index].id) for car in sorts]
        forced = self._serves(*one_each) if one_each else None
        if forced is None or forced.car < len(self.c.cars):
            return None
        change = one_each[forced.car - len(self.c.cars)]
        return Remedy(change, 480.0) if self._serves(change) is not None else None

    def _least(self, make: Make, step: int, most: int, effort: Callable[[Change], float]) -> Remedy | None:
        """Search the smallest multiple of a step that serves, and of the vehicles changed the one that does."""
        if most < step or not make(step):
            return None
        best = self._serves(*make(most))
        if best is None:
            return None
        low, high = 0, most // step
        while high - low > 1 and time.monotonic() < self.until:
            middle = (low + high) // 2
            forced = self._serves(*make(middle * step))
            if forced is None:
                low = middle
            else:
                high, best = middle, forced
        changes = make(high * step)
        if len(changes) == 1:
            return Remedy(changes[0], effort(changes[0]))
        who = self.problem.vehicles[best.car].id
        change = next((change for change in changes if change.vehicle == who), None)
        return Remedy(change, effort(change)) if change is not None and self._serves(change) is not None else None

    def _later(self, change: Change, leaves_s: int, latest_s: int) -> Change:
        """Put off the time by which goods must be there as far as it still serves, in whole steps where they do."""
        found = change
        low, high = (change.at_s or 0) // GOODS_S, max(leaves_s, latest_s) // GOODS_S
        for middle in (high, leaves_s // GOODS_S):
            low, high, found = self._halve(low, middle, high, change, found)
        while high - low > 2:
            low, high, found = self._halve(low, (low + high) // 2, high, change, found)
        return found

    def _halve(self, low: int, middle: int, high: int, change: Change, found: Change) -> tuple[int, int, Change]:
        if not low < middle <= high:
            return low, high, found
        later = replace(change, at_s=middle * GOODS_S)
        return (middle, high, later) if self._fits(later) else (low, middle, found)

    def _first_s(self) -> int:
        """Return when the first shift begins: goods that are there then are there early enough."""
        return max(0, min(car.opens for car in self.c.cars))

    def _rest_of(self, product: str) -> Iterator[int]:
        assert self.visit is not None
        yield sum(units for line, units in zip(self.visit.lines, self.wanted, strict=True) if line.product == product)

    def _serves(self, *changes: Change) -> Forced | None:
        forcing = self._forcing(changes)
        return None if forcing is None else forcing.beside()

    def _fits(self, change: Change) -> bool:
        """Tell whether the visit goes in after a change, the checker not yet asked."""
        forcing = self._forcing((change,))
        return forcing is not None and forcing.fits()

    def _forcing(self, changes: tuple[Change, ...]) -> Forcing | None:
        if time.monotonic() > self.until:
            return None
        return Forcing(compile_problem(changed(self.problem, *changes), self.c), self.plan, self.task, self.wanted)
