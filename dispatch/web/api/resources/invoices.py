"""Invoices and credit notes: read, validated, and what becomes of them outside."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from dispatch.documents.register import read
from dispatch.invoicing import invoice_queries
from dispatch.invoicing.invoice_print import invoice_print
from dispatch.invoicing.issuing import FILES
from dispatch.invoicing.statuses import tell
from dispatch.invoicing.validation import validate
from dispatch.jobs.queue import enqueue
from dispatch.web.api.answering import reread
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Cents, Code, Day, Line, Micros, Page, Paging, Shape
from dispatch.web.shell import shell


class InvoiceQuery(Paging):
    """Which invoices."""

    state: Literal["", "draft", "validated"] = ""
    kind: Literal["", "invoice", "credit_note"] = ""


class InvoiceHeadOut(Shape):
    """An invoice, credit note or draft; a draft has no number."""

    id: int
    number: str
    kind: str
    state: str
    customer_code: str
    """Who ordered."""
    billed_to: str
    """Whom it is made out to, where that is not the customer."""
    billing_mode: str
    issued_on: Day | None
    due_on: Day | None
    notes: tuple[str, ...]
    net_cents: Cents
    gross_cents: Cents
    has_file: bool
    """Its Factur-X PDF is drawn."""


class InvoiceLineOut(Shape):
    """One line, and how much of it can still be credited."""

    line_no: int
    note_number: str
    order_reference: str
    product_code: str
    designation: str
    unit: str
    quantity: int
    unit_price_micros: Micros
    vat_bp: int
    net_cents: Cents
    left_qty: int


class StatusOut(Shape):
    """One step of its life outside."""

    code: str
    at: datetime
    by: str
    reason: str


class InvoiceOut(Shape):
    """An invoice whole; `may_be_issued` says whether nothing stops a draft."""

    row: InvoiceHeadOut
    lines: tuple[InvoiceLineOut, ...]
    credit_notes: tuple[InvoiceHeadOut, ...]
    statuses: tuple[StatusOut, ...]
    content_hash: str
    may_be_issued: bool


class StatusIn(Shape):
    """A life-cycle step, as a platform, the customer or the bank tells it."""

    invoice: Code
    """The number of the invoice or credit note."""
    code: Literal[
        "200", "201", "202", "203", "204", "205", "206", "207", "208", "209", "210", "211", "212", "213",
    ]  # fmt: skip
    source_key: Code
    """The teller's own key: the same message twice is one step."""
    reason: Line = ""
    """Wanted by 206, 207, 208, 210 and 213."""


@operation("GET", "/invoices")
def list_invoices(session: Session, query: InvoiceQuery) -> Page[InvoiceHeadOut]:
    """Invoices, credit notes and drafts, in the order in which they were drafted."""
    found = invoice_queries.invoices_after(session, query.after, query.limit, query.state, query.kind)
    return Page[InvoiceHeadOut].cut(InvoiceHeadOut, found)


def _paper(session: Session, invoice_id: int) -> bytes:
    found = invoice_queries.invoice_view(session, invoice_id)
    if found.document_id is None:
        return invoice_print(session, invoice_id, found.sheet)
    return read(session, shell().store, found.document_id)[1]


@operation("GET", "/invoices/<int:invoice_id>", paper=_paper)
def get_invoice(session: Session, invoice_id: int) -> InvoiceOut:
    """One invoice, credit note or draft; as `application/pdf` its Factur-X file, or its paper until that is drawn."""
    return InvoiceOut.of(invoice_queries.invoice_view(session, invoice_id))


@operation("POST", "/invoices/<int:invoice_id>/validation")
def validate_invoice(session: Session, invoice_id: int) -> InvoiceOut:
    """Issue a draft: it gets its number and is never changed again; its file is drawn in the background."""
    validate(session, invoice_id)
    enqueue(session, FILES, {})
    reread(session)
    return InvoiceOut.of(invoice_queries.invoice_view(session, invoice_id))


@operation("POST", "/invoice-statuses", status=201)
def tell_status(session: Session, body: StatusIn) -> StatusOut:
    """Keep a life-cycle step of an issued invoice; the mandatory codes are 200, 213, 210 and 212."""
    return StatusOut.of(tell(session, body.invoice, body.code, source_key=body.source_key, reason=body.reason))
