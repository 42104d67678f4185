"""One job, one worker: the claim under races, with its negative control, and expired leases."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from dispatch import clock
from dispatch.db import Database
from dispatch.jobs import claims, queue
from dispatch.jobs.models import Job

JOBS, WORKERS = 6, 3
Claim = Callable[[Database, str], int | None]


def guarded(database: Database, worker: str) -> int | None:
    with database.transaction(worker) as session:
        job = claims.claim(session, worker, ["sum"])
        return job.id if job else None


def read_then_write(database: Database, worker: str) -> int | None:
    """The claim without its guard: looks, then writes whatever happened in between."""
    with database.reading() as session:
        found = session.scalars(select(Job.id).where(Job.state == "queued").order_by(Job.id).limit(1)).one_or_none()
    time.sleep(0.02)
    if found is not None:
        with database.transaction(worker) as session:
            session.execute(update(Job).where(Job.id == found).values(state="running", worker=worker))
    return found


def claimed_by_racing_workers(database: Database, claim: Claim) -> list[int]:
    with database.transaction("t") as session:
        for _ in range(JOBS):
            queue.enqueue(session, "sum", {"numbers": [1]})
        queue.enqueue(session, "noise", {})
    taken: list[int] = []
    start = threading.Barrier(WORKERS)

    def worker(name: str) -> None:
        start.wait()
        while (job_id := claim(database, name)) is not None:
            taken.append(job_id)

    threads = [threading.Thread(target=worker, args=(f"w{number}",)) for number in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def test_racing_workers_take_each_job_once(any_database: Database) -> None:
    taken = claimed_by_racing_workers(any_database, guarded)
    assert len(taken) == JOBS
    assert len(set(taken)) == JOBS


def test_without_the_guard_a_job_is_taken_twice(any_database: Database) -> None:
    taken = claimed_by_racing_workers(any_database, read_then_write)
    assert len(taken) > len(set(taken))


def test_what_somebody_waits_for_goes_before_what_workers_ask_of_themselves(any_database: Database) -> None:
    asked = []
    for actor in (claims.WORKER, "user:anna", "operator"):
        with any_database.transaction(actor) as session:
            asked.append(queue.enqueue(session, "sum", {}).id)
    assert [guarded(any_database, f"w{number}") for number in range(3)] == [asked[1], asked[2], asked[0]]


def test_a_lease_that_expired_is_taken_over_and_its_old_worker_finds_nothing(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        job_id = queue.enqueue(session, "sum", {}).id
    with any_database.transaction("t") as session:
        assert claims.claim(session, "old", ["sum"]) is not None
    with any_database.transaction("t") as session:
        assert claims.claim(session, "new", ["sum"]) is None, "the lease still holds"
        expired = clock.real_now() - timedelta(seconds=1)
        session.execute(update(Job).values(lease_until=expired))
    with any_database.transaction("t") as session:
        taken = claims.claim(session, "new", ["sum"])
        assert taken is not None
        assert (taken.id, taken.attempts) == (job_id, 2)
    with any_database.transaction("t") as session:
        assert not claims.keep(session, job_id, "old")
        assert not claims.complete(session, job_id, "old", {})
        assert not claims.owns(session, job_id, "old")
        assert claims.keep(session, job_id, "new")


@pytest.mark.parametrize("how", ["give_up", "put_down"])
def test_only_an_attempt_that_was_begun_counts(database: Database, how: str) -> None:
    with database.transaction("t") as session:
        job_id = queue.enqueue(session, "sum", {}).id
        claims.claim(session, "w", ["sum"])
        if how == "give_up":
            claims.give_up(session, job_id, "w")
        else:
            claims.put_down(session, job_id, "w", "queued", "died")
        row = queue.job(session, job_id)
        assert (row.state, row.attempts) == ("queued", 0 if how == "give_up" else 1)


def test_a_waiting_job_is_cancelled_here_and_now(any_database: Database) -> None:
    with any_database.transaction("t") as session:
        job_id = queue.enqueue(session, "sum", {}).id
        assert queue.request_cancel(session, job_id)
        assert queue.job(session, job_id).state == "cancelled"
        assert claims.claim(session, "w", ["sum"]) is None
