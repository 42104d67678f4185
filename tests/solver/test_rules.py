"""Each rule alone: a tiny drawn instance, a plan that keeps it, the same plan moved one notch so that it breaks it.

Places lie on one road, ten minutes (5 km) apart, the depot at 0:   0 ──10'── 1 ──10'── 2 ──10'── 3
A vehicle starts at 06:00, loads 20 minutes, stops last ten.
"""

from dataclasses import replace

import pytest

from dispatch.solver import Plan, Problem, Route, Step, violations
from dispatch.solver.engines.rich.output import with_books
from tests.solver.builders import Document, job, line, problem, vehicle
from tests.solver.steps import PLAIN, at, end, load, planned, rest, start, stop


def broken(day: Problem, *routes: tuple[Step, ...]) -> set[str]:
    return {violation.rule for violation in violations(day, planned(day, *routes))}


def simple(*, job_keys: Document | None = None, vehicle_keys: Document | None = None, **keys: object) -> Problem:
    """One job at place 1, one vehicle: load 06:00–06:20, arrive 06:30, done 06:40, home 06:50."""
    return problem([job(1, 1, **(job_keys or {}))], [vehicle(**(vehicle_keys or {}))], **keys)


def test_a_plain_round_trip_breaks_nothing() -> None:
    assert broken(simple(), PLAIN) == set()


def test_travel_a_step_cannot_begin_before_the_vehicle_is_there() -> None:
    assert broken(simple(), (start(), load(), stop(1, 29), end(50))) == {"travel"}
    assert broken(simple(), (start(), load(), stop(1, 30), end(49))) == {"travel"}


def test_travel_loading_takes_its_time() -> None:
    longer = simple(vehicle_keys={"loading": 1260})
    assert broken(longer, PLAIN) == {"travel"}


def test_travel_setup_comes_before_service_where_the_place_changes() -> None:
    slow = simple(job_keys={"setup": 60})
    assert broken(slow, PLAIN) == {"travel"}
    assert broken(slow, (start(), load(), stop(1, 30), end(51))) == set()


def test_travel_a_slow_vehicle_needs_longer() -> None:
    slow = simple(vehicle_keys={"speed_factor": 0.5})
    assert broken(slow, PLAIN) == {"travel"}
    assert broken(slow, (start(), load(), stop(1, 40), end(70))) == set()


def test_shift_the_route_lies_inside_it() -> None:
    assert broken(simple(vehicle_keys={"time_window": [at(0), at(50)]}), PLAIN) == set()
    assert broken(simple(vehicle_keys={"time_window": [at(0), at(50) - 1]}), PLAIN) == {"shift"}
    assert broken(simple(vehicle_keys={"time_window": [at(0) + 1, at(60)]}), PLAIN) == {"shift"}


def test_window_service_begins_in_one_of_the_windows() -> None:
    day = simple(job_keys={"time_windows": [[at(35), at(40)], [at(90), at(95)]]})
    assert broken(day, PLAIN) == {"window"}
    assert broken(day, (start(), load(), stop(1, 30, 10), end(60))) == set()
    assert broken(day, (start(), load(), stop(1, 30, 11), end(61))) == {"window"}
    assert broken(day, (start(), load(), stop(1, 30, 65), end(115))) == set()


def test_skill_the_vehicle_has_what_the_visit_needs() -> None:
    assert broken(simple(job_keys={"skills": [7]}), PLAIN) == {"skill"}
    assert broken(simple(job_keys={"skills": [7]}, vehicle_keys={"skills": [7, 8]}), PLAIN) == set()


def test_load_a_trip_carries_no_more_than_the_capacity() -> None:
    steps = (start(), load(), stop(1, 30, l1=60), stop(2, 50, place=2, l1=40), end(80))
    exact = problem([job(1, 1, line("P", 60)), job(2, 2, line("P", 40))])
    over = problem([job(1, 1, line("P", 60)), job(2, 2, line("P", 41))])
    assert broken(exact, steps) == set()
    assert broken(over, (*steps[:3], stop(2, 50, place=2, l1=41), end(80))) == {"load"}


def test_load_a_pickup_needs_the_room_that_deliveries_have_left() -> None:
    both = simple(job_keys={"delivery": [50], "pickup": [100]})
    assert broken(both, PLAIN) == set()
    full = problem([job(1, 1, delivery=[10], pickup=[60]), job(2, 2, delivery=[60])])
    steps = (start(), load(), stop(1, 30), stop(2, 50, place=2), end(80))
    assert broken(full, steps) == {"load"}


