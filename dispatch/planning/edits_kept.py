"""Benches kept in the process: one for each version of a day that somebody works on, made before the hand needs it.

A bench is right as long as nothing has been written: the end of the journal says so, whatever the clock says. When
something has been written elsewhere it is trusted for a minute more, then made anew. What an edit leaves differs from
what it found by its tours alone, so that its bench is made from the one before.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.db import Database
from dispatch.journal.models import JournalHead
from dispatch.planning.due import Span
from dispatch.planning.edits_bench import Bench, make, with_tours
from dispatch.planning.models import PlanningRun
from dispatch.planning.situation import read_situation
from dispatch.tours.edits import images
from dispatch.tours.models import DayPlan

KEPT, TRUSTED_S = 6, 60.0
"""How many benches are kept, and how long one is trusted once anything has been written."""

Key = tuple[str, date, int]


@dataclass(slots=True)
class _Kept:
    bench: Bench
    head: int
    """Number of the last journal entry when the bench was right."""
    seen_s: float

    def is_right(self, head: int) -> bool:
        if self.head == head:
            self.seen_s = time.monotonic()
        return time.monotonic() - self.seen_s < TRUSTED_S


_benches: OrderedDict[Key, _Kept] = OrderedDict()
_before: dict[Key, Key] = {}
"""Version of a day that an edit made → the version that it was made from."""
_guard, _making = threading.Lock(), threading.Lock()


def bench(database: Database, day: date) -> Bench:
    """The bench of the day's plan in force; raises as `edits_bench.make` does."""
    with database.reading() as session:
        head = session.scalars(select(JournalHead.seq)).one_or_none() or 0
        plan = session.scalars(select(DayPlan).where(DayPlan.day == day)).one_or_none()
        version, run_id = (plan.version, plan.run_id) if plan else (0, None)
        key = (database.url, day, version)
        found = _right(key, head)
        if found is not None:
            return found
        with _making:  # whoever asks meanwhile waits for this one rather than make it twice
            found = _right(key, head)
            if found is None:
                found = _keep(key, _made(session, key, head, run_id))
    return found


def edited(database: Database, day: date, was: int, now: int) -> None:
    """Note that an edit, an undo or a redo has made one version of a day from another."""
    with _guard:
        _before[database.url, day, now] = (database.url, day, was)


def forget() -> None:
    """Let go of all benches."""
    with _guard:
        _benches.clear()
        _before.clear()


def _right(key: Key, head: int) -> Bench | None:
    with _guard:
        kept = _benches.get(key)
        if kept is None or not kept.is_right(head):
            return None
        _benches.move_to_end(key)
        return kept.bench


def _made(session: Session, key: Key, head: int, run_id: int | None) -> _Kept:
    _, day, version = key
    tours = images(session, day)
    with _guard:
        past = _benches.get(_before.get(key, key))
    if past is not None and past.is_right(head):
        return _Kept(with_tours(past.bench, version, tours), past.head, past.seen_s)
    run = session.get(PlanningRun, run_id) if run_id else None
    situation = read_situation(session, Span(day, 1, run.early_days if run else 0), with_deferred=True)
    return _Kept(make(day, version, run_id, situation, tours), head, time.monotonic())


def _keep(key: Key, made: _Kept) -> Bench:
    with _guard:
        _benches[key] = made
        while len(_benches) > KEPT:
            gone, _ = _benches.popitem(last=False)
            _before.pop(gone, None)
    return made.bench
