"""The rules a plan is judged by, one function each, named as a violation names it."""

from collections.abc import Callable, Iterator

from dispatch.solver.problem import Problem
from dispatch.solver.rules import fleet, goods, load, route
from dispatch.solver.rules.trace import Trace, Violation

ROUTE_RULES: tuple[Callable[[Trace], Iterator[Violation]], ...] = (
    route.shift,
    route.window,
    route.skill,
    load.load,
    route.release,
    route.transit,
    route.trips,
    route.limits,
    route.breaks,
    route.shipment,
)
PLAN_RULES: tuple[Callable[[Problem, list[Trace]], Iterator[Violation]], ...] = (
    goods.quantity,
    goods.complete,
    goods.visits,
    goods.supply,
    fleet.dock,
    fleet.locked,
)

__all__ = ["PLAN_RULES", "ROUTE_RULES", "Trace", "Violation"]