def test_load_it_is_emptied_where_the_vehicle_loads_again() -> None:
    two = problem([job(1, 1, delivery=[90]), job(2, 1, delivery=[90])], [vehicle(max_trips=2)])
    assert broken(two, (*PLAIN[:3], load(50), stop(2, 80), end(100))) == set()


def test_release_goods_do_not_leave_before() -> None:
    assert broken(simple(job_keys={"release": at(20)}), PLAIN) == set()
    assert broken(simple(job_keys={"release": at(20) + 1}), PLAIN) == {"release"}


def test_transit_perishables_arrive_soon_after_departure() -> None:
    day = simple(job_keys={"max_transit": 900})
    assert broken(day, PLAIN) == set()
    assert broken(day, (start(), load(), stop(1, 30, 6), end(56))) == {"transit"}


def test_trips_there_are_no_more_than_allowed() -> None:
    two = (*PLAIN[:3], load(50), stop(2, 80), end(100))
    jobs = [job(1, 1), job(2, 1)]
    assert broken(problem(jobs, [vehicle(max_trips=2)]), two) == set()
    assert broken(problem(jobs, [vehicle(max_trips=1)]), two) == {"trips"}


def test_trips_a_vehicle_loads_only_where_it_may() -> None:
    two = (*PLAIN[:3], load(40, place=1), stop(2, 60), end(80))
    jobs = [job(1, 1), job(2, 1)]
    assert broken(problem(jobs, [vehicle(max_trips=2)]), two) == {"trips"}
    assert broken(problem(jobs, [vehicle(max_trips=2, load_at=[1])]), two) == set()


@pytest.mark.parametrize(("key", "exact"), [("max_tasks", 1), ("max_travel_time", 1200), ("max_distance", 10_000)])
def test_limits_tasks_driving_and_metres(key: str, exact: int) -> None:
    assert broken(simple(vehicle_keys={key: exact}), PLAIN) == set()
    assert broken(simple(vehicle_keys={key: exact - 1}), PLAIN) == {"limits"}


def test_breaks_one_is_taken_in_its_window_while_the_vehicle_does_not_work() -> None:
    pause = {"id": 1, "service": 1800, "time_windows": [[at(25), at(45)]]}
    day = simple(vehicle_keys={"breaks": [pause]})
    assert broken(day, (start(), load(), rest(25), stop(1, 60), end(80))) == set()
    assert broken(day, (start(), load(), rest(20), stop(1, 60), end(80))) == {"breaks"}
    assert broken(day, (start(), load(), stop(1, 30), rest(39), end(80))) == {"breaks"}
    assert broken(day, (start(), load(), rest(25), stop(1, 59), end(80))) == {"travel"}
    assert broken(day, PLAIN) == {"breaks"}


def test_breaks_one_that_opens_after_the_end_need_not_be_taken() -> None:
    pause = {"id": 1, "service": 1800, "time_windows": [[at(50), at(90)]]}
    assert broken(simple(vehicle_keys={"breaks": [pause]}), PLAIN) == set()


