"""Invariants of drivers' phones: an event counts once, its signature belongs to the sheet that was shown, as the journal saw it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch.controls.fault import Finding, invariant
from dispatch.delivery.models import DeliveryNote, Receipt
from dispatch.delivery.phone_models import Evidence, PhoneEvent
from dispatch.documents.store import DocumentStore
from dispatch.journal import JournalEntry


@invariant(14, "phone_once")
def deliveries_by_phone_have_one_receipt(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A delivery that was taken has its receipt and its evidence; a receipt by phone has one such delivery."""
    query = (
        select(Evidence, PhoneEvent, Receipt)
        .join(PhoneEvent, PhoneEvent.id == Evidence.event_id)
        .outerjoin(Receipt, Receipt.id == Evidence.receipt_id)
    )
    delivered: Counter[int] = Counter()
    proven: set[int] = set()
    for evidence, event, receipt in session.execute(query):
        proven.add(event.id)
        if (event.outcome == "taken") != (receipt is not None):
            yield _named(event, "outcome"), f"it is {event.outcome}, and its evidence says otherwise"
        elif receipt is not None:
            delivered[receipt.id] += 1
            if receipt.note_id != event.note_id or receipt.channel != "phone":
                yield f"phone_evidence {evidence.id} receipt_id", "that receipt is not of this delivery"
    for event in session.scalars(select(PhoneEvent).where(PhoneEvent.kind == "deliver").order_by(PhoneEvent.id)):
        if event.id not in proven:
            yield _named(event, "id"), "a delivery without evidence"
    by_phone = select(Receipt).where(Receipt.channel == "phone").options(joinedload(Receipt.note))
    for receipt in session.scalars(by_phone.order_by(Receipt.id)):
        if delivered[receipt.id] != 1:
            yield (
                f"receipts {receipt.note.number} channel",
                f"{delivered[receipt.id]} deliveries of a phone have made it",
            )


@invariant(14, "signed_as_shown")
def signatures_belong_to_the_sheet(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """What was signed for a receipt is the note as it was issued."""
    query = (
        select(DeliveryNote.number, DeliveryNote.content_hash, Evidence.shown_hash)
        .join(Receipt, Receipt.note_id == DeliveryNote.id)
        .join(Evidence, Evidence.receipt_id == Receipt.id)
    )
    for number, issued, shown in session.execute(query.order_by(DeliveryNote.id)):
        if issued != shown:
            yield f"phone_evidence {number} shown_hash", "it is not the hash of the note that was issued"


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
