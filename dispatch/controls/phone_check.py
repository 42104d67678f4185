"""Invariant of what drivers' phones report: every event gives its hash, as the journal saw it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.controls.fault import Finding, invariant
from dispatch.delivery.phone_models import PhoneEvent
from dispatch.documents.store import DocumentStore
from dispatch.journal import JournalEntry


@invariant(18, "journal_witness")
def events_are_as_the_journal_saw_them(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Every event gives its hash, and the journal holds that hash and its outcome under its name."""
    seen: dict[tuple[str, int], tuple[str, str]] = {}
    for payload in session.scalars(select(JournalEntry.payload).where(JournalEntry.kind.startswith("phone."))):
        told = json.loads(payload)
        seen[told["client"], told["sequence"]] = (told["sha256"], told["outcome"])
    for event in session.scalars(select(PhoneEvent).order_by(PhoneEvent.id)):
        found = hashlib.sha256(event.content.encode()).hexdigest()
        if found != event.content_hash:
            yield _named(event, "content"), "it does not give its hash"
        if seen.pop((event.client_id, event.sequence), None) != (event.content_hash, event.outcome):
            yield _named(event, "content_hash"), "the journal saw another event, or none"
    for client, sequence in sorted(seen):
        yield f"phone_events {client}/{sequence} id", "the journal saw it, it is gone"


def _named(event: PhoneEvent, column: str) -> str:
    return f"phone_events {event.client_id}/{event.sequence} {column}"
