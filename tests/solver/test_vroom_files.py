"""VROOM's problem JSON with our keys: what is refused, with code and place; what only warns; what is answered."""

import json
from pathlib import Path
from typing import Any

import pytest

from dispatch.solver import HORIZON, FileError, ProblemError, violations
from dispatch.solver.files import Loaded, read_plan, read_problem, write_answer
from dispatch.solver.files.vroom import parse_vroom
from dispatch.solver.files.vroom_answer import answer_of
from dispatch.solver.files.vroom_plan import parse_answer
from tests.solver.builders import HOUR, Document, document, job, line, problem, vehicle
from tests.solver.searching import searched


def full() -> Document:
    """Give a document that uses every key."""
    day = document(
        [
            job(
                1, 1, line("P", 5, min_quantity=2, multiple=1), release=60, max_transit=7200, max_visits=2, locked=True
            ),
            job(
                2, 2, delivery=[5], pickup=[1], penalty=70, setup=5, priority=3, skills=[1], time_windows=[[0, HORIZON]]
            ),
        ],
        [
            vehicle(
                1, skills=[1], breaks=[{"id": 1, "service": 60, "time_windows": [[0, 9]]}], load_at=[1], max_trips=2
            ),
            vehicle(2, type="big", profile="car", speed_factor=1.5, max_tasks=4, max_travel_time=9, max_distance=9),
        ],
        products=[
            {"id": "P", "supply": [[0, 5], [HOUR, 9]]},
            {"id": "Q", "supply_by_depot": [{"location_index": 0, "supply": [[0, 1]]}]},
        ],
        docks=[{"location_index": 0, "count": 2}],
        incumbent=[{"vehicle": 1, "trips": [[1], [2]]}],
        change_penalty=9,
        shipments=[
            {"pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 2, "location_index": 2}, "amount": [1]}
        ],
    )
    day["jobs"][1]["service_per_type"] = {"big": 30}
    day["matrices"]["car"]["costs"] = day["matrices"]["car"]["durations"]
    return day


def set_at(document_: Any, path: str, value: object) -> None:
    *keys, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    for key in keys:
        document_ = document_[key]
    document_[last] = value


def test_every_key_is_read_without_a_warning() -> None:
    read = parse_vroom(full())
    assert read.warnings == ()
    day = read.problem
    assert day.visits[0].lines[0].min_quantity == 2
    assert (day.visits[0].release_s, day.visits[0].max_transit_s, day.visits[0].max_visits) == (60, 7200, 2)
    assert day.visits[1].service_per_type == (("big", 30),)
    assert [(curve.product, curve.location) for curve in day.products] == [("P", None), ("Q", 0)]
    assert (day.vehicles[0].load_at, day.vehicles[1].speed_factor) == ((1,), 1.5)


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("jobs.0.service", -1, "negative"),
        ("jobs.0.service", float("nan"), "not_a_number"),
        ("jobs.0.service", 1.5, "not_whole"),
        ("jobs.0.service", 10**30, "overflow"),
        ("jobs.0.service", 10**400, "overflow"),
        ("jobs.0.service", -(10**400), "negative"),
        ("jobs.0.service", "soon", "type"),
        ("jobs.0.service", True, "type"),
        ("jobs.0.id", None, "missing"),
        ("jobs.0.id", 2, "duplicate_id"),
        ("jobs.0.location_index", 9, "location_range"),
        ("jobs.0.location_index", None, "missing"),
        ("jobs.0.lines.0.product", None, "missing"),
        ("jobs.0.lines.0.quantity", None, "missing"),
        ("jobs.0.lines.0.multiple", 0, "range"),
        ("jobs.0.lines.0.amount", [1, 1], "amount_size"),
        ("jobs.1.time_windows", [[9, 3]], "window_order"),
        ("jobs.1.time_windows", [[9]], "type"),
        ("jobs", {}, "type"),
        ("vehicles", [], "no_vehicle"),
        ("vehicles.1.id", 1, "duplicate_id"),
        ("vehicles.1.profile", "tank", "matrix_missing"),
        ("vehicles.1.capacity", [1, 2], "amount_size"),
        ("vehicles.1.speed_factor", 0, "range"),
        ("vehicles.1.speed_factor", 10**400, "range"),
        ("vehicles.1.speed_factor", float("nan"), "range"),
        ("vehicles.0.breaks.0.max_load", [1], "unsupported"),
        ("matrices.car.durations.0", [0, 1], "matrix_size"),
        ("matrices.car.durations.0.1", None, "unreachable"),
        ("matrices.car.durations.0.1", -5, "negative"),
        ("matrices.car.durations.0.1", "x", "type"),
        ("matrices.car.durations.0.1", 10**18, "overflow"),
        ("matrices.car.distances", [[0]], "matrix_size"),
        ("products.0.supply", [[9, 5], [3, 9]], "supply_order"),
        ("products.0.supply", [[0, 5], [3, 2]], "supply_order"),
        ("products.0.supply", None, "missing"),
        ("docks.0.count", 0, "range"),
        ("incumbent.0.vehicle", 7, "unknown_reference"),
        ("incumbent.0.trips", [[9]], "unknown_reference"),
        ("incumbent.0.trips", [[1, 1]], "duplicate_id"),
        ("incumbent.0.trips", [[1], [1], [1]], "duplicate_id"),
        ("incumbent", [{"vehicle": 1, "trips": [[1]]}, {"vehicle": 1, "trips": [[2]]}], "duplicate_id"),
        ("incumbent.0.trips", [1], "type"),
        ("incumbent.0.trips", [[True]], "type"),
        ("incumbent", [], "unknown_reference"),
    ],
)
def test_a_fault_has_a_code_a_place_a_cause_and_an_action(path: str, value: object, code: str) -> None:
    day = full()
    set_at(day, path, value)
    with pytest.raises(ProblemError) as caught:
        parse_vroom(day)
    fault = next(fault for fault in caught.value.faults if fault.code == code)
    assert fault.where
    assert fault.cause
    assert fault.action


