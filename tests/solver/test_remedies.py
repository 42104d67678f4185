"""What would let in a visit that stays out, and what forcing it in would cost: exact on drawn days, proved on random ones.

Places lie on one road, ten minutes (5 km) apart; a vehicle may leave at 06:20 after loading, its shift ends at 16:00.
"""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.solver import Plan, Problem, Reason, alternatives
from dispatch.solver.changes import Change, changed, clock, sentence
from dispatch.solver.engines.rich.compiled import compile_problem
from dispatch.solver.engines.rich.reasons import with_reasons
from dispatch.solver.files.vroom import parse_vroom
from dispatch.solver.files.vroom_answer import answer_of
from tests.soak import times
from tests.solver.builders import HOUR, job, line, problem, rich_day, vehicle
from tests.solver.searching import searched

SIX = 6 * HOUR


def only_reason(plan: Plan) -> Reason:
    (item,) = plan.unassigned
    (reason,) = item.reasons
    return reason


@pytest.mark.parametrize(
    ("job_keys", "vehicle_keys", "words"),
    [
        ({"time_windows": [[SIX, SIX + 1000]]}, {}, "window until 06:30"),
        ({"delivery": [130]}, {}, "+30 in dimension 1 of capacity on vehicle 1"),
        ({}, {"time_window": [SIX, SIX + 2900]}, "+5 minutes of shift on vehicle 1"),
        ({"skills": [1, 2]}, {"skills": [1]}, "skills 2 on vehicle 1"),
        ({}, {"max_travel_time": 1100}, "+300 of max_travel_time on vehicle 1"),
        ({}, {"max_distance": 9000}, "+1000 of max_distance on vehicle 1"),
        ({"max_transit": 300}, {}, "+5 minutes of max_transit"),
        ({"release": 16 * HOUR}, {}, "goods ready by 15:30"),
    ],
)
def test_the_smallest_change_that_serves_is_named(
    job_keys: dict[str, Any], vehicle_keys: dict[str, Any], words: str
) -> None:
    day = problem([job(1, 1, **job_keys)], [vehicle(**vehicle_keys)])
    reason = only_reason(searched(day, proofs_s=20))
    assert reason.remedy == words
    assert reason.change is not None
    assert searched(changed(day, reason.change)).unassigned == ()


def test_missing_goods_are_asked_for_by_the_last_departure_that_serves() -> None:
    day = problem([job(1, 1, line("P", 10, unit_penalty=5000))], products=[{"id": "P", "supply": [[0, 4]]}])
    reason = only_reason(searched(day, proofs_s=20))
    assert (reason.remedy, reason.price) == ("6 more of P by 15:30", None)
    assert reason.change is not None
    assert searched(changed(day, reason.change)).unassigned == ()
    later = replace(reason.change, at_s=(reason.change.at_s or 0) + 60)
    assert searched(changed(day, later)).unassigned != ()


def test_a_visit_outbid_names_who_is_served_instead_and_its_price() -> None:
    jobs = [job(1, 1, delivery=[100], penalty=9000), job(2, 1, delivery=[100], penalty=8000)]
    reason = only_reason(searched(problem(jobs), proofs_s=20))
    assert (reason.code, reason.price, reason.instead) == ("outbid", 1000, (1,))
    assert reason.remedy == "+100 in dimension 1 of capacity on vehicle 1"


def test_a_visit_that_fits_and_does_not_pay_has_the_price_of_its_detour() -> None:
    jobs = [job(1, 1, penalty=90_000), job(2, 3, penalty=2000)]
    reason = only_reason(searched(problem(jobs), proofs_s=20))
    assert (reason.code, reason.price, reason.instead, reason.remedy) == ("outbid", 600, (), None)


def test_a_full_day_asks_for_one_more_vehicle() -> None:
    times = [[SIX + 1800, SIX + 1800]]
    jobs = [job(n, 1, penalty=9000, service=20_000, time_windows=times) for n in (1, 2)]
    reason = only_reason(searched(problem(jobs, [vehicle(time_window=[SIX, SIX + 25_000])]), proofs_s=20))
    assert reason.remedy == "one more vehicle like 1"


