"""The two properties that carry the solver: every plan passes the checker, and a planted problem is fully served."""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.solver import violations
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.first import first_plan
from dispatch.solver.files.vroom import parse_vroom
from dispatch.solver.files.vroom_answer import answer_of
from dispatch.solver.files.vroom_plan import parse_answer
from tests.soak import times
from tests.solver.builders import HOUR, Document, document, job, line, rich_day, vehicle
from tests.solver.searching import searched

SEEDS = st.integers(min_value=0, max_value=10**6)
few = settings(max_examples=times(12), deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.soak
@few
@given(seed=SEEDS, jobs=st.integers(min_value=1, max_value=16))
def test_every_plan_passes_the_checker(seed: int, jobs: int) -> None:
    day = parse_vroom(rich_day(seed, jobs)).problem
    assert violations(day, first_plan(compile_problem(day), 5.0).plan) == []
    plan = searched(day, iterations=25, seed=seed)
    assert violations(day, parse_answer(day, answer_of(day, plan))) == []


@pytest.mark.soak
@few
@given(seed=SEEDS)
def test_a_planted_feasible_problem_is_fully_served(seed: int) -> None:
    plan = searched(parse_vroom(planted(seed)).problem, iterations=400, seed=seed)
    assert plan.unassigned == ()


def planted(seed: int) -> Document:
    """Draw a problem around a plan: two vehicles, two trips each with a break between, docks, supply just in time.

    Stops get windows around the time at which the planted plan serves them, supply comes as the planted trips leave.
    """
    rng = Random(seed)
    jobs: list[Document] = []
    fleet: list[Document] = []
    supply: dict[str, list[tuple[int, int]]] = {"P": [], "Q": []}
    for number in (1, 2):
        clock = 6 * HOUR + 1200 * (number - 1)
        for trip in range(2):
            clock += 1200
            leaves, here = clock, 0
            for _ in range(rng.randint(1, 3)):
                place, product, units = rng.randint(1, 4), rng.choice("PQ"), rng.randint(1, 30)
                clock += 600 * abs(place - here)
                early, late = rng.randint(0, 3600), rng.randint(600, 3600)
                identity = len(jobs) + 1
                goods = line(product, units, unit_penalty=10_000)
                windows = [[max(0, clock - early), clock + late]]
                jobs.append(job(identity, place, goods, time_windows=windows, skills=[number] if early % 2 else []))
                supply[product].append((leaves - rng.randint(0, 600), units))
                clock, here = clock + 600, place
            clock += 600 * here + (1800 if trip == 0 else 0)
        pause = {"id": 1, "service": 1800, "time_windows": [[6 * HOUR + 1200, 12 * HOUR]]}
        shift = [6 * HOUR, clock + 3600]
        fleet.append(vehicle(number, skills=[number], max_trips=2, breaks=[pause], time_window=shift, loading=1200))
    products = []
    for name, arrivals in supply.items():
        total, steps = 0, [[0, 0]]
        for at, units in sorted(arrivals):
            total += units
            steps.append([at, total])
        products.append({"id": name, "supply": steps})
    return document(jobs, fleet, products=products, docks=[{"location_index": 0, "count": 1}])
