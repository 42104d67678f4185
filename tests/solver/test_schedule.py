"""The clock of a route against every way of placing its breaks, tried one by one."""

from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.solver.engines.rich.compiled import Car, Compiled, compile_problem
from dispatch.solver.engines.rich.instants import NEVER, dock_free, earliest, last_in
from dispatch.solver.engines.rich.schedule import latest_arrivals, schedule
from dispatch.solver.engines.rich.state import make_trip
from tests.soak import times
from tests.solver.builders import HOUR, job, problem, vehicle

MINUTE = 60
minutes = st.integers(min_value=0, max_value=300).map(lambda m: 6 * HOUR + m * MINUTE)
windows = st.lists(st.tuples(minutes, st.integers(5, 90)), min_size=1, max_size=2).map(
    lambda spans: [[a, a + m * MINUTE] for a, m in spans]
)


def brute_force(c: Compiled, car: Car, order: list[int]) -> int | None:
    """The earliest end over all ways to put the breaks, in their order, on the legs."""
    places = [car.start, car.places[0], *(c.place[task] for task in order), car.end]
    best: int | None = None
    for count in range(len(car.breaks) + 1):
        for legs in combinations_with_replacement(range(len(places) - 1), count):
            end = drive(c, car, order, places, legs)
            excused = end is not None and all(end <= spans[0][0] for spans, _ in car.breaks[count:])
            if end is not None and excused and end <= car.closes and (best is None or end < best):
                best = end
    return best


def drive(c: Compiled, car: Car, order: list[int], places: list[int], legs: tuple[int, ...]) -> int | None:
    clock = car.opens
    for leg in range(len(places) - 1):
        pause_ends, total = clock, 0
        for k, on in enumerate(legs):
            if on == leg:
                begins = earliest(car.breaks[k][0], pause_ends)
                if begins >= NEVER:
                    return None
                pause_ends, total = begins + car.breaks[k][1], total + car.breaks[k][1]
        clock = max(clock + car.kind.seconds[places[leg]][places[leg + 1]] + total, pause_ends)
        if leg == 0:
            clock += car.loading
        elif leg < len(places) - 2:
            task = order[leg - 1]
            clock = earliest(c.windows[task], clock) if c.windows[task] else clock
            if clock >= NEVER:
                return None
            clock += car.kind.service[task]
    return clock


@pytest.mark.soak
@settings(max_examples=times(150), deadline=None, derandomize=True)
@given(
    stops=st.lists(st.tuples(st.integers(1, 5), windows), min_size=1, max_size=4), pauses=st.lists(windows, max_size=2)
)
def test_the_earliest_end_is_that_of_the_best_placing_of_breaks(
    stops: list[tuple[int, list[list[int]]]], pauses: list[list[list[int]]]
) -> None:
    jobs = [job(n, place, time_windows=spans) for n, (place, spans) in enumerate(stops)]
    rests = [{"id": n, "service": 20 * MINUTE, "time_windows": spans} for n, spans in enumerate(pauses)]
    c = compile_problem(problem(jobs, [vehicle(breaks=rests)]))
    trip = make_trip(c, 0, tuple((task, ()) for task in range(len(jobs))), 0)
    assert trip is not None
    plan = schedule(c, c.cars[0], [trip], lambda _car, _place: [])
    expected = brute_force(c, c.cars[0], list(range(len(jobs))))
    assert (plan.ends if plan is not None else None) == expected
    if plan is not None:
        latest = latest_arrivals(c, c.cars[0], plan)
        assert any(event <= most for event, most in zip(plan.events[0].free, latest[0], strict=True))


def test_a_dock_is_free_between_two_loadings_only_if_the_gap_is_long_enough() -> None:
    others = [(0, 100), (160, 200)]
    assert dock_free(0, 60, others, 1) == 100
    assert dock_free(0, 61, others, 1) == 200
    assert dock_free(0, 61, others, 2) == 0
    assert dock_free(50, 40, [(0, 100), (60, 120)], 2) == 100


def test_the_first_and_last_instant_inside_windows() -> None:
    spans = ((10, 20), (40, 50))
    assert [earliest(spans, t) for t in (5, 15, 30, 51)] == [10, 15, 40, NEVER]
    assert [last_in(spans, t) for t in (60, 45, 30, 9)] == [50, 45, 20, -NEVER]
