"""What a job's function is given in its child process: the database, its parameters, and the line to whoever asked."""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.db import Database
from dispatch.errors import BusyError, RefusedError
from dispatch.jobs import claims
from dispatch.jobs.models import Job

PROGRESS_EVERY_S = 0.5
FLAGS_EVERY_S = 0.4


class JobContext:
    """One claimed job, seen from inside its child.

    Parameters
    ----------
    worker
        The name under which the job was claimed.
    """

    def __init__(self, database: Database, job_id: int, worker: str, params: Mapping[str, Any], actor: str) -> None:
        self.database = database
        self.job_id = job_id
        self.worker = worker
        self.params = dict(params)
        self.actor = actor
        """Who asked for the job: what it does, it does in their name."""
        self._told_at = 0.0
        self._flags_at = -FLAGS_EVERY_S
        self._flags = (False, False)

    def progress(self, values: Mapping[str, Any], *, now: bool = False) -> None:
        """Show how far it is; stored at most every half second, and not at all while the database is busy."""
        if not now and time.monotonic() - self._told_at < PROGRESS_EVERY_S:
            return
        with suppress(BusyError), self.database.transaction(self.actor) as session:
            claims.tell(session, self.job_id, self.worker, values)
        self._told_at = time.monotonic()

    def stop_requested(self) -> bool:
        """Whether somebody wants the best answer now (or nothing at all any more)."""
        stop, cancel = self._read_flags()
        return stop or cancel

    def cancel_requested(self) -> bool:
        """Whether somebody wants no answer any more."""
        return self._read_flags()[1]

    def require_mine(self, session: Session) -> None:
        """Refuse to write what another worker, or nobody, should write; call it in the transaction that writes.

        Raises
        ------
        RefusedError
            When the lease was lost or the job cancelled.
        """
        if not claims.owns(session, self.job_id, self.worker):
            raise RefusedError(f"Job {self.job_id} is no longer this process's to finish.")

    def _read_flags(self) -> tuple[bool, bool]:
        if time.monotonic() - self._flags_at >= FLAGS_EVERY_S:
            with self.database.reading() as session:
                row = session.execute(
                    select(Job.stop_requested, Job.cancel_requested).where(Job.id == self.job_id)
                ).one_or_none()
            self._flags = (True, True) if row is None else (bool(row.stop_requested), bool(row.cancel_requested))
            self._flags_at = time.monotonic()
        return self._flags
