"""`solve` and `check` on files: what they print and how they exit, and the solver's door with its children."""

import json
import time
from pathlib import Path

import pytest

from dispatch.solver import LockedPlanError, ProblemError, Progress, solve, violations
from dispatch.solver.command import check_file, solve_file
from tests.conftest import shared_files
from tests.solver.builders import document, job, line, problem, rich_day, vehicle


def written(path: Path, content: object) -> Path:
    path.write_text(json.dumps(content))
    return path


def test_a_file_is_solved_and_its_plan_found_right(tmp_path: Path) -> None:
    day = document([job(1, 1, line("P", 30)), job(2, 2, line("P", 30))], products=[{"id": "P", "supply": [[0, 50]]}])
    day["colour"] = "red"
    file, out, said = written(tmp_path / "day.json", day), tmp_path / "plan.json", list[str]()
    assert solve_file(file, out, time_limit_s=20, iterations=30, echo=said.append) == 0
    assert "WARNING unknown key colour: it is not read" in said
    assert any(text.startswith("Not served: job") and "supply [supply:P] by 10" in text for text in said)
    assert said[-1].startswith("Cost ")
    said.clear()
    assert check_file(file, out, echo=said.append) == 0
    assert said[0] == "Violations 0"


def test_a_plan_that_breaks_a_rule_is_told_and_exits_1(tmp_path: Path) -> None:
    file = written(tmp_path / "day.json", document([job(1, 1)]))
    steps = [{"type": "start", "arrival": 0}, {"type": "job", "id": 1, "arrival": 10}, {"type": "end", "arrival": 20}]
    plan = written(tmp_path / "plan.json", {"routes": [{"vehicle": 1, "steps": steps}]})
    said: list[str] = []
    assert check_file(file, plan, echo=said.append) == 1
    assert said[0].startswith("VIOLATION ")
    said.clear()
    assert check_file(file, plan, as_json=True, echo=said.append) == 1
    assert {found["rule"] for found in json.loads(said[0])["violations"]} == {"travel", "shift"}


def test_a_faulty_file_is_refused_with_every_fault_and_exits_2(tmp_path: Path) -> None:
    file = written(tmp_path / "day.json", document([job(1, 1, service=-1)], []))
    said: list[str] = []
    assert solve_file(file, None, echo=said.append) == 2
    assert [text.split("]")[0] for text in said] == ["ERROR [negative", "ERROR [no_vehicle"]
    said.clear()
    assert solve_file(file, None, as_json=True, echo=said.append) == 2
    assert [fault["code"] for fault in json.loads(said[0])["errors"]] == ["negative", "no_vehicle"]
    assert check_file(file, tmp_path / "none.json", echo=said.append) == 2


def test_a_place_where_no_answer_can_be_written_is_refused_before_the_search(tmp_path: Path) -> None:
    file, said = written(tmp_path / "day.json", document([job(1, 1)])), list[str]()
    begun = time.monotonic()
    assert solve_file(file, tmp_path / "none" / "plan.json", time_limit_s=30, echo=said.append) == 2
    assert solve_file(file, tmp_path / "plan.sol", time_limit_s=30, echo=said.append) == 2
    assert time.monotonic() - begun < 5
    assert [text.split("]")[0] for text in said] == ["ERROR [unwritable", "ERROR [kind"]


def test_a_solution_of_an_instance_judges_no_problem_in_json(tmp_path: Path) -> None:
    file, said = written(tmp_path / "day.json", document([job(1, 1)])), list[str]()
    (tmp_path / "plan.sol").write_text("Route #1: 1\nCost 1\n")
    assert check_file(file, tmp_path / "plan.sol", echo=said.append) == 2
    assert said[0].startswith("ERROR [kind]")


def test_the_door_refuses_a_problem_that_contradicts_itself() -> None:
    with pytest.raises(ProblemError, match="no_vehicle"):
        solve(problem([job(1, 1)], [vehicle()]).__class__(visits=(), vehicles=()))


def test_the_answer_comes_on_time_with_progress_and_stops_when_asked(tmp_path: Path) -> None:
    from dispatch.solver.files.vroom import parse_vroom

    day = parse_vroom(rich_day(3, 60)).problem
    heard: list[Progress] = []
    begun = time.monotonic()
    plan = solve(day, time_limit_s=3, jobs=1, on_progress=heard.append)
    assert time.monotonic() - begun < 3 + 1.5 + 1.0
    assert violations(day, plan) == []
    assert heard[0].elapsed_s < 2
    assert heard[-1].cost == pytest.approx(plan.cost)
    begun = time.monotonic()
    stopped = solve(day, time_limit_s=60, jobs=1, should_stop=lambda: True)
    assert time.monotonic() - begun < 5
    assert violations(day, stopped) == []


def test_locked_stops_that_cannot_be_kept_reach_the_caller() -> None:
    jobs = [job(1, 1, locked=True, time_windows=[[0, 10]])]
    with pytest.raises(LockedPlanError):
        solve(problem(jobs, incumbent=[{"vehicle": 1, "trips": [[1]]}]), time_limit_s=5, jobs=1)


@pytest.mark.shared
@pytest.mark.parametrize("path", shared_files("data/rich/*.json"), ids=lambda path: path.stem)
def test_the_shared_days_are_planned_without_a_violation(path: Path, tmp_path: Path) -> None:
    out, said = tmp_path / "plan.json", list[str]()
    assert solve_file(path, out, time_limit_s=6, echo=said.append) == 0
    assert check_file(path, out, echo=said.append) == 0
