"""Issuing: a lawful draft gets the next number and is frozen, and last what is invoiced is counted against what was accepted.

The number is taken as late as possible, in the same transaction: a rollback gives it back, so that the series has no gap.
"""

from __future__ import annotations

import hashlib

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.catalog.models import Product
from dispatch.customers.credit import will_post
from dispatch.db.engine import actor_of
from dispatch.delivery.models import DeliveryNote, NoteLine, ReceiptLine
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.errors import ConservationError, IllegalTermsError, MissingMentionError
from dispatch.invoicing.frozen_invoice import freeze
from dispatch.invoicing.invoice_models import INVOICE, Invoice, InvoiceLine
from dispatch.invoicing.invoice_sheet import invoice_sheet, terms_of
from dispatch.invoicing.law import TooLong, too_long
from dispatch.invoicing.mentions import Mention, missing
from dispatch.numbering import NumberSeries, next_number
from dispatch.orders.models import OrderLine
from dispatch.orders.sellable import refusal_for


def faults(session: Session, invoice: Invoice) -> tuple[Mention, ...]:
    """What a draft lacks if it were issued today."""
    return missing(invoice_sheet(session, invoice, clock.today()))


def require_lawful(session: Session, invoice: Invoice) -> None:
    """Refuse a draft that lacks a mention, or whose terms are too long."""
    lacking = faults(session, invoice)
    if lacking:
        names = ", ".join(f"{one.en} ({one.article})" for one in lacking)
        raise MissingMentionError(
            f"The invoice to {invoice.customer.payer.name} lacks: {names}.",
            "Complete company or customer, then validate.",
        )
    limit = terms_limit(session, invoice)
    if limit is not None and invoice.kind == "invoice":
        raise IllegalTermsError(
            f"The terms of {invoice.customer.payer.name} are beyond the law: {limit.en} at most ({limit.article}).",
            "Shorten the customer's payment terms.",
        )


def terms_limit(session: Session, invoice: Invoice) -> TooLong | None:
    """The limit that the terms of whoever pays would pass today: the general one, or that of goods on the draft (L441-11)."""
    payer = invoice.customer.payer
    limit = too_long(terms_of(payer), clock.today(), periodic=invoice.billing_mode == "periodic")
    if limit is not None:
        return limit
    ids = {line.order_line_id for line in invoice.lines}
    kinds = select(Product.regulated).join(OrderLine, OrderLine.product_id == Product.id)
    regulated = set(session.scalars(kinds.where(OrderLine.id.in_(ids), Product.regulated != "")))
    goods = refusal_for(invoice.customer, regulated) if regulated else None
    return None if goods is None else TooLong(goods.article, goods.limit_fr, goods.limit_en)


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
    if counts(invoice):
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
    if counts(invoice):
        assert_within_accepted(session, invoice)
    return sheet


def counts(invoice: Invoice) -> bool:
    """Whether it is owed from its issue on; a note that is an invoice counts once its receipt is confirmed."""
    return not any(line.note_line_id is not None for line in invoice.lines)


def note_is_back() -> ColumnElement[bool]:
    """Of `InvoiceLine`: whether its note has come back, where the note itself is the invoice."""
    out = exists().where(
        NoteLine.id == InvoiceLine.note_line_id, DeliveryNote.id == NoteLine.note_id, DeliveryNote.state == "issued"
    )
    return ~out


def assert_within_accepted(session: Session, invoice: Invoice) -> None:
    """Σ invoiced − Σ credited ≤ Σ accepted, and nothing credited that was not invoiced, for every order line on it."""
    ids = {line.order_line_id for line in invoice.lines}
    sign = case((Invoice.kind == "invoice", InvoiceLine.quantity), else_=-InvoiceLine.quantity)
    billed = (
        select(InvoiceLine.order_line_id, func.sum(sign))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.state == "validated", InvoiceLine.order_line_id.in_(ids), note_is_back())
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
