"""Claiming, keeping and ending a job: each is one guarded UPDATE, so that a job has one worker at a time.

Leases follow the real clock. Whoever lost its lease finds no row to update and must stop.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import Session

from dispatch import clock, settings
from dispatch.jobs.models import Job

WORKER = "worker"
"""Who acts where nobody has asked."""
MAX_ATTEMPTS = 3
"""How often a job may be begun; one whose children keep dying fails."""


def new_worker() -> str:
    """A name for one claimant: host, process, and a part that no other has."""
    return f"{socket.gethostname()[:64]}:{os.getpid()}:{secrets.token_hex(6)}"


def claim(session: Session, worker: str, kinds: Collection[str], job_id: int | None = None) -> Job | None:
    """Take the oldest job that waits, or whose worker has lost its lease; None when there is none.

    What somebody asked for goes before what workers ask of themselves.

    Parameters
    ----------
    kinds
        What this worker knows how to do.
    job_id
        Take this one or none.
    """
    now = clock.real_now()
    wanted = select(Job.id).where(*_wanted(now, kinds, job_id)).order_by(Job.created_by == WORKER, Job.id)
    first = wanted.limit(1).with_for_update(skip_locked=True)
    taken = session.execute(
        update(Job)
        .where(Job.id == first.scalar_subquery())
        .values(
            state="running",
            state_at=clock.now(),
            state_by=worker,
            worker=worker,
            attempts=Job.attempts + 1,
            lease_until=_lease(now),
            heartbeat_at=now,
        )
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    return None if taken is None else session.get(Job, taken, populate_existing=True)


def waiting(session: Session, kinds: Collection[str], job_id: int | None = None) -> bool:
    """Whether there is anything to claim: a look that takes no lock."""
    wanted = _wanted(clock.real_now(), kinds, job_id)
    return session.scalars(select(Job.id).where(*wanted).limit(1)).first() is not None


def lost(session: Session, kinds: Collection[str], *, lock: bool) -> list[Job]:
    """Jobs that no one will take again: their lease has expired, and they were cancelled or are out of attempts."""
    given_up = or_(Job.cancel_requested.is_(True), Job.attempts >= MAX_ATTEMPTS)
    query = select(Job).where(_claimable(clock.real_now()), given_up, Job.kind.in_(kinds))
    if lock:
        query = query.with_for_update(skip_locked=True)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def keep(session: Session, job_id: int, worker: str) -> bool:
    """Beat the heart: prolong the lease. False when the job is no longer this worker's."""
    now = clock.real_now()
    return _update_own(session, job_id, worker, {"heartbeat_at": now, "lease_until": _lease(now)})


def tell(session: Session, job_id: int, worker: str, progress: Mapping[str, Any]) -> bool:
    """Store how far the job is. False when it is no longer this worker's."""
    return _update_own(session, job_id, worker, {"progress": dict(progress)})


def complete(session: Session, job_id: int, worker: str, result: Mapping[str, Any] | None) -> bool:
    """End the job as done. False when it is no longer this worker's."""
    values = {"state": "done", "state_at": clock.now(), "state_by": worker, "lease_until": None}
    return _update_own(session, job_id, worker, {**values, "result": dict(result or {})})


def give_up(session: Session, job_id: int, worker: str) -> bool:
    """Put the job back unharmed: this attempt does not count. False when it is no longer this worker's."""
    values = {"state": "queued", "state_at": clock.now(), "state_by": worker, "lease_until": None}
    return _update_own(session, job_id, worker, {**values, "attempts": Job.attempts - 1})


def put_down(session: Session, job_id: int, worker: str, state: str, error: str) -> bool:
    """End the job as `failed` or `cancelled`, or put it back as `queued`. False when it is no longer this worker's."""
    values: dict[str, Any] = {"state": state, "state_at": clock.now(), "state_by": worker, "lease_until": None}
    values["error"] = error
    return _update_own(session, job_id, worker, values)


def note_error(session: Session, job_id: int, worker: str, error: str) -> bool:
    """Keep why the work ended badly. False when the job is no longer this worker's."""
    return _update_own(session, job_id, worker, {"error": error})


def owns(session: Session, job_id: int, worker: str) -> bool:
    """Whether this worker still has the job; locks the row until the transaction ends."""
    return _update_own(session, job_id, worker, {"heartbeat_at": clock.real_now()})


def _update_own(session: Session, job_id: int, worker: str, values: dict[str, Any]) -> bool:
    mine = and_(Job.id == job_id, Job.worker == worker, Job.state == "running")
    change = update(Job).where(mine).values(values).returning(Job.id).execution_options(synchronize_session=False)
    return session.execute(change).scalar_one_or_none() is not None


def _wanted(now: datetime, kinds: Collection[str], job_id: int | None) -> list[ColumnElement[bool]]:
    wanted = [_claimable(now), Job.kind.in_(kinds), Job.attempts < MAX_ATTEMPTS, Job.cancel_requested.is_(False)]
    return wanted if job_id is None else [*wanted, Job.id == job_id]


def _claimable(now: datetime) -> ColumnElement[bool]:
    return or_(Job.state == "queued", and_(Job.state == "running", Job.lease_until < now))


def _lease(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.current().lease_s)
