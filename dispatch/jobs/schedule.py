"""Work that nobody asks for: a worker looks whether some is due and puts one job of its kind in the queue."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.db import Database
from dispatch.db.stored import use_stored
from dispatch.jobs.claims import WORKER
from dispatch.jobs.handlers import Handlers, handler_of
from dispatch.jobs.models import Job
from dispatch.jobs.queue import OPEN_STATES, enqueue

LOOK_EVERY_S = 5.0
REST_S = 300.0
"""After a job that failed, until it is asked for again."""


class Schedule:
    """What one worker remembers between two looks.

    Parameters
    ----------
    handlers
        Those of them that say when they are due are looked after.
    """

    def __init__(self, handlers: Handlers, now: Callable[[], float] = time.monotonic) -> None:
        self._due = {kind: due for kind in handlers if (due := handler_of(handlers, kind).due) is not None}
        self._now = now
        self._next = 0.0
        self._rests_until: dict[str, float] = {}

    def look(self, database: Database) -> list[str]:
        """Ask for what is due and not already waiting or running; the kinds asked for."""
        now = self._now()
        if now < self._next:
            return []
        self._next = now + LOOK_EVERY_S
        use_stored(database)
        with database.reading() as session:
            wanted = [kind for kind in self._due if self._is_due(session, kind, now)]
        for kind in wanted:
            with database.transaction(WORKER) as session:
                if not _open(session, kind):
                    enqueue(session, kind, {})
            self._rests_until[kind] = now + REST_S
        return wanted

    def _is_due(self, session: Session, kind: str, now: float) -> bool:
        last = session.scalars(select(Job.state).where(Job.kind == kind).order_by(Job.id.desc()).limit(1)).first()
        if last in OPEN_STATES or (last == "failed" and now < self._rests_until.get(kind, 0.0)):
            return False
        return self._due[kind](session)


def _open(session: Session, kind: str) -> bool:
    return session.scalar(select(Job.id).where(Job.kind == kind, Job.state.in_(OPEN_STATES)).limit(1)) is not None
