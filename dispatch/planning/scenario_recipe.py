"""What a scenario changes of a day, as a pure function from problem to problem."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from dispatch.planning.edits_bench import Bench
from dispatch.planning.fleet_days import from_then
from dispatch.solver.allow import ALLOW, Allow
from dispatch.solver.problem import IncumbentRoute, Problem, Supply, Vehicle, Visit

SHIFT_S = 8 * 3600
"""A shift of the workshop: what it makes in one, it makes again in the next."""


ALLOWED: tuple[Allow, ...] = ALLOW
"""How much may change, from everything to nothing but insertions."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One what-if; all of it at its default is the day as it is, calculated anew."""

    name: str
    without: tuple[str, ...] = ()
    """Codes of vehicles that stay in the yard."""
    overtime_min: int = 0
    late_min: Mapping[str, int] = field(default_factory=dict)
    """Vehicle code → minutes by which it begins later."""
    more_shifts: int = 0
    no_partials: bool = False
    allow: Allow = "all"
    time_limit_s: int = 10

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Recipe:
        """As it is kept."""
        allow = next(each for each in ALLOW if each == kept["allow"])
        return cls(**{**kept, "without": tuple(kept["without"]), "allow": allow})


def applied(bench: Bench, problem: Problem, recipe: Recipe, now_s: int) -> Problem:
    """The problem of the scenario, beginning from the tours as they stand.

    Parameters
    ----------
    now_s
        The present on the problem's clock: no vehicle leaves before.
    """
    codes = {number: one.row.code for number, one in bench.book.vehicles.items()}
    vehicles = tuple(
        _vehicle(each, recipe, codes[int(each.id)], now_s)
        for each in problem.vehicles
        if codes[int(each.id)] not in recipe.without
    )
    there = {each.id for each in vehicles}
    standing = tuple(
        IncumbentRoute(number, tuple(tuple(dict.fromkeys(t + 1 for h in trip for t, _ in h.tasks)) for trip in trips))
        for number, trips in bench.layout.items()
        if number in there
    )
    kept = {visit for route in standing for trip in route.trips for visit in trip}
    visits = tuple(_visit(each, recipe, held=each.id in kept) for each in problem.visits)
    products = tuple(_supply(each, recipe) for each in problem.products)
    return replace(problem, vehicles=vehicles, visits=visits, products=products, incumbent=standing)


def _vehicle(vehicle: Vehicle, recipe: Recipe, code: str, now_s: int) -> Vehicle:
    opens, closes = vehicle.shift
    opens = opens + 60 * recipe.late_min.get(code, 0)
    return from_then(replace(vehicle, shift=(opens, max(closes + 60 * recipe.overtime_min, opens))), now_s)


def _visit(visit: Visit, recipe: Recipe, *, held: bool) -> Visit:
    visit = replace(visit, locked=visit.locked and held)
    return replace(visit, all_or_nothing=True, max_visits=1) if recipe.no_partials and visit.lines else visit


def _supply(supply: Supply, recipe: Recipe) -> Supply:
    """What is made in the course of the day is made again, a shift later."""
    made, before = [], 0
    for second, units in supply.steps:
        if second > 0:
            made.append((second, units - before))
        before = units
    first = sum(units for second, units in supply.steps[:1] if second <= 0)
    events = [(second + SHIFT_S * n, more) for n in range(recipe.more_shifts + 1) for second, more in made]
    total, steps = first, {0: first}
    for second, more in sorted(events):
        total += more
        steps[second] = total
    return replace(supply, steps=tuple(steps.items())) if recipe.more_shifts else supply
