"""Making invoices: drafts of what is due, drafts thrown away, credit notes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.invoicing import invoice_queries
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.drafts import discard, draft_due
from dispatch.invoicing.issuing import FILES
from dispatch.jobs.queue import enqueue
from dispatch.web.api.answering import reread
from dispatch.web.api.operations import Call, operation
from dispatch.web.api.resources.invoices import InvoiceHeadOut, InvoiceOut
from dispatch.web.api.resources.note_lines import PartIn, parts
from dispatch.web.api.shapes import Day, Reason, Shape


class DueIn(Shape):
    """Deliveries until a day; a period that sums up waits for its last day."""

    until: Day


class DraftsOut(Shape):
    """The drafts that were made; what was drafted before is not drafted twice."""

    items: tuple[InvoiceHeadOut, ...]


class CreditIn(Shape):
    """What is taken back of an invoice: the quantities of its lines, or all that is not credited yet."""

    reason: Reason
    lines: Annotated[tuple[PartIn, ...], Field(max_length=200)] = ()


@operation("POST", "/invoices", status=201)
def draft_invoices(session: Session, body: DueIn) -> DraftsOut:
    """Draft every invoice that is due until a day; drafts have no number and wait to be validated."""
    made = [one.id for one in draft_due(session, body.until)]
    reread(session)
    return DraftsOut(items=tuple(InvoiceHeadOut.of(invoice_queries.invoice_view(session, key).row) for key in made))


@operation("DELETE", "/invoices/<int:invoice_id>")
def discard_draft(session: Session, invoice_id: int) -> InvoiceOut:
    """Throw a draft away; its deliveries wait again. An issued invoice is only ever credited."""
    discard(session, invoice_id)
    reread(session)
    return InvoiceOut.of(invoice_queries.invoice_view(session, invoice_id))


@operation("POST", "/invoices/<int:invoice_id>/credit-notes", status=201)
def credit_invoice(session: Session, invoice_id: int, body: CreditIn, call: Call) -> InvoiceOut:
    """Issue a credit note on an invoice; its file is drawn in the background."""
    number = invoice_queries.invoice_view(session, invoice_id).row.number
    made = credit(
        session, number, reason=body.reason, request_key=call.request_key, quantities=parts(body.lines) or None
    )
    enqueue(session, FILES, {})
    reread(session)
    return InvoiceOut.of(invoice_queries.invoice_view(session, made.id))
