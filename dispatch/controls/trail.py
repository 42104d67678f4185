"""The audit trail of an order (piste d'audit fiable): every document and event from quote to invoice, with time, author and hash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from dispatch.delivery.after_models import GoodsReturn
from dispatch.delivery.claim_models import Claim
from dispatch.delivery.models import DeliveryNote
from dispatch.documents.models import Document
from dispatch.documents.store import DocumentStore
from dispatch.errors import IntegrityError, NotFoundError
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.journal import JournalEntry
from dispatch.journal.canonical import entry_hash
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.models import Order, OrderLine
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
    query = (
        select(Order)
        .where(or_(Order.reference == reference, Order.number == reference))
        .options(joinedload(Order.customer), joinedload(Order.framework))
        .order_by((Order.reference == reference).desc(), Order.id)
    )
    order = session.scalars(query).first()
    if order is None:
        raise NotFoundError(f"There is no order {reference}.", "Look for it by customer or by their reference.")
    quote = session.get(Quote, order.quote_id) if order.quote_id else None
    notes = session.scalars(select(DeliveryNote).where(DeliveryNote.order_id == order.id).order_by(DeliveryNote.id))
    notes_of = {note.number: note.pack_document_id for note in notes}
    papers = session.scalars(select(Acknowledgement).where(Acknowledgement.order_id == order.id))
    acknowledged = {paper.title: paper.document_id for paper in papers}
    invoices = _invoices(session, order)
    subjects = {order.number, *notes_of, *acknowledged, *invoices}
    subjects |= {title.partition(" ")[0] for title in acknowledged}
    if quote is not None:
        subjects.add(quote.number)
    lines = session.scalars(select(OrderLine.line_no).where(OrderLine.order_id == order.id))
    subjects |= {f"{order.reference}/{line_no}" for line_no in lines}
    subjects |= _after(session, order, list(notes_of))
    documents = {key for key in (*notes_of.values(), *acknowledged.values(), *invoices.values()) if key is not None}
    steps = [*_events(session, order, subjects, list(notes_of)), *_documents(session, store, subjects, documents)]
    return Trail(
        order_reference=order.reference,
        order_number=order.number,
        customer_code=order.customer.code,
        customer_name=order.customer.name,
        state=order.state,
        quote_number=quote.number if quote else "",
        note_numbers=tuple(notes_of),
        invoice_numbers=tuple(invoices),
        steps=tuple(sorted(steps, key=lambda step: (step.at, step.seq is None, step.seq or step.document_id or 0))),
    )


def _after(session: Session, order: Order, notes: list[str]) -> set[str]:
    """Claims and returns of the order's notes, and the lines of these notes that were decided about."""
    found = {f"{number}/{line_no}" for number in notes for line_no in range(1, len(order.lines) + 1)}
    for model in (Claim, GoodsReturn):
        query = select(model.number).join(DeliveryNote, DeliveryNote.id == model.note_id)
        found.update(session.scalars(query.where(DeliveryNote.order_id == order.id)))
    return found


def _invoices(session: Session, order: Order) -> dict[str, int | None]:
    """Numbers of the invoices and credit notes that bear a line of the order, and their document."""
    query = (
        select(Invoice.number, Invoice.document_id)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .join(OrderLine, OrderLine.id == InvoiceLine.order_line_id)
        .where(OrderLine.order_id == order.id, Invoice.number.is_not(None))
        .distinct()
        .order_by(Invoice.number)
    )
    return {str(number): document_id for number, document_id in session.execute(query)}


def _events(session: Session, order: Order, subjects: set[str], notes: list[str]) -> Iterator[TrailStep]:
    wanted = select(JournalEntry).where(JournalEntry.subject.in_(subjects), JournalEntry.kind.not_in(SILENT))
    for entry in session.scalars(wanted.order_by(JournalEntry.seq)):
        yield _event(entry)
    for number in notes:
        exported = select(JournalEntry).where(
            JournalEntry.kind == "triggers.exported",
            JournalEntry.payload.contains(f'"trigger:{number}"', autoescape=True),
        )
        for entry in session.scalars(exported.order_by(JournalEntry.seq)):
            yield _event(entry, subject=number)
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


def _documents(session: Session, store: DocumentStore, subjects: set[str], ids: set[int]) -> Iterator[TrailStep]:
    query = select(Document).where(or_(Document.subject_key.in_(subjects), Document.id.in_(ids))).order_by(Document.id)
    for document in session.scalars(query):
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
