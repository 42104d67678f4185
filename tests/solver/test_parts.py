"""Large days are drawn in parts: nothing belongs to two of them, nothing is served twice, what comes out is good."""

from collections import Counter
from random import Random

from dispatch.solver import violations
from dispatch.solver.engines.rich import parts as choosing
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.first import first_plan
from dispatch.solver.engines.rich.ink import ink
from dispatch.solver.engines.rich.output import plan_of
from dispatch.solver.engines.rich.parts import Parts
from dispatch.solver.engines.rich.rebuild import state_of
from dispatch.solver.engines.rich.search import Search
from dispatch.solver.engines.rich.state import State
from dispatch.solver.files.vroom import parse_vroom
from tests.solver.planted import planted_day
from tests.solver.searching import searched

TODAY = parse_vroom(planted_day(5, arms=40, stops=5, fill=0.8).problem).problem


def parts_of(state: State) -> Parts:
    target = [tuple(item.quantity for item in items) for items in state.c.lines]
    return Parts(Search(state, target, 1), Random(1))


def test_first_cells_share_out_every_visit_and_vehicle_once() -> None:
    c = compile_problem(TODAY)
    cells = parts_of(State(c)).cells()
    assert len(cells) == round(c.visits / choosing.CELL)
    assert Counter(task for cell in cells for task in cell.offered) == Counter(range(c.visits))
    assert Counter(car.index for cell in cells for car in cell.cars) == Counter(range(len(c.cars)))
    assert max(len(cell.cars) for cell in cells) <= min(len(cell.cars) for cell in cells) + 2


def test_parts_drawn_side_by_side_have_no_vehicle_and_no_visit_in_common() -> None:
    c = compile_problem(TODAY)
    state = state_of(c, first_plan(c, 5.0).plan)
    assert state is not None
    choice = parts_of(state)
    first, second = choice.neighbours(2)
    assert not {car.index for car in first.cars} & {car.index for car in second.cars}
    assert not set(first.offered) & set(second.offered)
    third = choice.neighbours(1)[0]
    assert {car.index for car in third.cars} != {car.index for car in first.cars}


def test_a_stop_that_another_vehicle_has_got_meanwhile_is_not_put_in_again() -> None:
    c = compile_problem(TODAY)
    state = state_of(c, first_plan(c, 5.0).plan)
    assert state is not None
    one, other = [car for car in c.cars if (state.routes[car.index]) is not None][:2]
    route = state.routes[one.index]
    assert route is not None
    drawn = [(trip.place, trip.stops) for trip in route.trips]
    ink(state, [(other, drawn)], [other])
    assert violations(TODAY, plan_of(state)) == []


def test_more_stops_than_are_drawn_at_once_are_planned_almost_as_cheaply_as_can_be() -> None:
    day = planted_day(3, arms=34, stops=5, fill=0.8)
    plan = searched(parse_vroom(day.problem).problem, 60, seed=3)
    assert day.cost - 1 <= plan.cost <= 1.25 * day.cost
