"""The rich engine on tiny drawn days: it makes use of what a rule allows and leaves what it forbids, for the reason.

Places lie on one road, ten minutes (5 km) apart, the depot at 0; a vehicle may leave at 06:20 after loading.
"""

import pytest

from dispatch.solver import LockedPlanError
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.first import first_plan
from tests.solver.builders import HOUR, job, line, problem, vehicle
from tests.solver.searching import reasons, searched, served, units

SIX = 6 * HOUR


def stock(product: str, *steps: tuple[int, int]) -> dict[str, object]:
    return {"id": product, "supply": [list(step) for step in steps]}


def test_a_line_ready_at_noon_is_not_on_the_morning_tour() -> None:
    jobs = [job(1, 1, line("P", 5), time_windows=[[SIX, 9 * HOUR]]), job(2, 1, line("Q", 5))]
    day = problem(jobs, [vehicle(max_trips=2)], products=[stock("Q", (0, 0), (12 * HOUR, 5))])
    plan = searched(day)
    assert plan.unassigned == ()
    loads = [step.begin_s + 1200 for step in plan.routes[0].steps if step.kind == "load"]
    assert len(loads) == 2
    assert loads[1] >= 12 * HOUR


def test_scarce_goods_go_where_they_are_worth_most() -> None:
    jobs = [job(1, 1, line("P", 10, unit_penalty=100)), job(2, 2, line("P", 10, unit_penalty=900))]
    plan = searched(problem(jobs, products=[stock("P", (0, 14))]))
    assert (units(plan, 1), units(plan, 2)) == ({1: 4}, {1: 10})
    assert reasons(plan) == {1: ["supply"]}
    assert plan.unassigned[0].reasons[0].by == 6


def test_a_complete_order_waits_when_one_of_its_lines_is_short() -> None:
    whole = job(1, 1, line("P", 10), line("Q", 10, 2), all_or_nothing=True)
    plan = searched(problem([whole], products=[stock("Q", (0, 9))]))
    assert served(plan) == {}
    assert reasons(plan) == {1: ["supply"]}


def test_a_line_gets_its_multiple_or_nothing() -> None:
    plan = searched(problem([job(1, 1, line("P", 24, multiple=6))], products=[stock("P", (0, 17))]))
    assert units(plan, 1) == {1: 12}


def test_less_than_the_minimum_is_not_delivered() -> None:
    plan = searched(problem([job(1, 1, line("P", 24, min_quantity=12))], products=[stock("P", (0, 11))]))
    assert served(plan) == {}


def test_an_order_larger_than_the_vehicle_is_split_over_trips() -> None:
    big = job(1, 1, line("P", 250), max_visits=3)
    plan = searched(problem([big], [vehicle(max_trips=3)]))
    assert plan.unassigned == ()
    assert served(plan) == {1: [1, 1, 1]}


def test_a_complete_order_larger_than_all_trips_is_not_begun() -> None:
    big = job(1, 1, line("P", 250), max_visits=2, all_or_nothing=True)
    assert served(searched(problem([big], [vehicle(max_trips=3)]))) == {}


def test_a_break_is_taken_where_the_windows_leave_room() -> None:
    pause = {"id": 1, "service": 1800, "time_windows": [[SIX + 1800, SIX + 3600]]}
    jobs = [job(1, 1, time_windows=[[SIX, SIX + 1800]]), job(2, 3)]
    plan = searched(problem(jobs, [vehicle(breaks=[pause])]))
    assert plan.unassigned == ()
    assert [step.kind for step in plan.routes[0].steps].count("break") == 1


def test_a_perishable_leaves_late_rather_than_travel_long() -> None:
    late = job(1, 1, time_windows=[[10 * HOUR, 11 * HOUR]], max_transit=900)
    plan = searched(problem([late]))
    assert plan.unassigned == ()


def test_vehicles_load_one_after_the_other_at_one_dock() -> None:
    jobs = [job(n, 1, delivery=[100]) for n in (1, 2, 3)]
    fleet = [vehicle(n) for n in (1, 2, 3)]
    plan = searched(problem(jobs, fleet, docks=[{"location_index": 0, "count": 1}]))
    begins = sorted(step.begin_s for route in plan.routes for step in route.steps if step.kind == "load")
    assert begins == [SIX, SIX + 1200, SIX + 2400]


