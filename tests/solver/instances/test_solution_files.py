"""`.sol` files: node numbers, reloads, empty routes, the cost line, and judging one that is read back."""

import pytest

from dispatch.solver.checker import violations
from dispatch.solver.engines.plain.planner import plan_of
from dispatch.solver.engines.plain.routes import Trip
from dispatch.solver.errors import FileError
from dispatch.solver.files.sol_file import parse_sol, read_sol, required_visits, sol_text, write_sol
from dispatch.solver.files.vrplib_file import parse_vrplib
from tests.solver.instances import texts


def one_trip(*visits, depot=0):
    return (Trip(depot, visits),)


def rules(problem, plan):
    return sorted({violation.rule for violation in [*violations(problem, plan), *required_visits(problem, plan)]})


def test_routes_are_numbered_from_one_and_nodes_are_one_less_than_in_the_file():
    problem = parse_vrplib(texts.CVRP)
    plan = plan_of(problem, {0: one_trip(0, 1), 3: one_trip(2, 3)})
    assert sol_text(problem, plan) == "Route #1: 1 2\nRoute #2: 3 4\nCost 32\n"


def test_a_reload_is_the_depot_inside_the_route():
    problem = parse_vrplib(texts.MTVRPTWR)
    plan = plan_of(problem, {0: (Trip(0, (0, 1)), Trip(0, (2, 3)))})
    assert sol_text(problem, plan).startswith("Route #1: 1 2 0 3 4\n")
    assert violations(problem, plan) == []


def test_where_vehicles_differ_route_i_is_vehicle_i_and_empty_routes_stay():
    problem = parse_vrplib(texts.HFVRP)
    plan = plan_of(problem, {2: one_trip(0, 1, 2, 3)})
    assert sol_text(problem, plan) == "Route #1:\nRoute #2:\nRoute #3: 1 2 3 4\nCost 70\n"
    assert parse_sol(problem, sol_text(problem, plan)) == plan


def test_with_two_depots_the_first_client_is_number_two():
    problem = parse_vrplib(texts.MDVRPTW)
    plan = plan_of(problem, {0: one_trip(0, 1), 2: one_trip(2, 3, depot=1)})
    assert sol_text(problem, plan) == "Route #1: 2 3\nRoute #2:\nRoute #3: 4 5\nRoute #4:\nCost 20000\n"
    assert violations(problem, plan) == []


def test_prizes_not_collected_are_part_of_the_cost():
    problem = parse_vrplib(texts.PCVRPTW)
    plan = plan_of(problem, {0: one_trip(0), 1: one_trip(2, 3)})
    assert sol_text(problem, plan).endswith(f"Cost {100 + 160 + 15}\n")
    assert rules(problem, plan) == []


def test_a_plan_written_and_read_back_is_the_same(tmp_path):
    problem = parse_vrplib(texts.VRPTW)
    plan = plan_of(problem, {0: one_trip(0, 1), 1: one_trip(2, 3)})
    write_sol(problem, plan, tmp_path / "x.sol")
    assert read_sol(problem, tmp_path / "x.sol") == plan


@pytest.mark.parametrize(
    ("rule", "text", "routes"),
    [
        ("load", texts.CVRP, "Route #1: 1 2 3 4"),
        ("required", texts.CVRP, "Route #1: 1 2\nRoute #2: 3"),
        ("required", texts.PCVRPTW, "Route #1: 3 4"),
        ("visits", texts.CVRP, "Route #1: 1 2\nRoute #2: 3 4 1"),
        ("window", texts.VRPTW.replace("3 0 60", "3 0 5"), "Route #1: 1 2\nRoute #2: 3 4"),
        ("shift", texts.VRPTW.replace("1 0 100", "1 0 20"), "Route #1: 1 2\nRoute #2: 3 4"),
        ("trips", texts.VRPTW, "Route #1: 1 2 0 3 4"),
        ("skill", texts.SDVRPTW, "Route #1: 1 2\nRoute #2: 3 4"),
        ("limits", texts.MDVRPTW, "Route #1: 2 3 4 5"),
        ("limits", texts.MDVRPTW.replace("DURATION : 30", "DURATION : 19"), "Route #1: 2 3\nRoute #2:\nRoute #3: 4 5"),
    ],
    ids=range(10),
)
def test_a_solution_that_breaks_a_rule_is_told_so(rule, text, routes):
    problem = parse_vrplib(text)
    assert rule in rules(problem, parse_sol(problem, routes + "\nCost 1\n"))


def test_goods_wait_for_their_release_so_a_late_trip_shows_in_the_clock():
    problem = parse_vrplib(texts.MTVRPTWR)
    plan = parse_sol(problem, "Route #1: 1 2 0 3 4")
    assert [step.begin_s for step in plan.routes[0].steps if step.kind == "load"][1] >= 300


def test_a_vehicle_leaves_as_late_as_it_may_so_that_its_duration_is_the_least():
    problem = parse_vrplib(texts.MDVRPTW)
    plan = parse_sol(problem, "Route #1: 2 3")
    steps = plan.routes[0].steps
    assert steps[-1].arrival_s - steps[0].arrival_s == 20_000  # two services, four legs of 2.5
    assert steps[0].arrival_s == 97_500


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("sol-routes", "nothing"),
        ("sol-node", "Route #1: 1 9"),
        ("sol-node", "Route #1: 1 -2"),
        ("sol-node", "Route #1: ²"),
        ("sol-fleet", "Route #1: 1\nRoute #2: 2\nRoute #3: 3\nRoute #4: 4"),
    ],
    ids=range(5),
)
def test_a_malformed_solution_is_refused(code, text):
    with pytest.raises(FileError) as refused:
        parse_sol(parse_vrplib(texts.VRPTW), text)
    assert refused.value.faults[0].code == code
