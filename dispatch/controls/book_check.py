"""Invariants of the order book and of credit: movements say what lines say, accounts say what movements say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import Session, selectinload

from dispatch.controls.fault import Finding, invariant, units
from dispatch.customers.credit import CreditAccount
from dispatch.customers.models import Customer
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.issue import note_is_back
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.invoicing.payment_models import Payment
from dispatch.invoicing.trigger_lines import gross_of, issued_lines
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.movements import OrderMovement
from dispatch.orders.settling import COUNTED, Standing, value


@invariant(1, "order_book")
def book_says_what_lines_say(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Per line: booked − delivered − cancelled is what is owed, in quantity and value; drafts and frameworks are not in it."""
    kinds = ("booked", "delivered", "cancelled")
    sums = [
        func.coalesce(func.sum(case((OrderMovement.kind == kind, column), else_=0)), 0)
        for column in (OrderMovement.quantity, OrderMovement.net_cents)
        for kind in kinds
    ]
    query = (
        select(OrderLine, Order, *sums)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(OrderMovement, OrderMovement.order_line_id == OrderLine.id)
        .group_by(OrderLine.id, Order.id)
        .order_by(OrderLine.id)
    )
    for line, order, *found in session.execute(query):
        booked, delivered, cancelled, *cents = (int(figure) for figure in found)
        key = f"order_movements {order.reference}/{line.line_no}"
        counts = order.kind != "framework" and not order.forecast and order.state in COUNTED
        owed = line.backlog_qty + line.planned_qty if counts else 0
        if booked - delivered - cancelled != owed:
            yield f"{key} quantity", f"the book leaves {units(booked - delivered - cancelled)}, the line {units(owed)}"
        elif counts and (delivered, cancelled) != (line.delivered_qty, line.cancelled_qty):
            yield (
                f"{key} quantity",
                f"{units(delivered)} delivered, {units(cancelled)} cancelled; the line has {units(line.delivered_qty)}, "
                + units(line.cancelled_qty),
            )
        else:
            worth = value(owed, _standing(line))[0]
            if cents[0] - cents[1] - cents[2] != worth:
                yield f"{key} net_cents", f"the book leaves {cents[0] - cents[1] - cents[2]}, the line is worth {worth}"


@invariant(17, "exposure")
def accounts_are_what_is_owed(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Each part of a credit account is the sum of what it stands for, with VAT: orders, triggers, unpaid invoices."""
    found = {
        "ordered_cents": _ordered(session),
        "delivered_cents": _delivered(session),
        "invoiced_cents": _invoiced(session),
    }
    words = {
        "ordered_cents": "its orders owe",
        "delivered_cents": "its triggers hold",
        "invoiced_cents": "its invoices hold",
    }
    kept = {account.customer_id: account for account in session.scalars(select(CreditAccount))}
    for key, code in session.execute(select(Customer.id, Customer.code).order_by(Customer.id)):
        for column, sums in found.items():
            has = getattr(kept[key], column) if key in kept else 0
            if has != sums.get(key, 0):
                yield f"credit_accounts {code} {column}", f"{has}, {words[column]} {sums.get(key, 0)}"


def _ordered(session: Session) -> dict[int, int]:
    signed = case((OrderMovement.kind == "booked", OrderMovement.gross_cents), else_=-OrderMovement.gross_cents)
    query = (
        select(Order.customer_id, func.sum(signed))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(OrderMovement, OrderMovement.order_line_id == OrderLine.id)
        .group_by(Order.customer_id)
    )
    return {key: int(cents) for key, cents in session.execute(query)}


def _delivered(session: Session) -> dict[int, int]:
    """Triggers, or what is left of them, that are neither invoiced here nor booked by the ERP."""
    query = (
        select(InvoiceTrigger)
        .where(InvoiceTrigger.state.in_(("pending", "exported")))
        .options(selectinload(InvoiceTrigger.lines))
    )
    sums: dict[int, int] = defaultdict(int)
    triggers = session.scalars(query).all()
    issued = issued_lines(session, [trigger.id for trigger in triggers])
    for trigger in triggers:
        sums[trigger.customer_id] += gross_of(trigger, without=issued)
    return sums


def _invoiced(session: Session) -> dict[int, int]:
    """Issued invoices less credit notes and payments; a note that is an invoice counts once it has come back."""
    signed = case((Invoice.kind == "invoice", Invoice.gross_cents), else_=-Invoice.gross_cents)
    out = exists().where(InvoiceLine.invoice_id == Invoice.id, ~note_is_back())
    query = (
        select(Invoice.customer_id, func.sum(signed))
        .where(Invoice.state == "validated", ~out)
        .group_by(Invoice.customer_id)
    )
    sums = {key: int(cents) for key, cents in session.execute(query)}
    paid = (
        select(Payment.customer_id, func.sum(Payment.cents))
        .where(Payment.cancelled_at.is_(None))
        .group_by(Payment.customer_id)
    )
    for key, cents in session.execute(paid):
        sums[key] = sums.get(key, 0) - int(cents)
    return sums


def _standing(line: OrderLine) -> Standing:
    return Standing(line.ordered_qty, line.delivered_qty, line.cancelled_qty, line.unit_price_micros, line.vat_bp)
