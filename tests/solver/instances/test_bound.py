"""The plain engine's bound: never above the best plan (enumerated, or published), near it, in time, and its own rules."""

import itertools
import math
import random
import time

import numpy as np
import pytest

from dispatch.solver.checker import violations
from dispatch.solver.engines.plain import proof, solve_plain
from dispatch.solver.engines.plain.bound import lower_bound
from dispatch.solver.engines.plain.bound.pricing import Pricing
from dispatch.solver.engines.plain.bound.relaxed import kinds, least_trips, rules
from dispatch.solver.engines.plain.repair import repair
from dispatch.solver.engines.plain.routes import Timer, Trip
from dispatch.solver.files import read_plan, read_problem
from dispatch.solver.files.vrplib_file import parse_vrplib
from tests.conftest import shared_files
from tests.solver.instances import texts
from tests.solver.instances.test_plain_engine import town

OPTIMA = {"CVRP": 32, "VRPTW": 320, "PCVRPTW": 275, "MTVRPTWR": 320, "HFVRP": 65, "MDVRPTW": 20_000, "ORTEC": 37}


def bound_of(problem, seconds=10.0, routes=None):
    until = time.monotonic() + seconds
    said = [0]
    lower_bound(problem, routes if routes is not None else repair(problem, {}, until), until, said.append)
    assert said == sorted(said)
    return said[-1]


@pytest.mark.parametrize(("family", "optimum"), OPTIMA.items())
def test_the_bound_of_a_small_instance_of_each_family_is_near_its_optimum_and_not_above(family, optimum):
    assert 0.75 * optimum <= bound_of(parse_vrplib(texts.FAMILIES[family])) <= optimum


def drawn(seed, clients=5):
    """A small instance with windows, a capacity and a duration, each sometimes tight."""
    draw = random.Random(seed)
    nodes = [(draw.randrange(60), draw.randrange(60)) for _ in range(clients + 1)]
    opens = [draw.randrange(120) for _ in range(clients)]
    lines = ["TYPE : VRPTW", f"DIMENSION : {clients + 1}", "VEHICLES : 5", f"CAPACITY : {draw.choice([9, 14, 30])}"]
    lines += ["SERVICE_TIME : 5", "EDGE_WEIGHT_TYPE : EUC_2D", "NODE_COORD_SECTION"]
    lines += [f"{number} {x} {y}" for number, (x, y) in enumerate(nodes, 1)]
    lines += ["DEMAND_SECTION", "1 0", *(f"{i} {draw.randrange(9)}" for i in range(2, clients + 2))]
    lines += ["TIME_WINDOW_SECTION", "1 0 400"]
    lines += [f"{i + 2} {first} {first + draw.choice([60, 150])}" for i, first in enumerate(opens)]
    return parse_vrplib("\n".join([*lines, "DEPOT_SECTION", "1", "-1", "EOF"]))


def best_cost(problem):
    """The optimum by enumeration: the cheapest order of each set of visits, then the cheapest partition."""
    timer, n = Timer(problem), len(problem.visits)
    cheapest = {}
    for size in range(1, n + 1):
        for order in itertools.permutations(range(n), size):
            trips = (Trip(0, order),)
            if timer.is_feasible(0, trips):
                key = frozenset(order)
                cheapest[key] = min(cheapest.get(key, math.inf), timer.metres(0, trips))
    least = {frozenset(): 0}
    for size in range(1, n + 1):
        for some in map(frozenset, itertools.combinations(range(n), size)):
            first = min(some)
            parts = [part for part in cheapest if first in part and part <= some]
            least[some] = min((cheapest[part] + least[some - part] for part in parts), default=math.inf)
    return least[frozenset(range(n))]


def test_the_bound_is_never_above_the_enumerated_optimum_and_mostly_reaches_it():
    reached = 0
    for seed in range(8):
        problem = drawn(seed)
        optimum, bound = best_cost(problem), bound_of(problem)
        assert bound <= optimum, seed
        reached += bound >= 0.95 * optimum
    assert reached >= 5


