"""Invariants of the order book and of credit: movements say what lines say, accounts say what movements say."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from dispatch.controls.fault import Finding, invariant, units
from dispatch.customers.credit import CreditAccount
from dispatch.customers.models import Customer
from dispatch.documents.store import DocumentStore
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
    """What a credit account has ordered and not delivered is the sum of its orders' movements, with VAT."""
    signed = case((OrderMovement.kind == "booked", OrderMovement.gross_cents), else_=-OrderMovement.gross_cents)
    owed = (
        select(Order.customer_id, func.sum(signed).label("cents"))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(OrderMovement, OrderMovement.order_line_id == OrderLine.id)
        .group_by(Order.customer_id)
        .subquery()
    )
    query = (
        select(Customer.code, func.coalesce(CreditAccount.ordered_cents, 0), func.coalesce(owed.c.cents, 0))
        .outerjoin(CreditAccount, CreditAccount.customer_id == Customer.id)
        .outerjoin(owed, owed.c.customer_id == Customer.id)
        .order_by(Customer.id)
    )
    for code, kept, found in session.execute(query):
        if int(kept) != int(found):
            yield f"credit_accounts {code} ordered_cents", f"{kept}, its orders owe {int(found)}"


def _standing(line: OrderLine) -> Standing:
    return Standing(line.ordered_qty, line.delivered_qty, line.cancelled_qty, line.unit_price_micros, line.vat_bp)
