"""Verifying the chain: altered, missing, added and reordered entries are named by their number."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.journal.canonical import entry_hash
from dispatch.journal.models import GENESIS, JournalEntry, JournalHead


@dataclass(frozen=True, slots=True)
class JournalFault:
    """What is wrong, and the number of the entry where it shows."""

    seq: int
    detail: str


def verify_chain(session: Session) -> list[JournalFault]:
    """Recompute every hash from the first entry on; the head shows whether the tail was cut."""
    faults: list[JournalFault] = []
    previous, expected = GENESIS, 1
    for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.seq).execution_options(yield_per=1000)):
        if entry.seq != expected:
            faults.append(JournalFault(entry.seq, f"entry {expected} is missing: the next one found is {entry.seq}"))
        if entry.prev_hash != previous:
            faults.append(JournalFault(entry.seq, f"entry {entry.seq} does not link to the entry before it"))
        digest = entry_hash(
            seq=entry.seq,
            at=entry.at,
            actor=entry.actor,
            kind=entry.kind,
            subject=entry.subject,
            payload=entry.payload,
            prev_hash=entry.prev_hash,
        )
        if digest != entry.hash:
            faults.append(JournalFault(entry.seq, f"entry {entry.seq} ({entry.kind} {entry.subject}) was altered"))
        previous, expected = entry.hash, entry.seq + 1
    head = session.get(JournalHead, 1)
    if head is None:
        if expected > 1:
            faults.append(JournalFault(expected - 1, "the head of the journal is missing"))
    elif (head.seq, head.hash) != (expected - 1, previous):
        faults.append(
            JournalFault(
                expected - 1, f"the journal ends at {expected - 1}, its head says {head.seq}: entries were cut or added"
            )
        )
    return faults
