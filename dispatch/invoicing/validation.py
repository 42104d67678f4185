"""Validating a draft: checked first, then its triggers are taken, then it gets the next number, and last what is invoiced is counted.

The number is taken as late as possible, in the same transaction: a rollback gives it back, so that the series has no gap.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session, selectinload

from dispatch import clock, journal
from dispatch.customers.credit import will_post
from dispatch.db.engine import actor_of
from dispatch.delivery.models import NoteLine, ReceiptLine
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.errors import ConservationError, IllegalTermsError, LifeCycleError, MissingMentionError, RefusedError
from dispatch.invoicing.drafts import locked
from dispatch.invoicing.frozen_invoice import freeze
from dispatch.invoicing.invoice_models import INVOICE, Invoice, InvoiceLine
from dispatch.invoicing.invoice_sheet import invoice_sheet, terms_of
from dispatch.invoicing.law import too_long
from dispatch.invoicing.mentions import Mention, missing
from dispatch.invoicing.models import InvoiceTrigger, InvoiceTriggerLine
from dispatch.numbering import NumberSeries, next_number


def validate(session: Session, invoice_id: int) -> Invoice:
    """Issue a draft: it gets its number and day, its triggers are invoiced, and nothing of it changes any more.

    Validated already, it is given back as it is.

    Raises
    ------
    MissingMentionError
        Something that the law wants on it is missing; the detail names it.
    IllegalTermsError
        The customer's payment terms are longer than the law allows.
    RefusedError
        What it invoices was exported or invoiced meanwhile.
    LifeCycleError
        It was thrown away.
    """
    invoice = locked(session, invoice_id)
    if invoice.state == "validated":
        return invoice
    if invoice.state != "draft":
        raise LifeCycleError(f"Draft {invoice.id} is {invoice.state}.", "Draft again what is due.")
    require_lawful(session, invoice)
    _take_triggers(session, invoice)
    issue(session, invoice)
    return invoice


def faults(session: Session, invoice: Invoice) -> tuple[Mention, ...]:
    """What a draft lacks if it were issued today."""
    return missing(invoice_sheet(session, invoice, clock.today()))


def require_lawful(session: Session, invoice: Invoice) -> None:
    """Refuse a draft that lacks a mention, or whose terms are too long."""
    lacking = faults(session, invoice)
    if lacking:
        names = ", ".join(f"{one.en} ({one.article})" for one in lacking)
        raise MissingMentionError(
            f"The invoice to {invoice.customer.name} lacks: {names}.", "Complete company or customer, then validate."
        )
    limit = too_long(terms_of(invoice.customer), clock.today(), periodic=invoice.billing_mode == "periodic")
    if limit is not None and invoice.kind == "invoice":
        raise IllegalTermsError(
            f"The terms of {invoice.customer.name} are beyond the law: {limit.en} at most ({limit.article}).",
            "Shorten the customer's payment terms.",
        )


def issue(session: Session, invoice: Invoice) -> InvoiceSheet:
    """Give a lawful draft its number and freeze what it says; the last steps of every invoice and credit note."""
    now, actor = clock.now(), actor_of(session)
    number = next_number(session, invoice.kind)
    series = select(NumberSeries.last_on).where(
        NumberSeries.kind == invoice.kind, NumberSeries.year == clock.today().year
    )
    issued_on = session.execute(series).scalar_one()  # never before the number before it, whatever the clock says
    sheet = invoice_sheet(session, invoice, issued_on, number)
    text = freeze(sheet)
    invoice.number, invoice.issued_on, invoice.due_on = number, issued_on, sheet.due_on
    invoice.sheet, invoice.content_hash = text, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    INVOICE.advance(invoice, "validated", at=now, by=actor)
    session.flush()
    sign = 1 if invoice.kind == "invoice" else -1
    will_post(session, invoice.customer_id, invoiced_cents=sign * invoice.gross_cents)
    journal.record(
        session,
        f"{invoice.kind}.validated",
        number,
        sha256=invoice.content_hash,
        net_cents=invoice.net_cents,
        vat_cents=invoice.vat_cents,
        gross_cents=invoice.gross_cents,
        notes=[one.note for one in sheet.deliveries],
        corrects=sheet.corrects,
    )
    _assert_within_accepted(session, invoice)
    return sheet


def _take_triggers(session: Session, invoice: Invoice) -> None:
    """Bring its triggers from pending to invoiced by one guarded UPDATE: a trigger goes to the ERP or onto an invoice."""
    wanted = select(InvoiceTriggerLine.trigger_id).join(
        InvoiceLine, InvoiceLine.trigger_line_id == InvoiceTriggerLine.id
    )
    ids = set(session.scalars(wanted.where(InvoiceLine.invoice_id == invoice.id)))
    taking = (
        update(InvoiceTrigger)
        .where(InvoiceTrigger.id.in_(ids), InvoiceTrigger.state == "pending")
        .values(state="invoiced", state_at=clock.now(), state_by=actor_of(session))
        .execution_options(synchronize_session=False)
    )
    taken = session.execute(taking).rowcount  # type: ignore[attr-defined]  # a CursorResult
    if taken != len(ids):
        raise RefusedError(
            f"{len(ids) - taken} of the {len(ids)} deliveries on this draft were exported or invoiced meanwhile.",
            "Discard the draft.",
        )
    loaded = select(InvoiceTrigger).where(InvoiceTrigger.id.in_(ids)).options(selectinload(InvoiceTrigger.lines))
    delivered = sum(trigger.gross_cents for trigger in session.scalars(loaded))
    will_post(session, invoice.customer_id, delivered_cents=-delivered)


def _assert_within_accepted(session: Session, invoice: Invoice) -> None:
    """Σ invoiced − Σ credited ≤ Σ accepted, and nothing credited that was not invoiced, for every order line on it."""
    ids = {line.order_line_id for line in invoice.lines}
    sign = case((Invoice.kind == "invoice", InvoiceLine.quantity), else_=-InvoiceLine.quantity)
    billed = (
        select(InvoiceLine.order_line_id, func.sum(sign))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.state == "validated", InvoiceLine.order_line_id.in_(ids))
        .group_by(InvoiceLine.order_line_id)
    )
    accepted = (
        select(NoteLine.order_line_id, func.sum(ReceiptLine.accepted_qty))
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .where(NoteLine.order_line_id.in_(ids))
        .group_by(NoteLine.order_line_id)
    )
    most = {key: int(quantity) for key, quantity in session.execute(accepted)}
    for key, quantity in session.execute(billed):
        if not 0 <= int(quantity) <= most.get(key, 0):
            raise ConservationError(
                f"Order line {key}: {int(quantity) / 1000:g} would be invoiced, {most.get(key, 0) / 1000:g} accepted.",
                "Nothing was issued. Look at the receipts of this line.",
            )
