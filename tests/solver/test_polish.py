"""OR-Tools routing over a plan's trips: it finds what is plainly shorter and changes nothing that must stand."""

from random import Random

from dispatch.solver.checker import violations
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.output import plan_of
from dispatch.solver.engines.rich.polish import polish
from dispatch.solver.engines.rich.state import State, make_trip
from tests.solver.builders import HOUR, Document, job, line, problem, vehicle


def zigzag(*trips: list[int], **keys: object) -> State:
    """Give a plan that serves jobs (each at the place of its number) in this order, vehicle by vehicle."""
    jobs = [job(n, n, line("P", 5)) for n in range(1, 7)]
    fleet: list[Document] = [vehicle(n + 1, **keys) for n in range(len(trips))]
    c = compile_problem(problem(jobs, fleet))
    state = State(c)
    for car, places in zip(c.cars, trips, strict=True):
        trip = make_trip(c, 0, tuple((place - 1, (5,)) for place in places), 0)
        assert trip is not None
        assert state.try_route(car, [trip])
    return state


def order(state: State) -> list[list[int]]:
    return [[task + 1 for task, _ in trip.stops] for route in state.routes if route for trip in route.trips]


def test_a_zigzag_is_straightened() -> None:
    state = zigzag([5, 1, 6, 2, 4, 3])
    before = state.cost
    assert polish(state, 5.0, Random(1), descend=True)
    assert state.cost < before
    assert violations(state.c.problem, plan_of(state)) == []
    (only,) = order(state)
    assert sorted(only) == [1, 2, 3, 4, 5, 6]
    turning = only.index(6)
    assert only[:turning] == sorted(only[:turning])
    assert only[turning:] == sorted(only[turning:], reverse=True)


def test_stops_change_vehicles_where_that_is_shorter() -> None:
    state = zigzag([1, 6], [2, 5])
    assert polish(state, 5.0, Random(1), descend=True)
    assert sorted(place for places in order(state) for place in places) == [1, 2, 5, 6]
    assert violations(state.c.problem, plan_of(state)) == []


def test_a_plan_that_cannot_be_shortened_stays() -> None:
    state = zigzag([1, 2, 3])
    before = state.snapshot()
    assert not polish(state, 5.0, Random(1), descend=True)
    assert state.snapshot() == before


def test_a_break_on_the_way_is_kept() -> None:
    pause = {"id": 1, "service": 1800, "time_windows": [[7 * HOUR, 8 * HOUR]]}
    state = zigzag([5, 1, 6, 2, 4, 3], breaks=[pause])
    assert polish(state, 5.0, Random(1), descend=True)
    plan = plan_of(state)
    assert violations(state.c.problem, plan) == []
    assert [step.kind for step in plan.routes[0].steps].count("break") == 1