def test_every_fault_of_a_file_is_told_at_once() -> None:
    day = full()
    for path in ("jobs.0.service", "jobs.1.setup", "vehicles.0.loading"):
        set_at(day, path, -1)
    with pytest.raises(ProblemError) as caught:
        parse_vroom(day)
    assert [f.where for f in caught.value.faults] == ["jobs[0].service", "jobs[1].setup", "vehicles[0].loading"]


def test_a_misspelt_key_is_a_warning_that_names_it() -> None:
    day = full()
    day["jobs"][0]["time_window"] = [[0, 1]]
    day["dock"] = []
    assert parse_vroom(day).warnings == (
        "unknown key jobs[0].time_window: it is not read",
        "unknown key dock: it is not read",
    )


def test_a_file_that_is_no_json_or_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    with pytest.raises(FileError, match="unreadable"):
        read_problem(path)
    for text in ("{jobs", "[" * 100_000, '{"jobs": [{"id": "\\ud800"}]}'):
        path.write_text(text)
        with pytest.raises(FileError, match="no JSON"):
            read_problem(path)


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "day.json"
    path.write_text(json.dumps(full()), encoding="utf-8-sig")
    assert len(read_problem(path).problem.visits) == 2


def answered() -> dict[str, Any]:
    steps = [
        {"type": "start", "arrival": 0},
        {"type": "job", "id": 1, "arrival": 9, "location_index": 1, "lines": [{"id": 1, "quantity": 3}]},
        {"type": "end", "arrival": 20},
    ]
    left = [{"id": 2, "type": "job", "undelivered": [{"line": 1, "quantity": 3}]}]
    summary = {"cost": 1, "bound": None}
    return {"routes": [{"vehicle": 1, "steps": steps}], "summary": summary, "unassigned": left}


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("routes", None, "missing"),
        ("routes", {}, "type"),
        ("routes.0", 7, "type"),
        ("routes.0.vehicle", None, "missing"),
        ("routes.0.steps.1.type", "nap", "type"),
        ("routes.0.steps.1.id", None, "missing"),
        ("routes.0.steps.1.arrival", None, "missing"),
        ("routes.0.steps.1.arrival", float("nan"), "not_a_number"),
        ("routes.0.steps.1.arrival", 10**400, "overflow"),
        ("routes.0.steps.1.location_index", 99, "location_range"),
        ("routes.0.steps.1.location_index", -1, "location_range"),
        ("routes.0.steps.1.lines.0.quantity", "many", "type"),
        ("summary", [], "type"),
        ("summary.cost", 10**400, "range"),
        ("unassigned.0.undelivered.0.line", [], "type"),
        ("unassigned.0.type", "visit", "type"),
    ],
)
def test_a_fault_of_an_answer_has_a_code_and_a_place(path: str, value: object, code: str) -> None:
    day, answer = problem([job(1, 1, line("P", 3)), job(2, 1, line("P", 3))]), answered()
    assert parse_answer(day, answer).routes[0].steps[1].lines == ((1, 3),)
    set_at(answer, path, value)
    with pytest.raises(FileError) as caught:
        parse_answer(day, answer)
    fault = caught.value.faults[0]
    assert (fault.code, fault.where.replace("[", ".").replace("]", "")) == (code, path)


