"""The plain engine: every family feasible and its small optimum found, in time, twice the same where asked."""

import time
from dataclasses import replace

import pytest

from dispatch.solver.checker import violations
from dispatch.solver.engines.plain import is_plain, solve_plain
from dispatch.solver.engines.plain.search import Task, search
from dispatch.solver.engines.plain.solve import searches
from dispatch.solver.files.sol_file import required_visits
from dispatch.solver.files.solomon import parse_solomon
from dispatch.solver.files.vrplib_file import parse_vrplib, read_vrplib
from dispatch.solver.problem import Break, Line, Problem, Supply
from tests.conftest import shared_files
from tests.solver.instances import texts


def solved(problem: Problem, **options):
    options = {"time_limit_s": 10.0, "iterations": 60, "jobs": 1, **options}
    plan = solve_plain(problem, **options)
    assert [*violations(problem, plan), *required_visits(problem, plan)] == []
    return plan


def served_by(plan):
    return {step.id: route.vehicle for route in plan.routes for step in route.steps if step.kind == "job"}


@pytest.mark.parametrize(
    ("family", "cost"),
    [
        ("CVRP", 32),
        ("VRPTW", 320),
        ("PCVRPTW", 275),
        ("MTVRPTWR", 320),
        ("HFVRP", 65),
        ("MDVRPTW", 20_000),
        ("ORTEC", 37),
    ],
)
def test_a_small_instance_of_each_family_is_solved_to_its_optimum(family, cost):
    assert solved(parse_vrplib(texts.FAMILIES[family])).cost == cost


def test_site_dependent_clients_go_to_the_vehicles_that_may_serve_them():
    by = served_by(solved(parse_vrplib(texts.SDVRPTW)))
    assert (by[1], by[3], by[4]) == (1, 1, 2)


def test_site_dependent_clients_without_any_window_too():
    text = texts.SDVRPTW.replace(texts.WINDOWS, "").replace("VEHICLES_MAX_DURATION : 80\n", "")
    by = served_by(solved(parse_vrplib(text)))
    assert (by[1], by[3], by[4]) == (1, 1, 2)


def test_a_solomon_text_is_solved():
    assert len(solved(parse_solomon(texts.SOLOMON)).routes) == 2


def test_a_client_whose_prize_is_below_its_detour_is_left_out():
    plan = solved(parse_vrplib(texts.PCVRPTW))
    assert [missing.visit for missing in plan.unassigned] == [2]


def test_reloading_serves_more_than_the_vehicle_holds():
    plan = solved(parse_vrplib(texts.MTVRPTWR))
    assert sum(step.kind == "load" for step in plan.routes[0].steps) == 2


def test_a_fleet_too_small_serves_what_it_can_and_names_the_rest():
    problem = parse_vrplib(texts.CVRP.replace("DIMENSION : 5", "DIMENSION : 5\nVEHICLES : 1"))
    plan = solve_plain(problem, time_limit_s=10.0, iterations=60, jobs=1)
    assert violations(problem, plan) == []
    assert len(required_visits(problem, plan)) >= 1
    assert plan.routes


def test_a_client_that_no_vehicle_may_serve_is_named():
    problem = parse_vrplib(texts.SDVRPTW.replace("2 3 5\n", "2 3\n"))
    plan = solve_plain(problem, time_limit_s=10.0, iterations=60, jobs=1)
    assert violations(problem, plan) == []
    assert [violation.visit for violation in required_visits(problem, plan)] == [4]


def town(clients: int, *, width: int = 40) -> Problem:
    """A drawn town of so many clients on a skewed grid, windows in three shifts."""
    head = ["TYPE : VRPTW", f"DIMENSION : {clients + 1}", "VEHICLES : 200", "CAPACITY : 50", "SERVICE_TIME : 3"]
    nodes = [(width * 5, width * 5)] + [
        ((7 * i) % (width * 10), (13 * i + i * i % 17) % (width * 10)) for i in range(1, clients + 1)
    ]
    lines = [*head, "EDGE_WEIGHT_TYPE : EUC_2D", "NODE_COORD_SECTION"]
    lines += [f"{number} {x} {y}" for number, (x, y) in enumerate(nodes, 1)]
    lines += ["DEMAND_SECTION", "1 0", *(f"{i + 1} {1 + i % 9}" for i in range(1, clients + 1))]
    lines += ["TIME_WINDOW_SECTION", "1 0 3000"]
    lines += [f"{i + 1} {600 * (i % 3)} {600 * (i % 3) + 700}" for i in range(1, clients + 1)]
    return parse_vrplib("\n".join([*lines, "DEPOT_SECTION", "1", "-1", "EOF"]))


