"""The judge of plans: every rule re-derived from the problem and the plan's steps, without any solver."""

from collections.abc import Iterator

from dispatch.solver.cost import cost_of
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Id, Problem
from dispatch.solver.rules import PLAN_RULES, ROUTE_RULES, Trace, Violation
from dispatch.solver.rules.goods import delivered
from dispatch.solver.rules.trace import traces

__all__ = ["Violation", "violations"]


def violations(problem: Problem, plan: Plan) -> list[Violation]:
    """Every rule that the plan breaks, by name; an empty list is a plan that can be driven.

    The rules `travel` and `shape` come from reading the routes back; `books` says that the plan's own account (cost,
    bound, what is left out) is not what its routes give.
    """
    days, found = traces(problem, plan)
    for day in days:
        found.extend(day.faults)
        for rule in ROUTE_RULES:
            found.extend(rule(day))
    for plan_rule in PLAN_RULES:
        found.extend(plan_rule(problem, days))
    found.extend(books(problem, plan, days))
    return found


def books(problem: Problem, plan: Plan, days: list[Trace]) -> Iterator[Violation]:
    """Demand that the plan names exactly what it leaves out, states its true cost and no bound above."""
    total = cost_of(problem, days).total
    if abs(plan.cost - total) > max(1.0, 1e-6 * abs(total)):
        yield Violation("books", None, None, f"states a cost of {plan.cost:.0f}, the routes give {total:.0f}")
    if plan.bound is not None and plan.bound > total + 1:
        yield Violation("books", None, None, f"states a bound of {plan.bound:.0f} above its cost {total:.0f}")
    named = {(x.kind, x.visit): x for x in plan.unassigned}
    missing = left_out(problem, days)
    for key in named.keys() | missing.keys():
        said = dict(named[key].undelivered) if key in named else None
        if said != missing.get(key):
            yield Violation("books", None, key[1], f"is said to miss {said}, misses {missing.get(key)}")


def left_out(problem: Problem, days: list[Trace]) -> dict[tuple[str, Id], dict[Id, int]]:
    """List what no route serves: undelivered units per line of each visit, empty for a visit without lines."""
    got = delivered(days)
    missing: dict[tuple[str, Id], dict[Id, int]] = {}
    for visit in problem.visits:
        if not visit.lines:
            if visit.id not in got:
                missing["job", visit.id] = {}
            continue
        rest = {line.id: line.quantity - got.get(visit.id, {}).get(line.id, 0) for line in visit.lines}
        if any(units > 0 for units in rest.values()):
            missing["job", visit.id] = {line: units for line, units in rest.items() if units > 0}
    handed = {id(stop.shipment) for day in days for stop in day.stops if stop.shipment}
    for shipment in problem.shipments:
        if id(shipment) not in handed:
            missing["pickup", shipment.pickup.id] = {}
            missing["delivery", shipment.delivery.id] = {}
    return missing
