"""The print pack and single notes as the entries draw them: a note that is an invoice is printed as that invoice, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.company.looks import layout_for
from dispatch.db import Database
from dispatch.db.chunks import chunks
from dispatch.delivery import frozen, pack
from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.documents.drawing import draw_note_invoice
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.documents.layout import Copy
from dispatch.documents.models import Document
from dispatch.documents.register import installed_store
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.frozen_invoice import thaw
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Handlers


def draw_day_pack(database: Database, actor: str, store: DocumentStore, day: date) -> Document:
    """Draw and keep the papers of a released day; see `delivery.pack`."""
    return pack.draw_day_pack(database, actor, store, day, invoices_of_notes)


def invoices_of_notes(session: Session, numbers: Sequence[str]) -> dict[str, InvoiceSheet]:
    """The frozen invoices that some of these notes are, by the number of the note."""
    found: dict[str, InvoiceSheet] = {}
    for some in chunks(list(numbers)):
        query = (
            select(DeliveryNote.number, Invoice.sheet)
            .join(NoteLine, NoteLine.note_id == DeliveryNote.id)
            .join(InvoiceLine, InvoiceLine.note_line_id == NoteLine.id)
            .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
            .where(DeliveryNote.number.in_(some), Invoice.state == "validated", Invoice.kind == "invoice")
        )
        sheets = {number: text for number, text in session.execute(query) if text}
        found |= {number: thaw(text) for number, text in sheets.items()}
    return found


def note_pdf(session: Session, number: str, copy: Copy = Copy.CUSTOMER) -> bytes:
    """One copy of what is handed over for one note: the invoice that it is, else the note.

    Raises
    ------
    NotFoundError
        There is no such note.
    """
    invoice = invoices_of_notes(session, [number]).get(number)
    if invoice is None:
        return pack.note_pdf(session, number, copy)
    note = session.scalars(select(DeliveryNote).where(DeliveryNote.number == number)).one()
    layout = layout_for(session, "invoice", note.customer_id, invoice.issued_on, note.issued_at)
    return draw_note_invoice(invoice, frozen.thaw(note.sheet), copy, layout)


def print_pack(context: JobContext) -> Mapping[str, Any]:
    """The job: ``{"day": "2026-11-25"}`` in, the document's id and SHA-256 out."""
    day = date.fromisoformat(str(context.params["day"]))
    document = draw_day_pack(context.database, context.actor, installed_store(), day)
    return {"document_id": document.id, "sha256": document.sha256}


HANDLERS: Handlers = {"print_pack": print_pack}
"""What a worker knows how to do for this room."""
