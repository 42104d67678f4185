"""The days of back orders follow production and tours: a worker keeps them anew once the journal says that one has moved.

Everything that moves supply or tours is in the journal, whichever page, file or program did it: this is the one place that
listens. The estimate is made in a child process and outside any transaction; what moves meanwhile is heard the next time.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Handler, Handlers
from dispatch.jobs.queue import last_done
from dispatch.journal.models import JournalEntry
from dispatch.orders.models import BackOrder
from dispatch.planning.rest_days import keep_days, rest_days

JOB = "rest_days"
AT_MOST_EVERY = timedelta(seconds=30)
"""Somebody who edits a day moves it with each click."""

SUPPLY = ("stock", "production", "capacity", "rates", "work_centres")
"""Kinds of import files."""
ROWS = ("stock", "production_slot", "production_capacity", "production_rate", "work_centre")
"""What their rows are in the journal, where one is entered or taken away by hand."""
MOVES = (
    *(f"{row}.{what}" for row in ROWS for what in ("created", "amended", "removed")),
    "back_order.opened",
    "back_order.closed",
    "day.edit_undone",
    "day.edited",
    "day.released",
    "day.reopened",
    "run.adopted",
    "scenario.adopted",
    "tour.broken_off",
    "tour.withdrawn",
)
"""Kinds of journal entries after which another day may hold."""


def is_due(session: Session) -> bool:
    """Whether supply, tours or the day itself have moved since the days were kept, and somebody waits for a rest."""
    if not session.scalar(select(exists().where(BackOrder.closed_at.is_(None)))):
        return False
    last = last_done(session, JOB)
    if last is None or last.result is None:
        return True
    if clock.local(last.state_at).date() < clock.today():
        return True
    return clock.now() >= last.state_at + AT_MOST_EVERY and _moved_since(session, int(last.result["seq"]))


def _moved_since(session: Session, seq: int) -> bool:
    later = JournalEntry.seq > seq
    if session.scalar(select(exists().where(later, JournalEntry.kind.in_(MOVES)))):
        return True
    files = session.scalars(select(JournalEntry.payload).where(later, JournalEntry.kind == "import.received"))
    return any(json.loads(payload).get("file_kind") in SUPPLY for payload in files)


def _run(context: JobContext) -> dict[str, Any]:
    with context.database.reading() as session:
        seq = session.scalar(select(func.max(JournalEntry.seq))) or 0
        days = rest_days(session)
    with context.database.transaction(context.actor) as session:
        moved = keep_days(session, days)
    return {"seq": seq, "moved": moved}


HANDLERS: Handlers = {JOB: Handler(_run, due=is_due)}
"""What a worker knows how to do for this room."""
