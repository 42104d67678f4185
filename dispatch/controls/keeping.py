"""Invariants of what is kept: journal, documents, references between rows, each as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sqlalchemy import Table, and_, select
from sqlalchemy.orm import Session

from dispatch.controls.fault import Finding, invariant
from dispatch.db import Base
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt, ReceiptLine
from dispatch.documents.models import Document
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.journal import JournalEntry, verify_chain


@invariant(12, "documents")
def documents_are_as_kept(session: Session, store: DocumentStore) -> Iterator[Finding]:
    """Every registered document is in the store, and every file there is what its name says."""
    altered = {fault.name.replace("/", "", 1): fault for fault in store.verify()}
    for document in session.scalars(select(Document).order_by(Document.id)):
        subject = f"documents {document.id} ({document.kind} {document.subject_key}) sha256"
        if document.sha256 in altered:
            yield subject, altered.pop(document.sha256).detail
        elif document.sha256 not in store:
            yield subject, "its file is not in the store"
        elif len(store.get(document.sha256)) != document.size_bytes:
            yield subject.replace("sha256", "size_bytes"), f"{document.size_bytes} is not the size of its file"
    for fault in altered.values():
        yield f"store {fault.name}", fault.detail


@invariant(18, "journal_chain")
def journal_is_whole(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Every entry gives its hash and links to the one before, up to the head."""
    for fault in verify_chain(session):
        yield f"journal {fault.seq}", fault.detail


@invariant(18, "journal_witness")
def rows_are_as_the_journal_saw_them(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Notes, receipts and triggers are those that the journal saw, with the content that it saw."""
    seen = {kind: _payloads(session, kind) for kind in ("note.issued", "note.received", "trigger.raised")}
    hashes = dict(session.execute(select(DeliveryNote.number, DeliveryNote.content_hash)).all())
    for number in sorted(hashes.keys() | seen["note.issued"].keys()):
        told = seen["note.issued"].get(number, {}).get("sha256")
        if told != hashes.get(number):
            yield f"delivery_notes {number} content_hash", _difference(told, hashes.get(number))
    settled = _receipts(session)
    for number in sorted(settled.keys() | seen["note.received"].keys()):
        told = seen["note.received"].get(number, {}).get("lines")
        if told != settled.get(number):
            yield f"receipts {number}", _difference(told, settled.get(number))
    nets = dict(session.execute(select(InvoiceTrigger.note_number, InvoiceTrigger.net_cents)).all())
    for number in sorted(nets.keys() | seen["trigger.raised"].keys()):
        told = seen["trigger.raised"].get(number, {}).get("net_cents")
        if told != nets.get(number):
            yield f"invoice_triggers {number} net_cents", _difference(told, nets.get(number))


@invariant(0, "references")
def references_lead_somewhere(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Every foreign key points to a row that exists (foreign keys can be switched off; this looks)."""
    for table in Base.metadata.sorted_tables:
        for constraint in table.foreign_key_constraints:
            parent = constraint.referred_table.alias()
            pairs = [(element.parent, parent.c[element.column.name]) for element in constraint.elements]
            lost = (
                select(*table.primary_key.columns)
                .outerjoin(parent, and_(*(child == there for child, there in pairs)))
                .where(and_(*(child.is_not(None) for child, _ in pairs), pairs[0][1].is_(None)))
            )
            for key in session.execute(lost):
                column = ", ".join(child.name for child, _ in pairs)
                yield _row(table, key, column), f"points to no row of {constraint.referred_table.name}"


def _row(table: Table, key: object, column: str) -> str:
    return f"{table.name} {', '.join(str(part) for part in key)} {column}"  # type: ignore[attr-defined]


def _payloads(session: Session, kind: str) -> dict[str, dict[str, object]]:
    rows = session.execute(select(JournalEntry.subject, JournalEntry.payload).where(JournalEntry.kind == kind))
    return {subject: json.loads(payload) for subject, payload in rows}


def _receipts(session: Session) -> dict[str, list[list[int]]]:
    """Note number → [line, accepted, refused, missing], as the journal writes it."""
    query = (
        select(
            DeliveryNote.number,
            NoteLine.line_no,
            ReceiptLine.accepted_qty,
            ReceiptLine.refused_qty,
            ReceiptLine.missing_qty,
        )
        .select_from(Receipt)
        .join(DeliveryNote, DeliveryNote.id == Receipt.note_id)
        .outerjoin(ReceiptLine, ReceiptLine.receipt_id == Receipt.id)
        .outerjoin(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .order_by(DeliveryNote.id, NoteLine.line_no)
    )
    found: dict[str, list[list[int]]] = {}
    for number, *line in session.execute(query):
        found.setdefault(number, []).append(list(line))
    return found


def _difference(told: object, found: object) -> str:
    if told is None:
        return "the journal knows nothing of it"
    return "the journal saw it, it is gone" if found is None else f"the journal saw {told}, it says {found} now"
