"""Why a visit stays out, one instance per code; places lie on one road, ten minutes (5 km) apart."""

import time
from dataclasses import replace
from typing import Any

import pytest

from dispatch.solver import Reason
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.first import first_plan
from dispatch.solver.engines.rich.reasons import with_reasons
from dispatch.solver.files.vroom import parse_vroom
from tests.solver.builders import HOUR, job, line, problem, vehicle
from tests.solver.planted import planted_day
from tests.solver.searching import searched

SIX = 6 * HOUR


@pytest.mark.parametrize(
    ("job_keys", "vehicle_keys", "code", "rule", "by"),
    [
        ({"skills": [1, 2]}, {"skills": [1]}, "skill", "skills", 1),
        ({"delivery": [130]}, {}, "load", "capacity", 30),
        ({"time_windows": [[SIX, SIX + 1000]]}, {}, "window", "time_windows", 800),
        ({}, {"time_window": [SIX, SIX + 2900]}, "shift", "time_window", 100),
        ({}, {"max_travel_time": 1100}, "distance", "max_travel_time", 100),
        ({}, {"max_distance": 9000}, "distance", "max_distance", 1000),
        ({"release": 10 * HOUR, "time_windows": [[SIX, 8 * HOUR]]}, {}, "window", "time_windows", 7800),
        ({"release": 16 * HOUR}, {}, "shift", "time_window", 1800),
    ],
)
def test_a_visit_impossible_by_itself_names_the_rule_and_by_how_much(
    job_keys: dict[str, Any], vehicle_keys: dict[str, Any], code: str, rule: str, by: int
) -> None:
    plan = searched(problem([job(1, 1, **job_keys)], [vehicle(**vehicle_keys)]))
    (reason,) = plan.unassigned[0].reasons
    assert (reason.code, reason.rule, reason.by, reason.vehicle) == (code, rule, by, 1)


def test_goods_that_are_not_there_are_the_reason_with_the_units_missing() -> None:
    plan = searched(problem([job(1, 1, line("P", 10, unit_penalty=5000))], products=[{"id": "P", "supply": [[0, 4]]}]))
    assert plan.unassigned[0].reasons == (Reason("supply", "supply:P", None, 6),)


def test_goods_that_come_after_the_last_departure_are_missing() -> None:
    late = job(1, 1, line("P", 10), time_windows=[[SIX, 8 * HOUR]])
    plan = searched(problem([late], products=[{"id": "P", "supply": [[0, 0], [10 * HOUR, 10]]}]))
    assert plan.unassigned[0].reasons == (Reason("supply", "supply:P", None, 10),)


def test_a_visit_possible_by_itself_was_outbid() -> None:
    jobs = [job(1, 1, delivery=[100], penalty=9000), job(2, 1, delivery=[100], penalty=8000)]
    plan = searched(problem(jobs))
    assert [(item.visit, item.reasons[0].code) for item in plan.unassigned] == [(2, "outbid")]


def test_two_hundred_stops_have_their_reasons_in_the_time_given() -> None:
    today = parse_vroom(planted_day(5, arms=40, stops=5, fill=0.8).problem).problem
    today = replace(today, vehicles=today.vehicles[:14])
    c = compile_problem(today)
    plan, begun = first_plan(c, 5.0).plan, time.monotonic()
    explained = with_reasons(c, plan, 1.0)
    assert time.monotonic() - begun < 5.0
    assert len(explained.unassigned) > 50
    assert all(item.reasons for item in explained.unassigned)
    assert any(reason.price is not None for item in explained.unassigned for reason in item.reasons)