def test_every_rule_gives_trips_that_nothing_undercuts_when_they_are_feasible():
    for seed in range(6):
        problem = drawn(seed)
        timer, prices = Timer(problem), np.array([40.0 + 7 * i for i in range(5)])
        for rule in rules(problem):
            for levels in (3, 40, 1000):
                ((_, trips),) = kinds(problem, rule, levels)
                least = Pricing(trips).run(prices, 0.0).min()
                for size in range(1, 6):
                    for order in itertools.permutations(range(5), size):
                        if timer.is_feasible(0, (Trip(0, order),)):
                            assert trips.admits(order)
                            assert trips.price(order) == timer.metres(0, (Trip(0, order),))
                            assert least <= trips.price(order) - prices[list(order)].sum() + 1e-6


def test_the_trips_found_cost_what_was_said():
    ((_, trips),) = kinds(town(40), "time", 200)
    prices = np.full(40, 150.0)
    pricing = Pricing(trips)
    ends = pricing.run(prices, 3.0)
    for end in np.flatnonzero(np.isfinite(ends)):
        visits = pricing.trip(int(end))
        assert visits[-1] == end
        assert trips.admits(visits)
        assert trips.price(visits) - prices[visits].sum() - 3.0 == pytest.approx(ends[end])
        assert all(a != b for a, b in zip(visits, visits[2:], strict=False))


def test_a_full_fleet_must_drive_so_many_trips():
    problem = parse_vrplib(texts.CVRP)
    assert least_trips(problem, [trips for _, trips in kinds(problem, "delivery:0", 100)]) == 2.0


def test_a_plan_of_the_engine_brings_its_bound_and_the_cost_is_not_below_it(monkeypatch):
    monkeypatch.setattr(proof, "SEARCHED", 0.1)
    problem = parse_vrplib(texts.VRPTW)
    plan = solve_plain(problem, time_limit_s=6.0, jobs=2)
    assert violations(problem, plan) == []
    assert 0.75 * plan.cost < plan.bound <= plan.cost


def test_no_bound_is_sought_where_the_time_is_short_for_so_many_visits(monkeypatch):
    monkeypatch.setattr(proof, "SEARCHED", 0.0)
    problem, now = town(200), time.monotonic()
    for seconds, sought in ((10.0, False), (20.0, True)):
        with proof.Proof(problem, now + seconds, worth=True) as under_way:
            assert under_way.is_due() == sought


def test_no_bound_is_stated_beside_a_plan_that_leaves_out_what_must_be_served():
    problem = parse_vrplib(texts.CVRP.replace("DIMENSION : 5", "DIMENSION : 5\nVEHICLES : 1"))
    assert solve_plain(problem, time_limit_s=3.5, jobs=2).bound is None


PUBLISHED = [
    path
    for path in shared_files("data/vrp/*.vrp")
    if path.stem in {"CVRP-X-n200-k36", "HFVRP-X125-HVRP", "MTVRPTWR-RC203R0.5", "SDVRPTW-PR04"}
]


@pytest.mark.shared
@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_the_bound_of_a_published_instance_is_not_above_its_best_known_cost(path):
    loaded = read_problem(path)
    best = read_plan(loaded, path.with_suffix(".sol"))
    number = {visit.id: n for n, visit in enumerate(loaded.problem.visits)}
    truck = {vehicle.id: n for n, vehicle in enumerate(loaded.problem.vehicles)}
    routes = {}
    for route in best.routes:
        trips = []
        for step in route.steps:
            if step.kind == "load":
                trips.append([])
            elif step.kind == "job":
                trips[-1].append(number[step.id])
        start = loaded.problem.vehicles[truck[route.vehicle]].start
        routes[truck[route.vehicle]] = tuple(Trip(start, tuple(stops)) for stops in trips if stops)
    assert bound_of(loaded.problem, 1.5, routes) <= best.cost