def test_a_dock_that_is_taken_at_the_only_useful_time_is_the_reason() -> None:
    times = [[SIX + 1800, SIX + 1800]]
    jobs = [job(n, 1, penalty=9000, delivery=[100], time_windows=times) for n in (1, 2)]
    day = problem(jobs, [vehicle(1), vehicle(2)], docks=[{"location_index": 0, "count": 1}])
    reason = only_reason(searched(day, proofs_s=20))
    assert (reason.code, reason.by, reason.remedy) == ("dock", 1, "one more dock at location 0")


def test_a_locked_stop_in_the_way_is_the_reason() -> None:
    jobs = [job(1, 1, delivery=[100], penalty=1, locked=True), job(2, 1, delivery=[100], penalty=8000)]
    day = problem(jobs, incumbent=[{"vehicle": 1, "trips": [[1]]}])
    reason = only_reason(searched(day, proofs_s=20))
    assert (reason.code, reason.instead, reason.price) == ("locked", (1,), None)


def test_a_remedy_stands_in_the_answer_in_words_and_as_a_value() -> None:
    day = problem([job(1, 1, line("P", 10, unit_penalty=5000))], products=[{"id": "P", "supply": [[0, 4]]}])
    (entry,) = answer_of(day, searched(day, proofs_s=20))["unassigned"]
    assert entry["reasons"][0]["remedy"] == "6 more of P by 15:30"
    assert entry["reasons"][0]["change"] == {"kind": "supply", "amount": 6, "product": "P", "at_s": 15 * HOUR + 1800}


def test_proofs_are_shared_among_children_and_come_in_time() -> None:
    jobs = [job(n, 1, line("P", 10, unit_penalty=500 + n)) for n in range(1, 15)]
    day = problem(jobs, [vehicle(capacity=[200])], products=[{"id": "P", "supply": [[0, 4]]}])
    c = compile_problem(day)
    plan = with_reasons(c, searched(day, 5), seconds=15, jobs=2)
    assert all(item.reasons[0].remedy for item in plan.unassigned)


def test_a_served_stop_has_a_price_on_every_vehicle_that_could_take_it() -> None:
    day = problem([job(1, 1), job(2, 2), job(3, 3, skills=[1])], [vehicle(1, skills=[1]), vehicle(2), vehicle(3)])
    plan = searched(day)
    assert [len(route.steps) for route in plan.routes] == [6]
    prices = {one.vehicle: one.price for one in alternatives(day, plan, 2)}
    assert prices == {1: 0, 2: 1000 + 2400 + 200, 3: 1000 + 2400 + 200}
    assert [one.vehicle for one in alternatives(day, plan, 3)] == [1]
    assert alternatives(day, plan, 9) == ()


def test_a_time_is_said_with_its_day_or_its_date() -> None:
    assert clock(16 * HOUR + 1800) == "16:30"
    assert clock(30 * HOUR) == "06:00 of day 2"
    assert clock(1_795_500_000) == "2026-11-24 06:00Z"
    assert sentence(Change("supply", 60, product="P", at_s=0, location=3)) == "60 more of P by 00:00 at location 3"


@pytest.mark.soak
@settings(max_examples=times(7), deadline=None, derandomize=True)
@given(seed=st.integers(min_value=0, max_value=10**6))
def test_every_remedy_makes_what_it_is_for_servable(seed: int) -> None:
    day = parse_vroom(rich_day(seed, 8)).problem
    plan = searched(day, 40, seed, proofs_s=5)
    for item in [item for item in plan.unassigned if item.kind == "job"]:
        for reason in [reason for reason in item.reasons if reason.change is not None][:1]:
            assert reason.change is not None
            product = reason.change.product if reason.code == "supply" else None
            asked = insisted(changed(day, reason.change), item.visit, product)
            again = {rest.visit: dict(rest.undelivered) for rest in searched(asked, 60, seed).unassigned}
            wanted = {
                line.id for v in day.visits if v.id == item.visit for line in v.lines if product in (None, line.product)
            }
            assert item.visit not in again or not wanted & again[item.visit].keys()
            assert item.visit not in again or wanted


def insisted(day: Problem, visit: int | str, product: str | None) -> Problem:
    """Return the problem in which a visit (its lines of one product) is worth more than any cost, before all others."""
    visits = []
    for each in day.visits:
        if each.id == visit:
            lines = tuple(
                replace(line, unit_penalty=None) if product in (None, line.product) else line for line in each.lines
            )
            visits.append(replace(each, lines=lines, penalty=None, priority=100))
        else:
            visits.append(each)
    return replace(day, visits=tuple(visits))
