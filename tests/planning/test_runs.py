"""Runs in children: killed, cancelled, stopped; the plan in force is what it was until the last transaction commits."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.jobs import queue
from dispatch.jobs.models import Job
from dispatch.jobs.supervisor import run_job
from dispatch.journal import verify_chain
from dispatch.planning import queries, runs
from dispatch.planning.execution import execute
from dispatch.planning.models import PlanningRun
from dispatch.planning.rows import RunRow
from dispatch.solver.files.vroom import parse_vroom
from dispatch.tours.models import Tour
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import assert_conserved, carried, claimed, plan, site_at, stock, yard


@pytest.fixture
def company(database: Database) -> Database:
    """One van, three sites, a day already planned once."""
    with database.transaction("t") as session:
        yard(session)
        bread = builders.product(session)
        stock(session, bread, 300)
        for number in range(12):
            builders.order(session, site_at(session, f"S{number}", north_km=1 + number), [(bread, 5)], f"CF{number}")
    plan(database)
    return database


def asked(database: Database, seconds: float) -> tuple[int, int]:
    with database.transaction("user:anna") as session:
        run = runs.ask(session, TOMORROW, time_limit_s=seconds)
        assert run.job_id is not None
        return run.id, run.job_id


def in_background(database: Database, job_id: int) -> threading.Thread:
    thread = threading.Thread(target=run_job, args=(database.url, job_id, runs.HANDLERS))
    thread.start()
    return thread


def run_row(database: Database, run_id: int) -> RunRow:
    with database.reading() as session:
        return queries.run(session, run_id)


def wait_until(condition: Callable[[], bool], seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.05)


def searching(database: Database, run_id: int) -> bool:
    return run_row(database, run_id).progress.get("step") == "search"


def test_a_child_killed_midway_leaves_the_plan_in_force_and_is_run_again(company: Database) -> None:
    with company.reading() as session:
        before = (carried(session), session.scalars(select(Tour.id).where(Tour.state == "draft")).all())
    run_id, job_id = asked(company, 4)
    thread = in_background(company, job_id)
    wait_until(lambda: searching(company, run_id))
    (child,) = [each for each in multiprocessing.active_children() if each.name == f"job-{job_id}"]
    os.kill(child.pid or 0, 9)
    wait_until(
        lambda: run_row(company, run_id).state == "queued" or run_row(company, run_id).progress == {"step": "reading"}
    )
    with company.reading() as session:
        assert (carried(session), session.scalars(select(Tour.id).where(Tour.state == "draft")).all()) == before
        assert_conserved(session)
    thread.join(60)
    with company.reading() as session:
        job = queue.job(session, job_id)
        assert (job.state, job.attempts) == ("done", 2)
        lease = session.scalars(select(Job.lease_until).where(Job.id == job_id)).one()
        assert lease is None
        assert verify_chain(session) == []
        assert_conserved(session)
    assert run_row(company, run_id).state == "adopted"


def test_a_cancelled_run_ends_within_two_seconds_and_changes_nothing(company: Database) -> None:
    with company.reading() as session:
        before = carried(session)
    run_id, job_id = asked(company, 60)
    thread = in_background(company, job_id)
    wait_until(lambda: searching(company, run_id))
    begun = time.monotonic()
    with company.transaction("user:anna") as session:
        runs.request_cancel(session, run_id)
    thread.join(20)
    assert time.monotonic() - begun < 2.5
    assert run_row(company, run_id).state == "cancelled"
    with company.reading() as session:
        assert carried(session) == before


def test_a_stopped_run_keeps_the_best_plan_so_far(company: Database) -> None:
    run_id, job_id = asked(company, 60)
    thread = in_background(company, job_id)
    wait_until(lambda: searching(company, run_id))
    begun = time.monotonic()
    with company.transaction("user:anna") as session:
        runs.request_stop(session, run_id)
    thread.join(30)
    assert time.monotonic() - begun < 15
    row = run_row(company, run_id)
    assert (row.state, row.served_lines) == ("adopted", 12)


def test_a_run_waiting_for_a_worker_is_cancelled_at_once(database: Database) -> None:
    run_id, _ = asked(database, 5)
    with database.transaction("user:anna") as session:
        runs.request_cancel(session, run_id)
    assert run_row(database, run_id).state == "cancelled"
    with pytest.raises(RefusedError, match="already ended"), database.transaction("user:anna") as session:
        runs.request_stop(session, run_id)


def test_a_run_that_was_published_before_its_child_died_is_not_run_twice(company: Database) -> None:
    context = claimed(company)
    execute(context)
    assert execute(context) == {"run_id": context.params["run_id"], "state": "adopted"}
    with company.reading() as session:
        assert_conserved(session)


def test_a_child_that_lost_its_job_publishes_nothing(company: Database) -> None:
    with company.reading() as session:
        before = session.scalars(select(Tour.id).where(Tour.state == "draft")).all()
    context = claimed(company)
    context.worker = "somebody else"
    with pytest.raises(RefusedError, match="no longer this process's"):
        execute(context)
    with company.reading() as session:
        assert session.scalars(select(Tour.id).where(Tour.state == "draft")).all() == before


def test_a_run_remembers_its_problem_its_plan_and_its_roads(company: Database) -> None:
    from dispatch.documents.register import installed_store

    run = plan(company)
    store = installed_store()
    import json

    problem = parse_vroom(json.loads(store.get(run.problem_sha256))).problem
    answer = json.loads(store.get(run.plan_sha256))
    assert len(problem.visits) == 12
    assert answer["summary"]["cost"] == run.cost_cents
    assert (run.router, run.estimated, run.base_versions) == ("great_circle", True, {TOMORROW.isoformat(): 1})
    assert "as the crow flies" in run.source_en


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 99}, {"early_days": -1}, {"time_limit_s": 0.0}])
def test_a_run_with_numbers_out_of_range_is_refused(database: Database, wrong: dict) -> None:
    with pytest.raises(InvalidInputError), database.transaction("user:anna") as session:
        runs.ask(session, TOMORROW, **wrong)
    with database.reading() as session:
        assert session.scalars(select(PlanningRun)).all() == []


def test_a_run_over_a_sunday_or_without_orders_is_an_empty_plan(database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
    run = plan(database, TOMORROW + timedelta(days=4))
    assert (run.state, run.served_lines, run.cost_cents) == ("adopted", 0, 0)