def test_shipment_it_is_picked_up_before_it_is_handed_over_by_the_same_vehicle() -> None:
    ends = {"pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 1, "location_index": 2}}
    day = problem([], shipments=[ends | {"amount": [5]}])
    fetch, bring = Step("pickup", 1, at(30), 0, 1), Step("delivery", 1, at(40), 0, 2)
    assert broken(day, (start(), load(), fetch, bring, end(60))) == set()
    wrong = (start(), load(), replace(bring, arrival_s=at(40)), replace(fetch, arrival_s=at(50)), end(60))
    assert broken(day, wrong) == {"shipment"}
    assert "shipment" in broken(day, (start(), load(), fetch, end(50)))


def test_quantity_a_line_gets_nothing_all_or_minimum_and_multiple() -> None:
    day = problem([job(1, 1, line("P", 25, min_quantity=8, multiple=4))])
    for units, right in ((25, True), (24, True), (8, True), (4, False), (10, False), (26, False), (-4, False)):
        found = broken(day, (start(), load(), stop(1, 30, l1=units), end(50)))
        assert found == (set() if right else {"quantity"}), units


def test_complete_an_order_gets_every_line_whole_or_none() -> None:
    lines = [line("P", 5, 1), line("Q", 5, 2)]
    day = problem([job(1, 1, *lines, all_or_nothing=True)])
    assert broken(day, (start(), load(), stop(1, 30, l1=5, l2=5), end(50))) == set()
    assert broken(day, (start(), load(), stop(1, 30, l1=5), end(50))) == {"complete"}
    assert broken(day, (start(), load(), stop(1, 30, l1=5, l2=4), end(50))) == {"complete"}


def test_visits_a_job_is_split_over_no_more_trips_than_allowed() -> None:
    steps = (start(), load(), stop(1, 30, l1=60), load(50), stop(1, 80, l1=60), end(100))
    for most, right in ((1, {"visits"}), (2, set())):
        day = problem([job(1, 1, line("P", 120), max_visits=most)], [vehicle(max_trips=2)])
        assert broken(day, steps) == right


def test_supply_no_more_has_left_than_is_there_by_then() -> None:
    steps = (start(), load(), stop(1, 30, l1=10), load(50), stop(2, 80, l1=10), end(100))
    jobs = [job(1, 1, line("P", 10)), job(2, 1, line("P", 10))]
    for supply, right in (
        ([[0, 20]], set()),
        ([[0, 19]], {"supply"}),
        ([[0, 10], [at(70), 20]], set()),
        ([[0, 10], [at(70) + 1, 20]], {"supply"}),
        ([[at(21), 20]], {"supply"}),
    ):
        day = problem(jobs, [vehicle(max_trips=2)], products=[{"id": "P", "supply": supply}])
        assert broken(day, steps) == right, supply


def test_supply_all_vehicles_draw_on_the_same() -> None:
    jobs = [job(1, 1, line("P", 10)), job(2, 1, line("P", 10))]
    day = problem(jobs, [vehicle(1), vehicle(2)], products=[{"id": "P", "supply": [[0, 19]]}])
    one, two = ((start(), load(), stop(n, 30, l1=10), end(50)) for n in (1, 2))
    assert broken(day, one, two) == {"supply"}


def test_supply_goods_belong_to_their_depot() -> None:
    jobs = [job(1, 1, line("P", 10))]
    steps = (start(), load(0, place=0), stop(1, 30, l1=10), end(50))
    for place, right in ((0, set()), (2, {"supply"})):
        products = [{"id": "P", "supply_by_depot": [{"location_index": place, "supply": [[0, 10]]}]}]
        day = problem([*jobs, job(2, 2)], products=products)
        assert broken(day, steps) == right


def test_dock_no_more_vehicles_load_at_once_than_there_are_docks() -> None:
    jobs = [job(1, 1), job(2, 1)]
    one = (start(), load(), stop(1, 30), end(50))
    together = (start(), load(0, 19), stop(2, 49), end(69))
    after = (start(), load(0, 20), stop(2, 50), end(70))
    for count, second, right in ((1, together, {"dock"}), (1, after, set()), (2, together, set())):
        day = problem(jobs, [vehicle(1), vehicle(2)], docks=[{"location_index": 0, "count": count}])
        assert broken(day, one, second) == right


def test_locked_a_stop_keeps_vehicle_trip_and_order() -> None:
    jobs = [job(1, 1, locked=True), job(2, 1, locked=True), job(3, 1)]
    force = [{"vehicle": 1, "trips": [[1, 2], [3]]}]
    day = problem(jobs, [vehicle(1, max_trips=2), vehicle(2)], incumbent=force)
    assert broken(day, (start(), load(), stop(1, 30), stop(3, 40), stop(2, 50), end(70))) == set()
    assert broken(day, (start(), load(), stop(2, 30), stop(1, 40), end(60))) == {"locked"}
    assert broken(day, (start(), load(), stop(1, 30), load(50), stop(2, 80), end(100))) == {"locked"}
    one, two = (start(), load(), stop(1, 30), end(50)), (start(), load(), stop(2, 30), end(50))
    assert broken(day, one, two) == {"locked"}
    assert broken(day, one) == {"locked"}


def test_shape_a_route_runs_from_start_to_end_once_per_vehicle_and_names_what_exists() -> None:
    day = simple()
    assert "shape" in broken(day, PLAIN[1:])
    assert "shape" in broken(day, PLAIN[:-1])
    assert "shape" in broken(day, (start(), load(), stop(9, 30), end(50)))
    twice = with_books(day, Plan((Route(1, PLAIN), Route(1, PLAIN))))
    assert "shape" in {violation.rule for violation in violations(day, twice)}


def test_books_the_plan_states_its_cost_its_bound_and_what_it_leaves_out() -> None:
    day = problem([job(1, 1), job(2, 2, line("P", 5))])
    plan = planned(day, PLAIN)
    assert violations(day, plan) == []
    for wrong in (
        replace(plan, cost=plan.cost - 2),
        replace(plan, bound=plan.cost + 2),
        replace(plan, unassigned=()),
        replace(plan, unassigned=(replace(plan.unassigned[0], undelivered=((1, 4),)),)),
    ):
        assert {violation.rule for violation in violations(day, wrong)} == {"books"}
