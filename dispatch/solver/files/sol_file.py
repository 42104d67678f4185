"""Solutions of published instances: VRPLIB's `.sol`, written and read back.

    Route #1: 4 7 0 9
    Cost 1234

Numbers are the file's node numbers minus one, which are the locations of the problem. A depot inside a route is a
reload. Where vehicles differ route i is vehicle i, empty routes included.
"""

import re
from dataclasses import replace
from pathlib import Path

from dispatch.solver.checker import left_out
from dispatch.solver.cost import cost_of
from dispatch.solver.engines.plain.routes import Timer, Trip
from dispatch.solver.errors import Fault, FileError
from dispatch.solver.plan import Plan, Route, Unassigned
from dispatch.solver.problem import Problem
from dispatch.solver.rules.trace import Violation, traces

_NODE = re.compile(r"[0-9]{1,9}\Z")
_ROUTE = re.compile(r"^route\s*#?\s*\d+\s*:(.*)$", re.IGNORECASE)


def write_sol(problem: Problem, plan: Plan, path: Path) -> None:
    """Write a plan of a published instance."""
    path.write_text(sol_text(problem, plan), encoding="ascii")


def sol_text(problem: Problem, plan: Plan) -> str:
    """Say a plan of a published instance as the text of a `.sol` file."""
    by_vehicle = {route.vehicle: _nodes(route) for route in plan.routes}
    routes = [by_vehicle.get(vehicle.id, []) for vehicle in problem.vehicles]
    if not _fleet_differs(problem):
        routes = [nodes for nodes in routes if nodes]
    lines = [f"Route #{number}:{''.join(f' {node}' for node in nodes)}" for number, nodes in enumerate(routes, 1)]
    return "\n".join([*lines, f"Cost {round(plan.cost)}", ""])


def read_sol(problem: Problem, path: Path) -> Plan:
    """Read a `.sol` file as a plan, with times and cost of our own; `FileError` where it cannot be one."""
    return parse_sol(problem, path.read_text(encoding="utf-8", errors="replace"), path.name)


def parse_sol(problem: Problem, text: str, name: str = "solution") -> Plan:
    """Read the text of a `.sol` file; `name` is what its faults call it."""
    found = [match[1].split() for line in text.splitlines() if (match := _ROUTE.match(line.strip()))]
    if not found:
        raise _fault("routes", name, "it has no line 'Route #1: …'.", "Give a solution in VRPLIB's format.")
    if not _fleet_differs(problem):
        found = [words for words in found if words]
    if len(found) > len(problem.vehicles):
        raise _fault("fleet", name, f"{len(found)} routes, {len(problem.vehicles)} vehicles.", "Remove routes.")
    timer = Timer(problem)
    visits = {visit.location: index for index, visit in enumerate(problem.visits)}
    routes = []
    for number, words in enumerate(found):
        trips = _trips(problem, number, words, visits, name)
        if trips:
            routes.append(timer.route(number, trips))
    plan = Plan(tuple(routes))
    days, _ = traces(problem, plan)
    missing = tuple(Unassigned(visit) for _, visit in left_out(problem, days))
    return replace(plan, unassigned=missing, cost=cost_of(problem, days).total)


def required_visits(problem: Problem, plan: Plan) -> list[Violation]:
    """Name the visits left out although nothing is paid for leaving them out: in an instance each must be served."""
    must = {visit.id for visit in problem.visits if visit.penalty is None}
    return [
        Violation("required", None, missing.visit, "must be served and is on no route")
        for missing in plan.unassigned
        if missing.visit in must
    ]


def _nodes(route: Route) -> list[int]:
    loads = [at for at, step in enumerate(route.steps) if step.kind == "load"]
    first = loads[0] if loads else -1
    return [
        step.location
        for at, step in enumerate(route.steps)
        if step.location is not None and (step.kind == "job" or (step.kind == "load" and at != first))
    ]


def _trips(problem: Problem, number: int, words: list[str], visits: dict[int, int], name: str) -> tuple[Trip, ...]:
    start = problem.vehicles[number].start
    depots = {place for vehicle in problem.vehicles for place in (vehicle.start, *vehicle.load_at)}
    if start is None:
        raise _fault("depot", f"{name}, route {number + 1}", "its vehicle starts nowhere.", "Give a plan in JSON.")
    trips = [Trip(start, ())]
    for word in words:
        node = int(word) if _NODE.match(word) else -1
        if node in visits:
            trips[-1] = replace(trips[-1], visits=(*trips[-1].visits, visits[node]))
        elif node in depots:
            trips.append(Trip(node, ()))
        else:
            raise _fault("node", f"{name}, route {number + 1}", f"'{word}' is no node.", "Use node numbers minus one.")
    return tuple(trip for trip in trips if trip.visits)


def _fleet_differs(problem: Problem) -> bool:
    first = replace(problem.vehicles[0], id=0)
    return any(replace(vehicle, id=0) != first for vehicle in problem.vehicles)


def _fault(kind: str, where: str, cause: str, action: str) -> FileError:
    return FileError((Fault(f"sol-{kind}", where, cause, action),))
