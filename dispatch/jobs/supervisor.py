"""The supervisor: claims a job, runs it in a spawned child, keeps its lease, kills it when cancelled, late or lost."""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from dispatch import clock, settings
from dispatch.db import Database
from dispatch.errors import BusyError
from dispatch.jobs import claims, queue
from dispatch.jobs.child import REFUSED, main
from dispatch.jobs.handlers import Handlers, handler_of
from dispatch.jobs.models import JOB, Job
from dispatch.jobs.queue import JobRow
from dispatch.jobs.schedule import Schedule

log = logging.getLogger(__name__)

LOOK_EVERY_S = 0.3
IDLE_S = 0.5
DEADLINE_S = 3600.0
"""A child without a deadline of its own."""

OnProgress = Callable[[JobRow], None]


def run_job(url: str, job_id: int, handlers: Handlers, on_progress: OnProgress | None = None) -> JobRow:
    """Run one job here and now, or watch the worker that already has it, until it has ended.

    Parameters
    ----------
    url
        The database; the child opens its own connection.
    on_progress
        Called about three times a second with how the job stands.

    Returns
    -------
    JobRow
        The job in its final state: `done`, `failed` or `cancelled`.
    """
    database = Database(url)
    try:
        while True:
            claimed = _claim(database, handlers, job_id)
            if claimed is not None:
                _supervise(database, claimed, handlers, on_progress)
            _bury(database, handlers)
            with database.reading() as session:
                row = queue.job(session, job_id)
            if on_progress is not None:
                on_progress(row)
            if not row.is_open:
                return row
            if claimed is None:
                time.sleep(LOOK_EVERY_S)
    finally:
        database.dispose()


def work(url: str, handlers: Handlers, should_stop: Callable[[], bool]) -> None:
    """Take job after job until told to stop: `dispatch worker`, or the thread that `dispatch serve` starts."""
    database = Database(url)
    schedule = Schedule(handlers)
    try:
        while not should_stop():
            try:
                schedule.look(database)
                _bury(database, handlers)
                claimed = _claim(database, handlers)
                if claimed is not None:
                    _supervise(database, claimed, handlers, None, should_stop)
                    continue
            except (BusyError, DBAPIError) as error:
                log.warning("the queue cannot be reached and is tried again: %s", error)
            time.sleep(IDLE_S)
    finally:
        database.dispose()


def _claim(database: Database, handlers: Handlers, job_id: int | None = None) -> Job | None:
    with database.reading() as session:
        if not claims.waiting(session, list(handlers), job_id):
            return None
    with database.transaction(claims.WORKER) as session:
        return claims.claim(session, claims.new_worker(), list(handlers), job_id)


def _supervise(
    database: Database,
    job: Job,
    handlers: Handlers,
    on_progress: OnProgress | None,
    should_stop: Callable[[], bool] = lambda: False,
) -> None:
    process = _spawn(database.url, job, handlers)
    lease_s = settings.current().lease_s
    deadline = time.monotonic() + float(job.params.get("deadline_s", DEADLINE_S))
    beat_at, verdict = time.monotonic() + lease_s / 3, ""
    try:
        while not verdict and process.is_alive():
            process.join(LOOK_EVERY_S)
            if time.monotonic() >= beat_at:
                verdict = "" if _keep(database, job) else "lost"
                beat_at = time.monotonic() + lease_s / 3
            with database.reading() as session:
                row = queue.job(session, job.id)
            if on_progress is not None:
                on_progress(row)
            if row.cancel_requested and row.is_open:
                verdict = "cancelled"
            elif time.monotonic() >= deadline:
                verdict = "late"
            elif should_stop():
                verdict = "leaving"
    except KeyboardInterrupt:
        _kill(process)
        _settle(database, job, handlers, "cancelled", process.exitcode)
        raise
    finally:
        _kill(process)
    _settle(database, job, handlers, verdict, process.exitcode)


def _spawn(url: str, job: Job, handlers: Handlers) -> BaseProcess:
    run = handler_of(handlers, job.kind).run
    arguments: tuple[Any, ...] = (url, job.id, job.worker, job.params, job.created_by, run)
    process = multiprocessing.get_context("spawn").Process(target=main, args=arguments, name=f"job-{job.id}")
    process.start()
    return process


def _kill(process: BaseProcess) -> None:
    if process.is_alive():
        process.kill()  # what the child started leaves with it
    process.join()


def _keep(database: Database, job: Job) -> bool:
    try:
        with database.transaction(claims.WORKER) as session:
            return claims.keep(session, job.id, job.worker)
    except BusyError:
        return True  # the lease is three heartbeats long


def _settle(database: Database, job: Job, handlers: Handlers, verdict: str, exit_code: int | None) -> None:
    """Give a job whose child has not completed it its end, together with what hangs on it; nothing when it is not ours."""
    with database.transaction(job.created_by) as session:
        row = session.get(Job, job.id, populate_existing=True)
        if row is None or row.state != "running" or row.worker != job.worker:
            return
        if verdict == "leaving":
            ended = claims.give_up(session, job.id, job.worker)
        else:
            state, error = _end_of(row, verdict, exit_code)
            ended = claims.put_down(session, job.id, job.worker, state, error)
        if ended:
            session.refresh(row)
            _follow(session, row, handlers)


def _end_of(row: Job, verdict: str, exit_code: int | None) -> tuple[str, str]:
    if verdict == "cancelled" or row.cancel_requested:
        return "cancelled", ""
    if verdict == "late":
        return "failed", "The work did not end by its deadline and was stopped."
    if exit_code == REFUSED:
        return "failed", row.error
    died = f"The process of the work ended unexpectedly (exit code {exit_code}), attempt {row.attempts}."
    return ("queued" if row.attempts < claims.MAX_ATTEMPTS else "failed"), died


def _bury(database: Database, handlers: Handlers) -> None:
    """End what nobody will take again; a look without the write lock first."""
    with database.reading() as session:
        if not claims.lost(session, list(handlers), lock=False):
            return
    with database.transaction(claims.WORKER) as session:
        for job in claims.lost(session, list(handlers), lock=True):
            state = "cancelled" if job.cancel_requested else "failed"
            JOB.advance(job, state, at=clock.now(), by="worker")
            job.lease_until = None
            job.error = job.error or ("" if job.cancel_requested else "Its worker was lost too often.")
            session.flush()
            _follow(session, job, handlers)


def _follow(session: Session, job: Job, handlers: Handlers) -> None:
    ended = handler_of(handlers, job.kind).ended
    if ended is not None:
        ended(session, job)
