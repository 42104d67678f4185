"""Large problems by parts: what is cut out goes back, cells share the fleet, a search that hangs costs a round only."""

import time
from dataclasses import replace

import numpy as np

from dispatch.solver.checker import violations
from dispatch.solver.engines.plain import cells as cells_module
from dispatch.solver.engines.plain import crew as crew_module
from dispatch.solver.engines.plain import decompose, solve_plain
from dispatch.solver.engines.plain.cells import cells
from dispatch.solver.engines.plain.crew import Crew
from dispatch.solver.engines.plain.groups import Groups, nearest
from dispatch.solver.engines.plain.parts import cut
from dispatch.solver.engines.plain.planner import plan_of
from dispatch.solver.engines.plain.repair import missing_visits, repair
from dispatch.solver.engines.plain.routes import Trip
from dispatch.solver.engines.plain.search import Task
from dispatch.solver.files.sol_file import required_visits
from dispatch.solver.files.vrplib_file import parse_vrplib
from tests.solver.instances import texts
from tests.solver.instances.test_plain_engine import town
from tests.solver.instances.works import hang_on_seed_13


def test_a_part_goes_back_with_the_numbers_of_the_whole():
    problem = parse_vrplib(texts.MDVRPTW)
    routes = {0: (Trip(0, (0, 1)),), 2: (Trip(1, (2,)),)}
    part = cut(problem, routes, [2, 3], [3])
    assert [visit.id for visit in part.problem.visits] == [4, 5]
    assert part.put_back(part.start) == {2: (Trip(1, (2,)),)}
    assert part.put_back({1: (Trip(0, (1, 0)),)}) == {3: (Trip(1, (3, 2)),)}
    assert part.problem.matrices["car"].durations.tolist() == [[0, 2500, 5000], [2500, 0, 2500], [5000, 2500, 0]]


def test_a_part_alone_costs_what_it_costs_in_the_whole():
    problem = town(60)
    routes = repair(problem, {}, time.monotonic() + 20)
    vehicles = sorted(routes)[:3]
    part = cut(problem, routes, vehicles, [])
    alone = plan_of(part.problem, part.start)
    whole = plan_of(problem, {vehicle: routes[vehicle] for vehicle in vehicles})
    assert alone.cost == whole.cost
    assert violations(part.problem, alone) == []


def test_nearest_visits_are_the_nearest_whatever_the_blocks():
    problem = town(50)
    near = nearest(problem, 5, block=7)
    distances = problem.matrices["car"].distances[1:, 1:]
    for visit in range(50):
        others = np.delete(distances[visit], visit)
        assert sorted(distances[visit][near[visit]]) == sorted(others)[:5]
        assert visit not in near[visit]


def test_groups_of_a_round_are_disjoint_and_every_route_gets_its_turn(monkeypatch):
    monkeypatch.setattr("dispatch.solver.engines.plain.groups.SIZE", 40)
    problem = town(120)
    routes = repair(problem, {}, time.monotonic() + 20)
    groups = Groups(problem, seed=1)
    seen: set[int] = set()
    for _ in range(len(routes)):
        dealt = [vehicles for vehicles, _ in groups.deal(routes, 2)]
        together = [vehicle for vehicles in dealt for vehicle in vehicles]
        assert len(together) == len(set(together))
        seen.update(together)
    assert set(routes) <= seen


def test_visits_on_no_route_go_along_with_their_neighbours():
    problem = town(40)
    routes = repair(problem, {}, time.monotonic() + 20)
    vehicle = next(iter(routes))
    dropped = set(routes[vehicle][0].visits)
    without = {other: trips for other, trips in routes.items() if other != vehicle}
    dealt = list(Groups(problem, seed=1).deal(without, 1))
    assert dropped & set(dealt[0][1])


def test_cells_hold_every_visit_once_and_share_the_fleet(monkeypatch):
    monkeypatch.setattr(cells_module, "CELL", 20)
    problem = town(100)
    parts = cells(problem)
    assert sorted(visit for part in parts for visit in part.visits) == list(range(100))
    assert sorted(vehicle for part in parts for vehicle in part.vehicles) == list(range(200))
    assert max(len(part.visits) for part in parts) <= 20


def test_a_search_that_hangs_costs_its_round_and_its_child_is_replaced(monkeypatch):
    monkeypatch.setattr(crew_module, "_serve", hang_on_seed_13)
    problem = parse_vrplib(texts.CVRP)
    with Crew(2) as crew:
        first = crew.children[0]
        assert crew.ready(time.monotonic() + 60, everyone=True) == 2
        soon = time.monotonic() + 1.0
        crew.give([Task(problem, 13, soon), Task(problem, 1, soon)])
        assert crew.collect() == [None, None]
        assert time.monotonic() < soon + 1.5
        assert crew.children[0] is not first
        assert len(crew.errors) == 1
        assert crew.ready(time.monotonic() + 60, everyone=True) == 2
        crew.give([Task(problem, 2, time.monotonic() + 10.0)])
        assert crew.collect() == [None]
        assert len(crew.errors) == 1


def small_parts(monkeypatch):
    monkeypatch.setattr("dispatch.solver.engines.plain.solve.LARGE", 50)
    monkeypatch.setattr("dispatch.solver.engines.plain.groups.SIZE", 40)
    monkeypatch.setattr(decompose, "SIZE", 40)


def test_by_parts_a_town_is_served_and_improves(monkeypatch):
    small_parts(monkeypatch)
    problem = town(200)
    costs: list[float] = []
    plan = solve_plain(problem, time_limit_s=4.0, jobs=2, on_better=lambda better: costs.append(better.cost))
    assert [*violations(problem, plan), *required_visits(problem, plan)] == []
    assert costs == sorted(costs, reverse=True)
    assert plan.cost < costs[0]


def test_by_parts_and_cells_a_town_is_served(monkeypatch):
    small_parts(monkeypatch)
    monkeypatch.setattr(decompose, "WHOLE", 60)
    monkeypatch.setattr(cells_module, "CELL", 60)
    problem = town(200)
    plan = solve_plain(problem, time_limit_s=3.0, jobs=2)
    assert [*violations(problem, plan), *required_visits(problem, plan)] == []


def test_by_parts_the_same_seed_and_iterations_give_the_same_plan(monkeypatch):
    small_parts(monkeypatch)
    problem = town(120)
    plans = [solve_plain(problem, time_limit_s=60.0, iterations=400, seed=3, jobs=2) for _ in range(2)]
    assert plans[0] == plans[1]
    assert violations(problem, plans[0]) == []


def test_by_parts_reloads_prizes_and_places_survive(monkeypatch):
    small_parts(monkeypatch)
    problem = town(80)
    vehicles = tuple(replace(vehicle, max_trips=3) for vehicle in problem.vehicles[:12])
    visits = tuple(replace(v, penalty=400 if v.id % 3 else None, release_s=10 * v.id) for v in problem.visits)
    problem = replace(problem, vehicles=vehicles, visits=visits)
    plan = solve_plain(problem, time_limit_s=3.0, jobs=2)
    assert violations(problem, plan) == []
    served = {step.id for route in plan.routes for step in route.steps if step.kind == "job"}
    assert missing_visits(problem, {0: (Trip(0, tuple(visit - 1 for visit in served)),)}) == len(
        required_visits(problem, plan)
    )
    assert len(served) > 20
