"""What pages read of the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.journal.models import JournalEntry


@dataclass(frozen=True)
class EntryRow:
    """One entry as the page shows it."""

    seq: int
    at: datetime
    actor: str
    kind: str
    subject: str
    payload: str
    hash: str


def entries(session: Session, *, search: str = "", before: int | None = None, limit: int = 100) -> list[EntryRow]:
    """The latest entries, or those before a number, newest first; `search` finds subject, actor or kind by its beginning."""
    query = select(JournalEntry).order_by(JournalEntry.seq.desc()).limit(limit)
    if before is not None:
        query = query.where(JournalEntry.seq < before)
    if search:
        found = [
            func.lower(column).startswith(search.lower(), autoescape=True)
            for column in (JournalEntry.subject, JournalEntry.kind, JournalEntry.actor)
        ]
        query = query.where(found[0] | found[1] | found[2])
    return [
        EntryRow(entry.seq, entry.at, entry.actor, entry.kind, entry.subject, entry.payload, entry.hash)
        for entry in session.scalars(query)
    ]
