"""What a plan costs: VROOM's meanings, then what is left out, then what is changed."""

import pytest

from dispatch.solver import Plan, Route, cost
from tests.solver.builders import job, line, problem, vehicle
from tests.solver.steps import PLAIN, end, load, start, stop


def test_a_used_vehicle_costs_fixed_driving_tasks_and_kilometres() -> None:
    rates = {"fixed": 1000, "per_hour": 1800, "per_task_hour": 600, "per_km": 10}
    total = cost(problem([job(1, 1, setup=60)], [vehicle(costs=rates)]), Plan((Route(1, PLAIN),)))
    assert (total.fixed, total.driving, total.tasks) == (1000, 1800 / 3 + 100, pytest.approx(600 * 660 / 3600))


def test_an_unused_vehicle_costs_nothing() -> None:
    assert cost(problem([job(1, 1, penalty=7)]), Plan((Route(1, (start(), load(), end(20))),))).total == 7


def test_waiting_loading_and_breaks_are_free() -> None:
    day = problem([job(1, 1)])
    late = (start(), load(0, 60), stop(1, 90, 60), end(170))
    assert cost(day, Plan((Route(1, late),))).total == cost(day, Plan((Route(1, PLAIN),))).total


def test_undelivered_units_and_visits_left_out_cost_their_penalty() -> None:
    day = problem([job(1, 1, line("P", 5)), job(2, 1, penalty=40), job(3, 1)])
    served = cost(day, Plan((Route(1, (start(), load(), stop(1, 30, l1=3), end(50))),)))
    assert (served.undelivered, served.penalties, served.served) == (1000, 40, 1)


def test_a_stop_on_another_vehicle_than_in_the_plan_in_force_costs_the_change() -> None:
    force = [{"vehicle": 2, "trips": [[1]]}]
    day = problem([job(1, 1)], [vehicle(1), vehicle(2)], incumbent=force, change_penalty=300)
    assert cost(day, Plan((Route(1, PLAIN),))).changes == 300
    assert cost(day, Plan((Route(2, PLAIN),))).changes == 0


def test_a_slow_vehicle_pays_for_its_longer_hours_exactly() -> None:
    day = problem([job(1, 1)], [vehicle(speed_factor=0.7, costs={"per_hour": 3600})])
    assert cost(day, Plan((Route(1, PLAIN),))).driving == pytest.approx(1200 / 0.7)