def test_the_same_seed_and_iterations_give_the_same_plan():
    problem = town(60)
    first, second = (solved(problem, iterations=150, seed=5, jobs=2, time_limit_s=60.0) for _ in range(2))
    assert first == second


def test_several_jobs_are_never_worse_than_the_first_of_them():
    problem = town(60)
    alone, together = (solved(problem, iterations=100, seed=5, jobs=jobs, time_limit_s=60.0) for jobs in (1, 2))
    assert together.cost <= alone.cost


def test_annealing_goes_on_from_a_plan_and_says_only_better_ones():
    problem = town(60)
    until = time.monotonic() + 60.0
    first = search(Task(problem, 5, until, iterations=0), lambda _: None)
    said: list[object] = []
    last = search(Task(problem, 5, until, 150, first.routes, anneals=True), lambda answer: said.append(answer.score))
    assert last.score < first.score
    assert said == sorted(said, reverse=True)
    assert said[-1] == last.score


def test_annealing_that_cools_ends_below_one_that_stays_hot(monkeypatch):
    problem = town(200)
    task = Task(problem, 5, time.monotonic() + 60.0, 300, anneals=True)
    cooled = search(task, lambda _: None)
    monkeypatch.setattr("dispatch.solver.engines.plain.search.COLD", 10.0)
    monkeypatch.setattr("dispatch.solver.engines.plain.search.HOT", 10.0)
    assert cooled.score < search(task, lambda _: None).score


def test_the_answer_comes_within_the_limit_and_a_second_and_better_plans_on_the_way():
    problem = town(400)
    costs: list[float] = []
    start = time.monotonic()
    plan = solved(
        problem, iterations=None, time_limit_s=3.0, jobs=2, on_better=lambda better: costs.append(better.cost)
    )
    assert time.monotonic() - start < 4.2
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] >= plan.cost


def test_small_problems_are_also_walked_as_pyvrp_does_larger_ones_only_annealed_each_search_with_its_seed():
    for clients, annealed in ((60, 2), (350, 4)):
        tasks = searches(town(clients), 1.0, None, 5, 4)
        assert sum(task.anneals for task in tasks) == annealed
        assert len({task.seed for task in tasks}) == 4


def test_stopping_early_keeps_the_best_plan_so_far():
    problem = town(100)
    plans: list[object] = []
    start = time.monotonic()
    plan = solved(
        problem, iterations=None, time_limit_s=60.0, on_better=plans.append, should_stop=lambda: len(plans) > 0
    )
    assert time.monotonic() - start < 20
    assert plan.routes


def test_what_pyvrp_cannot_state_is_not_plain():
    problem = parse_vrplib(texts.VRPTW)
    visit, vehicle = problem.visits[0], problem.vehicles[0]
    assert is_plain(problem)
    for change in (
        {"products": (Supply("bread", ((0, 1),)),)},
        {"visits": (replace(visit, lines=(Line(1, "bread", 2),)),)},
        {"visits": (replace(visit, windows=((0, 1), (5, 6))),)},
        {"visits": (replace(visit, max_transit_s=60),)},
        {"visits": ()},
        {"vehicles": (replace(vehicle, breaks=(Break(1),)),)},
        {"vehicles": (replace(vehicle, end=None),)},
        {"vehicles": (replace(vehicle, costs=replace(vehicle.costs, per_hour=3600)),)},
        {"vehicles": (replace(vehicle, loading_s=60),)},
    ):
        assert not is_plain(replace(problem, **change)), change


SMALL = [path for path in shared_files("data/vrp/*.vrp") if path.stem in {"MTVRPTWR-RC203R0.5", "SDVRPTW-PR04"}]


@pytest.mark.shared
@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_a_published_instance_is_answered_feasibly_in_two_seconds(path):
    start = time.monotonic()
    solved(read_vrplib(path), iterations=None, time_limit_s=2.0, jobs=1)
    assert time.monotonic() - start < 4
