"""Cheapest feasible insertion: from nothing or from routes that break rules, never an infeasible route."""

import time

from dispatch.solver.checker import violations
from dispatch.solver.engines.plain.planner import plan_of
from dispatch.solver.engines.plain.repair import missing_visits, repair
from dispatch.solver.engines.plain.routes import Trip
from dispatch.solver.files.vrplib_file import parse_vrplib
from tests.solver.instances import texts
from tests.solver.instances.test_plain_engine import town


def repaired(problem, routes=None):
    kept = repair(problem, routes or {}, time.monotonic() + 20)
    assert violations(problem, plan_of(problem, kept)) == []
    return kept


def test_every_family_is_served_from_nothing():
    for family, text in texts.FAMILIES.items():
        problem = parse_vrplib(text)
        assert missing_visits(problem, repaired(problem)) == 0, family


def test_an_overloaded_route_is_relieved():
    problem = parse_vrplib(texts.CVRP)
    kept = repaired(problem, {0: (Trip(0, (0, 1, 2, 3)),)})
    assert kept[0] == (Trip(0, (0, 1, 2)),)
    assert missing_visits(problem, kept) == 0


def test_a_second_trip_is_opened_where_no_vehicle_is_free():
    problem = parse_vrplib(texts.MTVRPTWR)
    kept = repaired(problem)
    assert len(kept[0]) > 1
    assert missing_visits(problem, kept) == 0


def test_a_town_is_served_from_nothing():
    problem = town(150)
    assert missing_visits(problem, repaired(problem)) == 0


def test_without_time_nothing_is_inserted_and_nothing_is_broken():
    problem = parse_vrplib(texts.CVRP)
    kept = repair(problem, {0: (Trip(0, (0, 1, 2, 3)),)}, time.monotonic() - 1)
    assert violations(problem, plan_of(problem, kept)) == []
    assert missing_visits(problem, kept) == 1
