"""Asking for work, looking at how far it is, and asking it to stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import NotFoundError, RefusedError
from dispatch.jobs.models import JOB, Job

OPEN_STATES = ("queued", "running")
ASKED_ELSEWHERE = frozenset({"plan"})
"""Kinds whose own rows end with the job: they are asked for anew on their page."""


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job as pages show it."""

    id: int
    kind: str
    state: str
    attempts: int
    progress: dict[str, Any]
    stop_requested: bool
    cancel_requested: bool
    result: dict[str, Any] | None
    error: str
    created_at: datetime
    created_by: str

    @property
    def may_be_asked_again(self) -> bool:
        """Whether the same work can be asked for once more."""
        return self.state == "failed" and self.kind not in ASKED_ELSEWHERE

    @property
    def is_open(self) -> bool:
        """Whether it is still to end."""
        return self.state in OPEN_STATES


def enqueue(session: Session, kind: str, params: Mapping[str, Any]) -> Job:
    """Put one piece of work in the queue; it is there for workers when the transaction commits.

    Parameters
    ----------
    kind
        A key of the handlers that workers are started with.
    params
        JSON values. ``deadline_s`` is read by the supervisor: seconds after which the child is killed.
    """
    now, actor = clock.now(), actor_of(session)
    job = Job(kind=kind, params=dict(params), state_at=now, state_by=actor, created_at=now, created_by=actor)
    session.add(job)
    session.flush()
    return job


def request_stop(session: Session, job_id: int) -> None:
    """Ask an open job to stop early and keep its best answer so far."""
    _change(session, job_id, OPEN_STATES, {"stop_requested": True})


def request_cancel(session: Session, job_id: int) -> bool:
    """End an open job and throw its work away: True when it was still waiting and is cancelled here and now.

    The child of a running one is killed within about a second.
    """
    _change(session, job_id, OPEN_STATES, {"cancel_requested": True})
    now, actor = clock.now(), actor_of(session)
    return _change(session, job_id, ("queued",), {"state": "cancelled", "state_at": now, "state_by": actor})


def job(session: Session, job_id: int) -> JobRow:
    """How a job stands.

    Raises
    ------
    NotFoundError
        When there is none of that id.
    """
    row = session.get(Job, job_id, populate_existing=True)
    if row is None:
        raise NotFoundError(f"There is no job {job_id}.")
    return _row(row)


def recent(session: Session, kind: str, limit: int = 20) -> tuple[JobRow, ...]:
    """The last jobs of a kind, newest first."""
    rows = session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id.desc()).limit(limit))
    return tuple(_row(row) for row in rows)


def last_done(session: Session, kind: str) -> Job | None:
    """The job of this kind that was asked for last, of those that are done."""
    query = select(Job).where(Job.kind == kind, Job.state == "done").order_by(Job.id.desc()).limit(1)
    return session.scalars(query).first()


def jobs_page(session: Session, *, failed: bool, before: int | None = None, limit: int = 50) -> tuple[JobRow, ...]:
    """The latest jobs, or those before a number; all, or those that failed."""
    query = select(Job).order_by(Job.id.desc()).limit(limit)
    if failed:
        query = query.where(Job.state == "failed")
    if before is not None:
        query = query.where(Job.id < before)
    return tuple(_row(row) for row in session.scalars(query))


def job_counts(session: Session) -> dict[str, int]:
    """How many jobs are in each state."""
    query = select(Job.state, func.count()).group_by(Job.state)
    return dict.fromkeys(JOB.states, 0) | {state: count for state, count in session.execute(query)}  # noqa: C416  a Row is no pair


def ask_again(session: Session, job_id: int) -> Job:
    """Ask for the work of a failed job once more, as a new job.

    Raises
    ------
    NotFoundError
        There is no such job.
    RefusedError
        It did not fail, or hangs on rows that have ended with it.
    """
    row = session.get(Job, job_id)
    if row is None:
        raise NotFoundError(f"There is no job {job_id}.")
    if row.state != "failed" or row.kind in ASKED_ELSEWHERE:
        raise RefusedError(f"Job {job_id} cannot be asked for again.", "Ask for a new run on the page of the day.")
    journal.record(session, "job.asked_again", str(job_id), job=row.kind)
    return enqueue(session, row.kind, row.params)


def _change(session: Session, job_id: int, states: tuple[str, ...], values: dict[str, Any]) -> bool:
    change = update(Job).where(Job.id == job_id, Job.state.in_(states)).values(values).returning(Job.id)
    return session.execute(change.execution_options(synchronize_session=False)).scalar_one_or_none() is not None


def _row(row: Job) -> JobRow:
    return JobRow(
        id=row.id,
        kind=row.kind,
        state=row.state,
        attempts=row.attempts,
        progress=dict(row.progress or {}),
        stop_requested=row.stop_requested,
        cancel_requested=row.cancel_requested,
        result=row.result,
        error=row.error,
        created_at=row.created_at,
        created_by=row.created_by,
    )
