"""Column generation for the bound: prices from the linear program, smoothed; trips that still pay at them join it.

Every price gives a valid bound: the prices' sum, less what unserved visits and the best trips could still save on them.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from dispatch.solver.engines.plain.bound.master import Master, Prices
from dispatch.solver.engines.plain.bound.pricing import Pricing
from dispatch.solver.engines.plain.bound.relaxed import STILL, Floats, Rule, Trips, kinds, least_trips, rules
from dispatch.solver.engines.plain.routes import Routes
from dispatch.solver.problem import Problem

LEVELS = (150, 600, 1800)
"""Ever finer levels of the rule: a coarse bound soon, a better one from its prices."""
SMOOTHING = 0.8
"""How much of the best prices so far stays in the next ones."""
COLUMNS = 80
"""Trips that join the program in each round at most."""
CLOSE = 1e-5

Sought = tuple[int, tuple[int, ...]]


def lower_bound(problem: Problem, routes: Routes, deadline: float, say: Callable[[int], None]) -> None:
    """Say better and better bounds on the cost of plans that serve all that must be, until the monotonic deadline.

    `routes` of a good plan save most of the time: their trips come first.
    """
    penalties = np.array([math.inf if v.penalty is None else float(v.penalty) for v in problem.visits])
    best, sought = 0, list[Sought]()
    rule, prices = _beginning(problem, routes, deadline)
    for levels in LEVELS if rule is not None else ():
        ascent = _Ascent(problem, rule, levels, penalties, deadline)
        if not ascent.moves and levels != LEVELS[-1]:
            continue
        for bound in ascent.bounds(sought or ascent.trips_of(routes), prices):
            if (whole := whole_money(bound)) > best:
                best = whole
                say(best)
        prices, sought = ascent.best, list(ascent.master.known)
        if time.monotonic() >= deadline or all(trips.unit == 1 for trips in ascent.found):
            return


def whole_money(bound: float) -> int:
    """Round up to whole money, as all costs are, with room for what floating point may have lost."""
    return math.ceil(bound - 1e-6 * (1.0 + abs(bound)))


def _beginning(problem: Problem, routes: Routes, deadline: float) -> tuple[Rule | None, Prices]:
    """The rule that says most at the prices that the routes pay, and those prices lowered until no trip pays."""
    best, chosen, prices = -1.0, None, Prices(np.zeros(len(problem.visits)), 0.0)
    for rule in rules(problem):
        found = next(some for levels in LEVELS if _moves(some := kinds(problem, rule, levels)) or levels == LEVELS[-1])
        paid = _paid(found, routes, len(problem.visits))
        part = _part_that_nothing_beats([Pricing(trips) for _, trips in found], paid, deadline)
        if part > best:
            best, chosen, prices = part, rule, Prices(part * paid, 0.0)
    return chosen, prices


def _moves(found: Sequence[tuple[list[int], Trips]]) -> bool:
    return all(trips.stills() <= STILL for _, trips in found)


def _part_that_nothing_beats(pricings: Sequence[Pricing], paid: Floats, deadline: float) -> float:
    """Largest part of some prices at which no trip pays (Dinkelbach); 0 where the time is up before."""
    part = 1.0
    while time.monotonic() < deadline:
        lowered = part
        for pricing in pricings:
            ends = pricing.run(part * paid, 0.0)
            end = int(ends.argmin())
            visits = pricing.trip(end) if ends[end] < -CLOSE else None
            if visits is not None:
                lowered = min(lowered, pricing.trips.price(visits) / float(paid[visits].sum()))
        if lowered > part * (1 - CLOSE):
            return part
        part = lowered
    return 0.0


def _paid(found: Sequence[tuple[list[int], Trips]], routes: Routes, count: int) -> Floats:
    """Half of the legs beside each visit as it is served; nothing for what is left out."""
    paid = np.zeros(count)
    for vehicles, trips in found:
        for vehicle in vehicles:
            for trip in routes.get(vehicle, ()):
                stops = trip.visits
                legs = [float(trips.cost[a, b]) for a, b in zip((-1, *stops), stops, strict=False)]
                legs.append(float(trips.home[stops[-1]]))
                legs[0] *= 2
                legs[-1] *= 2
                for at, visit in enumerate(stops):
                    paid[visit] = (legs[at] + legs[at + 1]) / 2
    return paid


class _Ascent:
    """One rule at one fineness."""

    def __init__(self, problem: Problem, rule: Rule | None, levels: int, penalties: Floats, deadline: float) -> None:
        groups = kinds(problem, rule or "", levels)
        self.moves = _moves(groups)
        self.vehicles, self.found = [vehicles for vehicles, _ in groups], [trips for _, trips in groups]
        self.penalties, self.deadline = penalties, deadline
        self.least = least_trips(problem, self.found)
        self.master = Master(self.found, penalties, self.least)
        self.pricings = [Pricing(trips) for trips in self.found]
        self.best = Prices(np.zeros(len(penalties)), 0.0)

    def trips_of(self, routes: Routes) -> list[Sought]:
        """Trips of routes, and each visit alone."""
        kind = {vehicle: number for number, vehicles in enumerate(self.vehicles) for vehicle in vehicles}
        known = [(kind[vehicle], trip.visits) for vehicle, trips in routes.items() for trip in trips]
        return known + [(number, (v,)) for number in range(len(self.found)) for v in range(len(self.penalties))]

    def bounds(self, sought: Iterable[Sought], prices: Prices) -> Iterator[float]:
        """Bounds as they come, of any quality, until nothing is gained any more or the time is up.

        From these trips and prices on.
        """
        for kind, visits in sought:
            if self.found[kind].admits(visits) and math.isfinite(self.found[kind].price(visits)):
                self.master.add(kind, visits)
        most, self.best = -math.inf, prices
        while time.monotonic() < self.deadline and (solved := self.master.solve()) is not None:
            value, exact, short = solved
            tries = [prices] if most == -math.inf else [exact.towards(self.best, SMOOTHING), exact]
            joined = False
            for tried in tries:
                bound, columns = self._price(tried, exact, short)
                if bound > most:
                    most, self.best = bound, tried
                yield bound
                for kind, visits in columns:
                    self.master.add(kind, visits)
                if joined := bool(columns):
                    break
            if (not joined and tries[-1] is exact) or value - most < CLOSE * abs(value):
                return

    def _price(self, tried: Prices, exact: Prices, short: Sequence[float]) -> tuple[float, list[Sought]]:
        """Bound at some prices, and the trips found there that pay at the exact ones, best first."""
        optional = np.isfinite(self.penalties)
        bound = float(tried.visits.sum()) + tried.trip * self.least
        bound += float(np.minimum(0.0, self.penalties[optional] - tried.visits[optional]).sum())
        paying: list[tuple[float, Sought]] = []
        for kind, (trips, pricing) in enumerate(zip(self.found, self.pricings, strict=True)):
            share = self.master.shares[kind]
            ends = pricing.run(tried.visits, tried.trip * share)
            bound += trips.count * min(0.0, float(ends.min(initial=0.0)))
            for end in np.argsort(ends)[: max(8, COLUMNS // len(self.found))]:
                visits = pricing.trip(int(end)) if math.isfinite(ends[end]) else None
                if visits is None:
                    continue
                money = trips.price(visits)
                reduced = money - float(exact.visits[visits].sum()) - exact.trip * share - short[kind]
                if reduced < -1e-7 * (1.0 + money):
                    paying.append((reduced, (kind, tuple(visits))))
        paying.sort()
        return bound, [column for _, column in paying[:COLUMNS]]
