"""Jobs in child processes: results, errors, kills, cancels, deadlines."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from dispatch import settings
from dispatch.db import Database
from dispatch.jobs import queue
from dispatch.jobs.handlers import Handler
from dispatch.jobs.models import Job
from dispatch.jobs.queue import JobRow
from dispatch.jobs.supervisor import run_job, work
from tests.jobs import tasks

ENDED: list[tuple[int, str]] = []


@pytest.fixture(autouse=True)
def nothing_ended() -> None:
    ENDED.clear()


def remember_end(session: Session, job: Job) -> None:
    ENDED.append((job.id, job.state))


HANDLERS = {
    "add": tasks.add,
    "refuse": Handler(tasks.refuse, remember_end),
    "die_once": tasks.die_once,
    "lose_once": tasks.lose_the_database_once,
    "die_always": Handler(tasks.die_always, remember_end),
    "sleep": tasks.sleep_long,
    "deaf": Handler(tasks.deaf, remember_end),
}


def asked(database: Database, kind: str, **params: Any) -> int:
    with database.transaction("user:anna") as session:
        return queue.enqueue(session, kind, params).id


def state_of(database: Database, job_id: int) -> JobRow:
    with database.reading() as session:
        return queue.job(session, job_id)


def wait_for_pid(database: Database, job_id: int) -> int:
    for _ in range(200):
        pid = state_of(database, job_id).progress.get("pid")
        if pid:
            return int(pid)
        time.sleep(0.05)
    raise AssertionError("the child never spoke")


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_job_runs_in_a_child_and_its_result_and_progress_are_kept(any_database: Database) -> None:
    seen: list[JobRow] = []
    row = run_job(any_database.url, asked(any_database, "add", numbers=[2, 3]), HANDLERS, seen.append)
    assert (row.state, row.result, row.attempts, row.progress) == ("done", {"sum": 5}, 1, {"half": True})
    assert seen[-1] == row


def test_an_error_of_ours_ends_the_job_at_once_with_its_sentence(database: Database) -> None:
    job_id = asked(database, "refuse")
    row = run_job(database.url, job_id, HANDLERS)
    assert (row.state, row.error, row.attempts) == ("failed", "refused: There is nothing to plan. Import orders.", 1)
    assert (job_id, "failed") in ENDED


@pytest.mark.parametrize(("kind", "result"), [("die_once", {"alive": True}), ("lose_once", {"found_again": True})])
def test_a_child_that_the_system_or_the_database_fails_is_run_again(
    database: Database, tmp_path: Path, kind: str, result: dict[str, bool]
) -> None:
    row = run_job(database.url, asked(database, kind, marker=str(tmp_path / "m")), HANDLERS)
    assert (row.state, row.attempts, row.result) == ("done", 2, result)


def test_a_child_that_always_dies_fails_after_three_attempts(database: Database) -> None:
    job_id = asked(database, "die_always")
    row = run_job(database.url, job_id, HANDLERS)
    assert (row.state, row.attempts) == ("failed", 3)
    assert "exit code -9" in row.error
    assert [state for ended, state in ENDED if ended == job_id] == ["queued", "queued", "failed"]


def test_a_cancelled_job_is_killed_within_two_seconds_even_if_its_child_hears_nothing(database: Database) -> None:
    job_id = asked(database, "deaf")
    runner = threading.Thread(target=run_job, args=(database.url, job_id, HANDLERS))
    runner.start()
    pid = wait_for_pid(database, job_id)
    begun = time.monotonic()
    with database.transaction("user:anna") as session:
        assert not queue.request_cancel(session, job_id)
    runner.join(10)
    assert time.monotonic() - begun < 2
    assert state_of(database, job_id).state == "cancelled"
    assert gone(pid)
    assert (job_id, "cancelled") in ENDED


def test_a_job_asked_to_stop_ends_as_done_with_what_it_has(database: Database) -> None:
    job_id = asked(database, "sleep")
    runner = threading.Thread(target=run_job, args=(database.url, job_id, HANDLERS))
    runner.start()
    wait_for_pid(database, job_id)
    with database.transaction("user:anna") as session:
        queue.request_stop(session, job_id)
    runner.join(10)
    row = state_of(database, job_id)
    assert (row.state, row.result) == ("done", {"stopped": True})


def test_a_job_past_its_deadline_is_killed(database: Database) -> None:
    row = run_job(database.url, asked(database, "deaf", deadline_s=1.5), HANDLERS)
    assert (row.state, row.error) == ("failed", "The work did not end by its deadline and was stopped.")


@pytest.mark.parametrize("kind", ["add", "deaf"])
def test_a_worker_takes_what_waits_and_puts_back_what_it_leaves(database: Database, kind: str) -> None:
    job_id = asked(database, kind, numbers=[1])
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(database.url, HANDLERS, stop.is_set))
    worker.start()
    if kind == "deaf":
        wait_for_pid(database, job_id)
    else:
        for _ in range(200):
            if state_of(database, job_id).state == "done":
                break
            time.sleep(0.05)
    stop.set()
    worker.join(10)
    row = state_of(database, job_id)
    assert (row.state, row.attempts) == (("done", 1) if kind == "add" else ("queued", 0))


def test_a_worker_that_is_killed_takes_its_child_along_and_another_takes_the_job_over(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPATCH_LEASE_S", "5")
    settings.current.cache_clear()
    job_id = asked(database, "sleep")
    worker = multiprocessing.get_context("spawn").Process(target=run_job, args=(database.url, job_id, HANDLERS))
    worker.start()
    child = wait_for_pid(database, job_id)
    worker.kill()
    worker.join()
    begun = time.monotonic()
    while not gone(child):
        assert time.monotonic() - begun < 5
        time.sleep(0.05)
    with database.transaction("user:anna") as session:
        queue.request_stop(session, job_id)
    row = run_job(database.url, job_id, HANDLERS)
    assert (row.state, row.attempts, row.result) == ("done", 2, {"stopped": True})
    assert time.monotonic() - begun < 60