def test_an_answer_comes_back_as_the_same_plan(tmp_path: Path) -> None:
    pause = {"id": 4, "service": 600, "time_windows": [[7 * HOUR, 8 * HOUR]]}
    ends = {"pickup": {"id": 1, "location_index": 2}, "delivery": {"id": 2, "location_index": 1}}
    jobs = [job(1, 2, line("P", 30), line("Q", 9, 2)), job(2, 3, line("Q", 80))]
    day = problem(
        jobs, [vehicle(breaks=[pause], max_trips=2)], shipments=[ends], products=[{"id": "Q", "supply": [[0, 50]]}]
    )
    plan = searched(day)
    loaded, path = Loaded(day), tmp_path / "plan.json"
    write_answer(loaded, plan, path)
    again = read_plan(loaded, path)
    assert again.routes == plan.routes
    assert violations(day, again) == []


def test_the_answer_says_cost_bound_gap_and_what_is_left_with_its_reason() -> None:
    day = problem([job(1, 1, line("P", 30, unit_penalty=9000))], products=[{"id": "P", "supply": [[0, 20]]}])
    answer = answer_of(day, searched(day))
    summary = answer["summary"]
    assert summary["cost"] == 92_300
    assert 0 < summary["bound"] <= summary["cost"]
    assert summary["gap"] == pytest.approx((summary["cost"] - summary["bound"]) / summary["cost"], abs=1e-4)
    (left,) = answer["unassigned"]
    assert left["undelivered"] == [{"line": 1, "quantity": 10}]
    assert left["reasons"][0] | {"code": "supply", "by": 10, "remedy": None, "price": None} == left["reasons"][0]
    kinds = [(step["type"], step["load"]) for step in answer["routes"][0]["steps"]]
    assert kinds == [("start", [0]), ("load", [20]), ("job", [0]), ("end", [0])]
    json.dumps(answer)


def test_an_answer_of_vroom_itself_is_judged_without_books() -> None:
    day = problem([job(1, 1, line("P", 30)), job(2, 1, penalty=70)], [vehicle(loading=0)])
    steps = [
        {"type": "start", "arrival": 6 * HOUR},
        {"type": "job", "id": 1, "arrival": 6 * HOUR + 600},
        {"type": "end", "arrival": 6 * HOUR + 1800},
    ]
    plan = parse_answer(day, {"routes": [{"vehicle": 1, "steps": steps}], "summary": {"cost": 1}, "unassigned": []})
    assert violations(day, plan) == []
    assert plan.cost == 1000 + 1200 + 100 + 70
