"""What a served stop would cost on another vehicle: taken out, inserted there, checked, and the costs compared."""

from dataclasses import dataclass

from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.forcing import Forcing
from dispatch.solver.plan import Plan
from dispatch.solver.problem import Id, Problem
from dispatch.solver.rules.goods import delivered
from dispatch.solver.rules.trace import traces


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another vehicle for a stop: what it would add to the cost of the plan, and that plan, which has been checked."""

    vehicle: Id
    price: int
    plan: Plan


def alternatives(problem: Problem, plan: Plan, visit: Id) -> tuple[Alternative, ...]:
    """List the vehicles that could serve a served visit with all it gets and all else left where it is, cheapest first.

    The vehicle that serves it now is among them where it could serve it at once; a locked visit has none.
    """
    days, _ = traces(problem, plan)
    got = delivered(days).get(visit)
    if got is None:
        return ()
    c = compile_problem(problem)
    task = next(n for n, each in enumerate(problem.visits) if each.id == visit)
    forcing = Forcing(c, plan, task, tuple(got.get(line.id, 0) for line in problem.visits[task].lines))
    found = []
    for car in c.cars:
        forced = forcing.on(car.index)
        if forced is not None:
            price = round(forced.plan.cost - plan.cost)
            found.append(Alternative(problem.vehicles[car.index].id, price, forced.plan))
    return tuple(sorted(found, key=lambda one: one.price))
