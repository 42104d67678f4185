"""Routes drawn by PyVRP: a plan survives the way there and back, what cannot be driven is dropped, big days come out well."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.solver import violations
from dispatch.solver.engines.rich.compiled import Car, Compiled, compile_problem
from dispatch.solver.engines.rich.first import first_plan
from dispatch.solver.engines.rich.ink import ink
from dispatch.solver.engines.rich.output import plan_of
from dispatch.solver.engines.rich.parts import is_free
from dispatch.solver.engines.rich.rebuild import state_of
from dispatch.solver.engines.rich.sketch import Sketch
from dispatch.solver.engines.rich.state import State
from dispatch.solver.files.vroom import parse_vroom
from dispatch.solver.files.vroom_plan import parse_answer
from tests.soak import times
from tests.solver.builders import HOUR, job, line, problem, rich_day, vehicle
from tests.solver.planted import planted_day
from tests.solver.searching import searched


def sketch(c: Compiled, state: State, cars: list[Car] | None = None) -> Sketch:
    wanted = {t: tuple(item.quantity for item in c.lines[t]) for t in range(c.visits) if not c.locked[t]}
    return Sketch(state, cars or c.cars, wanted, Random(1))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_plan_with_breaks_and_second_trips_survives_the_way_to_pyvrp_and_back(seed: int) -> None:
    day = planted_day(seed, arms=6, stops=4, fill=0.8)
    planted = parse_vroom(day.problem).problem
    c = compile_problem(replace(planted, docks=()))
    state = state_of(c, parse_answer(planted, day.answer))
    assert state is not None
    cost, drawn = state.cost, sketch(c, state)
    own = drawn.solution()
    assert own.is_feasible()
    ink(state, drawn.routes(own), c.cars)
    assert state.cost <= cost


@pytest.mark.soak
@settings(max_examples=times(15), deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6))
def test_what_is_put_in_keeps_every_rule_whatever_was_drawn(seed: int) -> None:
    today = parse_vroom(rich_day(seed, 14)).problem
    c = compile_problem(today)
    state = state_of(c, first_plan(c, 1.0).plan)
    assert state is not None
    cars = [car for car in c.cars if is_free(c, state.routes[car.index])]
    if not cars:
        return
    drawn = sketch(c, state, cars)
    routes = drawn.routes(drawn.solution())
    Random(seed).shuffle(routes)
    mixed = [(car, [(place, stops[::-1]) for place, stops in trips]) for car, trips in routes]
    ink(state, mixed, [car for car, _ in mixed])
    assert violations(today, plan_of(state)) == []


def test_a_visit_barred_to_a_truck_is_not_drawn_on_it() -> None:
    jobs = [job(1, 1, skills=[7]), job(2, 2)]
    c = compile_problem(problem(jobs, [vehicle(1), vehicle(2, skills=[7])]))
    data = sketch(c, State(c)).data
    barred = [data.duration_matrix(kind.profile).max() > 9 * HOUR for kind in data.vehicle_types()]
    assert barred == [True, False]


def test_an_order_larger_than_any_truck_is_drawn_in_loads() -> None:
    c = compile_problem(problem([job(1, 1, line("P", 250), max_visits=3)], [vehicle(1, max_trips=3)]))
    assert [piece.units for piece in sketch(c, State(c)).pieces] == [(100,), (100,), (50,)]


def test_a_full_fleet_of_sixty_stops_is_planned_almost_as_cheaply_as_can_be() -> None:
    day = planted_day(2, arms=12, stops=5, fill=0.8)
    plan = searched(parse_vroom(day.problem).problem, 400, seed=2)
    assert day.cost - 1 <= plan.cost <= 1.1 * day.cost
