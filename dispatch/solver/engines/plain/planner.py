"""From routes to a plan: times, what was left out, and the cost in the problem's money."""

from dataclasses import replace

from dispatch.solver.cost import cost
from dispatch.solver.engines.plain.routes import Routes, Timer
from dispatch.solver.plan import Plan, Unassigned
from dispatch.solver.problem import Problem


def plan_of(problem: Problem, routes: Routes) -> Plan:
    """Time the routes, vehicles in the problem's order, and name the visits that are on none."""
    timer = Timer(problem)
    served = {visit for trips in routes.values() for trip in trips for visit in trip.visits}
    plan = Plan(
        routes=tuple(timer.route(vehicle, routes[vehicle]) for vehicle in sorted(routes)),
        unassigned=tuple(Unassigned(v.id) for index, v in enumerate(problem.visits) if index not in served),
    )
    return replace(plan, cost=cost(problem, plan).total)