def test_a_visit_with_a_price_is_left_out_when_driving_costs_more() -> None:
    far = problem([job(1, 1, penalty=100_000), job(2, 20, penalty=900)])
    plan = searched(far)
    assert served(plan) == {1: [1]}
    assert reasons(plan) == {2: ["outbid"]}


def test_what_must_be_served_is_served_whatever_it_costs_highest_priority_first() -> None:
    jobs = [job(n, n, delivery=[60], priority=p) for n, p in ((1, 0), (2, 9), (3, 5))]
    plan = searched(problem(jobs, [vehicle()]))
    assert served(plan) == {1: [2]}
    assert searched(problem([job(1, 20)])).unassigned == ()


def test_the_plan_in_force_is_kept_when_a_change_costs_more_than_it_saves() -> None:
    jobs = [job(1, 1), job(2, 1)]
    force = [{"vehicle": 1, "trips": [[1]]}, {"vehicle": 2, "trips": [[2]]}]
    fleet = [vehicle(1), vehicle(2)]
    kept = searched(problem(jobs, fleet, incumbent=force, change_penalty=10_000))
    changed = searched(problem(jobs, fleet, incumbent=force, change_penalty=10))
    assert served(kept) == {1: [1], 2: [2]}
    assert len(served(changed)) == 1


def test_a_search_without_time_gives_the_plan_in_force_with_what_there_is_of_its_goods() -> None:
    jobs = [job(n, n, line("P", 20)) for n in (1, 2, 3)]
    force = [{"vehicle": 1, "trips": [[3, 1]]}, {"vehicle": 2, "trips": [[2]]}]
    day = problem(
        jobs, [vehicle(1), vehicle(2)], incumbent=force, change_penalty=50_000, products=[stock("P", (0, 50))]
    )
    plan = first_plan(compile_problem(day), 1.0).plan
    assert served(plan) == {1: [3, 1], 2: [2]}
    assert sorted(sum(units(plan, n).values()) for n in (1, 2, 3)) == [10, 20, 20]


def test_locked_stops_stay_even_where_another_order_would_be_shorter() -> None:
    jobs = [job(1, 3, locked=True), job(2, 1, locked=True), job(3, 2)]
    force = [{"vehicle": 1, "trips": [[1, 2]]}]
    plan = searched(problem(jobs, [vehicle(1), vehicle(2)], incumbent=force))
    assert plan.unassigned == ()
    assert [n for n in served(plan)[1] if n != 3] == [1, 2]


def test_locked_stops_that_cannot_be_driven_are_an_error_that_names_them() -> None:
    jobs = [job(1, 1, locked=True, time_windows=[[0, 10]])]
    with pytest.raises(LockedPlanError, match="Vehicle 1 cannot keep its locked stops"):
        searched(problem(jobs, incumbent=[{"vehicle": 1, "trips": [[1]]}]))


def test_a_shipment_rides_from_its_pickup_to_its_delivery() -> None:
    ends = {"pickup": {"id": 1, "location_index": 2}, "delivery": {"id": 2, "location_index": 1}}
    plan = searched(problem([job(1, 3, delivery=[60])], shipments=[ends | {"amount": [60]}]))
    assert plan.unassigned == ()


def test_a_second_depot_gives_what_the_first_does_not_have() -> None:
    products = [{"id": "P", "supply_by_depot": [{"location_index": 3, "supply": [[0, 9]]}]}]
    plan = searched(
        problem([job(1, 2, line("P", 9)), job(2, 4)], [vehicle(load_at=[3], max_trips=2)], products=products)
    )
    assert plan.unassigned == ()
    assert [step.location for step in plan.routes[0].steps if step.kind == "load"][-1] == 3


def test_the_same_seed_gives_the_same_plan_and_a_bound_below_its_cost() -> None:
    jobs = [job(n, n, line("P", 4 * n)) for n in range(1, 9)]
    day = problem(jobs, [vehicle(1, max_trips=2), vehicle(2)], products=[stock("P", (0, 60), (8 * HOUR, 120))])
    one, two = searched(day, 40, seed=5), searched(day, 40, seed=5)
    assert one == two
    assert one.bound is not None
    assert 0 < one.bound <= one.cost


def test_costs_and_roads_beyond_all_reason_are_compared_not_wrapped_around() -> None:
    dear = vehicle(costs={"per_hour": 10**12, "per_km": 10**12}, speed_factor=1e-12)
    day = problem([job(1, 1, line("P", 5)), job(2, 2, line("P", 5, unit_penalty=9))], [dear])
    assert served(searched(day)) == {}
