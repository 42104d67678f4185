"""One peer on one published instance, in a process of its own: `python -m bench.peers NAME FILE SECONDS SEED`.

It prints the cost in the instance's scale, and whether the judge accepts the routes: our checker for VROOM and OR-Tools,
PyVRP's own for PyVRP. Nothing is printed where a peer finds no plan or cannot state the family.
"""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from dispatch.solver.checker import violations
from dispatch.solver.engines.plain.planner import plan_of
from dispatch.solver.engines.plain.routes import Routes, Trip
from dispatch.solver.files import read_problem
from dispatch.solver.files.sol_file import required_visits
from dispatch.solver.problem import HORIZON, Problem

ROUNDING = {"CVRP": "round", "HFVRP": "round", "MDVRPTW": "exact", "SDVRPTW": "exact", "ORTEC": "none"}
STATED = {
    "pyvrp": {"CVRP", "VRPTW", "PCVRPTW", "MTVRPTWR", "HFVRP", "MDVRPTW", "SDVRPTW", "ORTEC"},
    "vroom": {"CVRP", "VRPTW", "SDVRPTW", "ORTEC"},
    "ortools": {"CVRP", "VRPTW", "MDVRPTW", "ORTEC"},
}
"""Families that a peer can state as they are meant."""
FAR = 10**12


def with_pyvrp(path: Path, seconds: float, seed: int) -> tuple[float, bool] | None:
    """Run PyVRP as its documentation shows it."""
    from pyvrp import read, solve
    from pyvrp.stop import MaxRuntime

    data = read(path, ROUNDING.get(path.name.split("-")[0], "dimacs"))
    result = solve(data, stop=MaxRuntime(seconds), seed=seed, display=False)
    return (result.cost(), True) if result.is_feasible() else None


def with_vroom(path: Path, seconds: float, _: int) -> tuple[float, bool] | None:
    """Run VROOM at its highest level with all threads; its time limit is soft."""
    from vroom import Input

    problem = read_problem(path).problem
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "problem.json"
        file.write_text(json.dumps(_vroom_document(problem)))
        solution = Input.from_json(file).solve(5, os.cpu_count() or 1, timedelta(seconds=seconds)).to_dict()
    trips = {
        route["vehicle"]: tuple(step["id"] for step in route["steps"] if step["type"] == "job")
        for route in solution["routes"]
    }
    return _judged(problem, trips)


def _vroom_document(problem: Problem) -> dict[str, Any]:
    jobs = [
        {
            "id": n,
            "location_index": visit.location,
            "service": visit.service_s,
            "delivery": list(visit.delivery),
            "skills": sorted(visit.skills),
            **({"time_windows": [list(window) for window in visit.windows]} if visit.windows else {}),
        }
        for n, visit in enumerate(problem.visits)
    ]
    vehicles = [
        {
            "id": n,
            "start_index": vehicle.start,
            "end_index": vehicle.end,
            "profile": vehicle.profile,
            "capacity": list(vehicle.capacity),
            "skills": sorted(vehicle.skills),
            **({"time_window": list(vehicle.shift)} if vehicle.shift[1] < HORIZON else {}),
        }
        for n, vehicle in enumerate(problem.vehicles)
    ]
    matrices = {
        name: {"durations": matrix.durations.tolist(), "costs": matrix.distances.tolist()}
        for name, matrix in problem.matrices.items()
    }
    return {"jobs": jobs, "vehicles": vehicles, "matrices": matrices}


def with_ortools(path: Path, seconds: float, _: int) -> tuple[float, bool] | None:
    """Run OR-Tools' routing as its tutorials show it: Python callbacks, cheapest arc first, guided local search."""
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    problem = read_problem(path).problem
    matrix = next(iter(problem.matrices.values()))
    durations, distances = matrix.durations.tolist(), matrix.distances.tolist()
    visit_of = {visit.location: n for n, visit in enumerate(problem.visits)}
    fleet = problem.vehicles
    starts = [vehicle.start for vehicle in fleet]
    manager = pywrapcp.RoutingIndexManager(len(durations), len(fleet), starts, [vehicle.end for vehicle in fleet])
    routing = pywrapcp.RoutingModel(manager)
    node = manager.IndexToNode

    def distance(a: int, b: int) -> int:
        return int(distances[node(a)][node(b)])

    def seconds_of(a: int, b: int) -> int:
        here = node(a)
        work = problem.visits[visit_of[here]].service_s if here in visit_of else 0
        return int(durations[here][node(b)]) + work

    def demand(a: int) -> int:
        here = node(a)
        return problem.visits[visit_of[here]].delivery[0] if here in visit_of else 0

    routing.SetArcCostEvaluatorOfAllVehicles(routing.RegisterTransitCallback(distance))
    rooms = [vehicle.capacity[0] for vehicle in fleet]
    routing.AddDimensionWithVehicleCapacity(routing.RegisterUnaryTransitCallback(demand), 0, rooms, True, "load")
    routing.AddDimension(routing.RegisterTransitCallback(seconds_of), FAR, FAR, False, "time")
    clock = routing.GetDimensionOrDie("time")
    for visit in problem.visits:
        if visit.windows:
            clock.CumulVar(manager.NodeToIndex(visit.location)).SetRange(*visit.windows[0])
    for n, vehicle in enumerate(fleet):
        clock.CumulVar(routing.Start(n)).SetMin(vehicle.shift[0])
        clock.CumulVar(routing.End(n)).SetMax(min(vehicle.shift[1], FAR))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PATH_CHEAPEST_ARC
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(1000 * seconds))
    solution = routing.SolveWithParameters(parameters)
    if solution is None:
        return None
    trips: dict[int, tuple[int, ...]] = {}
    for n in range(len(fleet)):
        at, stops = routing.Start(n), []
        while not routing.IsEnd(at):
            if node(at) in visit_of:
                stops.append(visit_of[node(at)])
            at = solution.Value(routing.NextVar(at))
        trips[n] = tuple(stops)
    return _judged(problem, trips)


def _judged(problem: Problem, stops: dict[int, tuple[int, ...]]) -> tuple[float, bool]:
    routes: Routes = {n: (Trip(problem.vehicles[n].start or 0, visits),) for n, visits in stops.items() if visits}
    plan = plan_of(problem, routes)
    return plan.cost, not violations(problem, plan) and not required_visits(problem, plan)


PEERS: dict[str, Callable[[Path, float, int], tuple[float, bool] | None]] = {
    "pyvrp": with_pyvrp,
    "vroom": with_vroom,
    "ortools": with_ortools,
}


if __name__ == "__main__":
    name, file, limit, start = sys.argv[1:5]
    found = PEERS[name](Path(file), float(limit), int(start))
    sys.stdout.write(json.dumps(found))
