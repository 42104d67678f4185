"""The audit trail of an order (piste d'audit fiable): every document and event from quote to invoice, with time, author and hash."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from dispatch.controls.trail_sources import Sources, sources_of
from dispatch.db.chunks import chunks
from dispatch.documents.models import Document
from dispatch.documents.store import DocumentStore
from dispatch.errors import IntegrityError, NotFoundError
from dispatch.journal import JournalEntry
from dispatch.journal.canonical import entry_hash
from dispatch.orders.models import Order
from dispatch.orders.naming import orders_named
from dispatch.orders.quotes import Quote

SILENT = frozenset({"document.kept"})
"""Entries that only say that a document was kept: the document stands in the trail itself."""


@dataclass(frozen=True, slots=True)
class TrailStep:
    """One document or event.

    Attributes
    ----------
    what
        The journal's kind (`note.issued`), or `document.` and the kind of the document.
    hash
        SHA-256 of the journal's entry, or of the document's bytes.
    intact
        Whether that hash was found again just now.
    """

    at: datetime
    author: str
    what: str
    subject: str
    hash: str
    intact: bool
    facts: dict[str, Any] = field(default_factory=dict)
    seq: int | None = None
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class Trail:
    """All steps of one order, in time."""

    order_reference: str
    order_number: str
    customer_code: str
    customer_name: str
    state: str
    quote_number: str
    note_numbers: tuple[str, ...]
    invoice_numbers: tuple[str, ...]
    steps: tuple[TrailStep, ...]

    @property
    def altered(self) -> tuple[TrailStep, ...]:
        """Steps whose hash is not what it was."""
        return tuple(step for step in self.steps if not step.intact)


def audit_trail(session: Session, store: DocumentStore, reference: str) -> Trail:
    """The trail of an order, found by its reference or its number; every hash in it is computed anew.

    Raises
    ------
    NotFoundError
        There is no such order.
    """
    query = orders_named(reference).options(joinedload(Order.customer), joinedload(Order.framework))
    order = session.scalars(query).first()
    if order is None:
        raise NotFoundError(f"There is no order {reference}.", "Look for it by customer or by their reference.")
    quote = session.get(Quote, order.quote_id) if order.quote_id else None
    sources = sources_of(session, Order.id == order.id)
    return Trail(
        order_reference=order.reference,
        order_number=order.number,
        customer_code=order.customer.code,
        customer_name=order.customer.name,
        state=order.state,
        quote_number=quote.number if quote else "",
        note_numbers=sources.notes,
        invoice_numbers=sources.invoices,
        steps=in_time([*steps_of(session, store, sources), *_came_in(session, order)]),
    )


def in_time(steps: Iterable[TrailStep]) -> tuple[TrailStep, ...]:
    """Steps as they happened."""
    return tuple(sorted(steps, key=lambda step: (step.at, step.seq is None, step.seq or step.document_id or 0)))


def steps_of(
    session: Session,
    store: DocumentStore,
    sources: Sources,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Iterator[TrailStep]:
    """Every event and document of the sources, between two instants where they are given; each hash computed anew."""
    yield from _events(session, sources, _between(JournalEntry.at, since, until))
    yield from _documents(session, store, sources, _between(Document.created_at, since, until))


def _between(column: Any, since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    return [
        each for each in (column >= since if since else None, column < until if until else None) if each is not None
    ]


def _events(session: Session, sources: Sources, between: list[ColumnElement[bool]]) -> Iterator[TrailStep]:
    for some in chunks(sorted({*sources.subjects, *sources.named})):
        wanted = select(JournalEntry).where(JournalEntry.subject.in_(some), JournalEntry.kind.not_in(SILENT), *between)
        for entry in session.scalars(wanted):
            if entry.subject in sources.subjects or entry.kind.startswith(sources.named[entry.subject]):
                yield _event(entry)
    if sources.notes:
        triggers = {f"trigger:{number}": number for number in sources.notes}
        exported = select(JournalEntry).where(JournalEntry.kind == "triggers.exported", *between)
        for entry in session.scalars(exported):
            for key in json.loads(entry.payload)["keys"]:
                if key in triggers:
                    yield _event(entry, subject=triggers[key])


def _came_in(session: Session, order: Order) -> Iterator[TrailStep]:
    """The file that brought the order."""
    if order.source == "import":
        came_in = (
            select(JournalEntry)
            .where(
                JournalEntry.kind == "import.received",
                JournalEntry.at >= order.received_at,
                JournalEntry.payload.contains('"file_kind":"orders"', autoescape=True),
            )
            .order_by(JournalEntry.seq)
            .limit(1)
        )
        for entry in session.scalars(came_in):
            yield _event(entry)


def _event(entry: JournalEntry, subject: str | None = None) -> TrailStep:
    digest = entry_hash(
        seq=entry.seq,
        at=entry.at,
        actor=entry.actor,
        kind=entry.kind,
        subject=entry.subject,
        payload=entry.payload,
        prev_hash=entry.prev_hash,
    )
    return TrailStep(
        at=entry.at,
        author=entry.actor,
        what=entry.kind,
        subject=subject or entry.subject,
        hash=entry.hash,
        intact=digest == entry.hash,
        facts=json.loads(entry.payload),
        seq=entry.seq,
    )


def _documents(
    session: Session, store: DocumentStore, sources: Sources, between: list[ColumnElement[bool]]
) -> Iterator[TrailStep]:
    found: dict[int, Document] = {}
    for some in chunks(sorted(sources.subjects)):
        found |= {
            document.id: document
            for document in session.scalars(select(Document).where(Document.subject_key.in_(some), *between))
        }
    for ids in chunks(sorted(sources.documents)):
        found |= {
            document.id: document
            for document in session.scalars(select(Document).where(Document.id.in_(ids), *between))
        }
    for document in found.values():
        try:
            store.get(document.sha256)
        except IntegrityError:
            intact = False
        else:
            intact = True
        yield TrailStep(
            at=document.created_at,
            author=document.created_by,
            what=f"document.{document.kind}",
            subject=document.subject_key,
            hash=document.sha256,
            intact=intact,
            facts={"title": document.title, "size_bytes": document.size_bytes},
            document_id=document.id,
        )
