"""A running day replanned: what the plan in force keeps at each level, whatever has happened since.

Places lie on one road, ten minutes (5 km) apart. In force are two trucks that criss-cross: anybody would do it otherwise.
"""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.solver import Allow, Plan, Problem, violations
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.first import first_plan
from dispatch.solver.files.vroom import parse_vroom
from tests.soak import times
from tests.solver.builders import HOUR, job, line, problem, rich_day, vehicle
from tests.solver.searching import searched, served

SIX = 6 * HOUR
FORCE = [{"vehicle": 1, "trips": [[6, 1, 4]]}, {"vehicle": 2, "trips": [[2, 5, 3]]}]


def day(*more: dict[str, Any], fleet: list[dict[str, Any]] | None = None, **keys: Any) -> Problem:
    jobs = [job(n, n, line("P", 10, unit_penalty=5000)) for n in range(1, 7)]
    return problem([*jobs, *more], fleet or [vehicle(1), vehicle(2)], incumbent=keys.pop("incumbent", FORCE), **keys)


def kept(problem: Problem, plan: Plan) -> dict[int | str, list[int | str]]:
    """Return the stops that the plan in force named, vehicle by vehicle in driving order."""
    named = {visit for route in problem.incumbent for trip in route.trips for visit in trip}
    return {who: [visit for visit in visits if visit in named] for who, visits in served(plan).items()}


def test_all_may_change_where_it_pays() -> None:
    assert len(served(searched(day()))) == 1


def test_trucks_keep_their_stops_in_a_better_order() -> None:
    plan = searched(day(), allow="trucks")
    assert {who: set(visits) for who, visits in served(plan).items()} == {1: {1, 4, 6}, 2: {2, 3, 5}}
    assert plan.cost < searched(day(), allow="sequences").cost


def test_sequences_stay_while_an_urgent_order_is_inserted_and_another_trip_is_made() -> None:
    urgent = job(9, 3, line("P", 95, unit_penalty=None), priority=9)
    today = day(urgent, fleet=[vehicle(1, max_trips=2), vehicle(2, max_trips=2)])
    plan = searched(today, allow="sequences")
    assert kept(today, plan) == {1: [6, 1, 4], 2: [2, 5, 3]}
    assert plan.unassigned == ()


def test_only_insert_keeps_trips_too() -> None:
    today = day(job(9, 3, line("P", 10)))
    plan = searched(today, allow="insert")
    assert kept(today, plan) == {1: [6, 1, 4], 2: [2, 5, 3]}
    assert plan.unassigned == ()
    assert {step.kind for route in plan.routes for step in route.steps} >= {"load", "job"}
    assert all([step.kind for step in route.steps].count("load") == 1 for route in plan.routes)


@pytest.mark.parametrize("allow", ["trucks", "sequences", "insert"])
def test_stops_of_a_truck_that_broke_down_go_to_the_others(allow: Allow) -> None:
    today = day(fleet=[vehicle(1)], incumbent=FORCE[:1])
    plan = searched(today, allow=allow)
    assert plan.unassigned == ()
    if allow != "trucks":
        assert kept(today, plan)[1] == [6, 1, 4]


@pytest.mark.parametrize("allow", ["all", "trucks", "sequences", "insert"])
def test_a_late_truck_keeps_what_it_still_can_and_the_rest_is_taken_over(allow: Allow) -> None:
    jobs = [job(1, 1, time_windows=[[SIX, 8 * HOUR]], penalty=90_000), job(2, 2, penalty=90_000)]
    fleet = [vehicle(1, time_window=[9 * HOUR, 16 * HOUR]), vehicle(2)]
    force = [{"vehicle": 1, "trips": [[1, 2]]}]
    plan = searched(problem(jobs, fleet, incumbent=force, change_penalty=50_000), allow=allow)
    assert served(plan) == {1: [2], 2: [1]}


def test_loaded_trucks_keep_their_locked_stops_while_the_rest_is_free() -> None:
    today = problem(
        [job(n, n, line("P", 10, unit_penalty=5000), locked=n in {6, 1}) for n in range(1, 7)],
        [vehicle(1), vehicle(2)],
        incumbent=FORCE,
    )
    plan = searched(today)
    assert [visit for visit in served(plan)[1] if visit in {6, 1}] == [6, 1]


def test_the_first_plan_is_the_plan_in_force_too() -> None:
    plan = first_plan(compile_problem(day()), 1.0, "insert").plan
    assert served(plan) == {1: [6, 1, 4], 2: [2, 5, 3]}


@pytest.mark.soak
@settings(max_examples=times(8), deadline=None, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=10**6), allow=st.sampled_from(["trucks", "sequences", "insert"]))
def test_what_a_level_holds_is_not_moved(seed: int, allow: Allow) -> None:
    today = parse_vroom(rich_day(seed, 12)).problem
    before = first_plan(compile_problem(today), 0.0, allow).plan
    start, plan = kept(today, before), searched(today, 25, seed, allow=allow)
    assert violations(today, plan) == []
    mine = {visit: route.vehicle for route in today.incumbent for trip in route.trips for visit in trip}
    for who, visits in kept(today, plan).items():
        stayed = [visit for visit in visits if mine[visit] == who and visit in start.get(who, [])]
        moved = [visit for visit in visits if mine[visit] != who]
        assert not any(visit in start.get(mine[visit], []) for visit in moved)
        if allow != "trucks":
            rank = {visit: n for n, visit in enumerate(start.get(who, []))}
            once = [visit for visit in stayed if next(v for v in today.visits if v.id == visit).max_visits == 1]
            assert [rank[visit] for visit in once] == sorted(rank[visit] for visit in once)
        if allow == "insert":
            assert set(start.get(who, [])) & {v for v in mine if mine[v] == who} <= set(visits)
