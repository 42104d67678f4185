"""Plans of whole rich days, changed in one place: the checker must see it, whatever else the day holds."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from dispatch.solver import Plan, Problem, Route, Step, violations
from dispatch.solver.engines.rich.output import with_books
from dispatch.solver.files.vroom import parse_vroom
from tests.solver.builders import rich_day
from tests.solver.searching import searched

SEEDS = (2, 4, 6, 11)


@cache
def day_and_plan(seed: int) -> tuple[Problem, Plan]:
    """Give a rich day and a plan of it that keeps every rule."""
    day = parse_vroom(rich_day(seed, 18)).problem
    return day, searched(day, 30)


def changed(plan: Plan, route: int, steps: list[Step]) -> Plan:
    routes = list(plan.routes)
    routes[route] = Route(routes[route].vehicle, tuple(steps))
    return replace(plan, routes=tuple(routes))


def begun_too_early(day: Problem, plan: Plan) -> Iterator[Plan]:
    """Each stop reached without waiting, an hour and two seconds sooner."""
    for n, route in enumerate(plan.routes):
        for k, step in enumerate(route.steps):
            if step.kind in {"job", "pickup", "delivery"}:
                steps = list(route.steps)
                steps[k] = replace(step, arrival_s=step.arrival_s - 3602)
                yield changed(plan, n, steps)


def one_unit_more(day: Problem, plan: Plan) -> Iterator[Plan]:
    """Each complete line with one unit more than ordered."""
    wanted = {(visit.id, line.id): line.quantity for visit in day.visits for line in visit.lines}
    for n, route in enumerate(plan.routes):
        for k, step in enumerate(route.steps):
            for line, units in step.lines:
                if step.id is not None and units == wanted[step.id, line]:
                    steps = list(route.steps)
                    steps[k] = replace(step, lines=((line, units + 1),))
                    yield changed(plan, n, steps)


def driven_twice(day: Problem, plan: Plan) -> Iterator[Plan]:
    """Each whole route on a second vehicle as well."""
    free = [v.id for v in day.vehicles if v.id not in {route.vehicle for route in plan.routes}]
    for route in plan.routes:
        for vehicle in free[:1]:
            yield replace(plan, routes=(*plan.routes, Route(vehicle, route.steps)))


def break_forgotten(day: Problem, plan: Plan) -> Iterator[Plan]:
    """Each break left out."""
    for n, route in enumerate(plan.routes):
        for k, step in enumerate(route.steps):
            if step.kind == "break":
                yield changed(plan, n, [*route.steps[:k], *route.steps[k + 1 :]])


def loading_skipped(day: Problem, plan: Plan) -> Iterator[Plan]:
    """Each loading that takes time ended at once: the goods leave before they are aboard."""
    lengths = {vehicle.id: vehicle.loading_s for vehicle in day.vehicles}
    for n, route in enumerate(plan.routes):
        for k, step in enumerate(route.steps):
            if step.kind == "load" and lengths[route.vehicle]:
                steps = list(route.steps)
                steps[k] = replace(step, arrival_s=steps[k + 1].arrival_s - lengths[route.vehicle] + 1, waiting_s=0)
                yield changed(plan, n, steps)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mutate", [begun_too_early, one_unit_more, driven_twice, break_forgotten, loading_skipped])
def test_no_mutant_of_a_right_plan_passes(mutate: object, seed: int) -> None:
    day, plan = day_and_plan(seed)
    assert violations(day, plan) == []
    assert callable(mutate)
    for number, mutant in enumerate(mutate(day, plan)):
        assert violations(day, with_books(day, mutant)), f"mutant {number}"
