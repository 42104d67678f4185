"""Reads of payments: the last ones, one after the other, one; each with what it settles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.customers.models import Customer
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.errors import NotFoundError
from dispatch.invoicing.payment_models import Payment, PaymentMatch


class Settled(NamedTuple):
    """An invoice that a payment is matched with, and how much of it."""

    invoice_id: int
    number: str
    cents: int


@dataclass(frozen=True, slots=True)
class PaymentRow:
    """One payment; `settles` are number and cents of the invoices that it settles."""

    id: int
    customer_code: str
    customer_name: str
    received_on: date
    cents: int
    means: str
    reference: str
    settles: tuple[Settled, ...]
    unmatched_cents: int
    recorded_at: datetime
    recorded_by: str
    cancelled_at: datetime | None
    cancel_reason: str


class Paid(NamedTuple):
    """What a payment settles of one invoice."""

    received_on: date
    means: str
    reference: str
    cents: int


def paid_on(session: Session, invoice_id: int) -> tuple[Paid, ...]:
    """The payments that settle an invoice, in the order in which they came in; cancelled ones left out."""
    query = (
        select(Payment.received_on, Payment.means, Payment.reference, PaymentMatch.cents)
        .join(Payment, Payment.id == PaymentMatch.payment_id)
        .where(PaymentMatch.invoice_id == invoice_id, PaymentMatch.live)
        .order_by(Payment.received_on, Payment.id)
    )
    return tuple(Paid(*row) for row in session.execute(query))


def last_payments(session: Session, customer_code: str = "", limit: int = 100) -> tuple[PaymentRow, ...]:
    """The last payments, of all customers or of one, the newest first."""
    query = (
        select(Payment)
        .join(Customer, Customer.id == Payment.customer_id)
        .order_by(Payment.received_on.desc(), Payment.id.desc())
        .limit(limit)
        .options(joinedload(Payment.customer), selectinload(Payment.matches).joinedload(PaymentMatch.invoice))
    )
    if customer_code:
        query = query.where(Customer.code == customer_code)
    return tuple(_row(one) for one in session.scalars(query))


def payments_after(session: Session, last: int, limit: int, customer_code: str = "") -> Slice[PaymentRow]:
    """Payments from a key on, in the order in which they were recorded."""
    query = (
        select(Payment)
        .join(Customer, Customer.id == Payment.customer_id)
        .options(joinedload(Payment.customer), selectinload(Payment.matches).joinedload(PaymentMatch.invoice))
    )
    if customer_code:
        query = query.where(Customer.code == customer_code)
    return slice_of(session.scalars(after(query, Payment.id, last, limit)), limit, lambda one: one.id, _row)


def payment_row(session: Session, payment_id: int) -> PaymentRow:
    """One payment.

    Raises
    ------
    NotFoundError
        There is none.
    """
    payment = session.get(Payment, payment_id)
    if payment is None:
        raise NotFoundError(f"There is no payment {payment_id}.", "Look in the list of payments.")
    return _row(payment)


def _row(payment: Payment) -> PaymentRow:
    live = [one for one in payment.matches if one.live]
    return PaymentRow(
        payment.id,
        payment.customer.code,
        payment.customer.name,
        payment.received_on,
        payment.cents,
        payment.means,
        payment.reference,
        tuple(Settled(one.invoice_id, str(one.invoice.number), one.cents) for one in live),
        0 if payment.cancelled_at else payment.cents - sum(one.cents for one in live),
        payment.recorded_at,
        payment.recorded_by,
        payment.cancelled_at,
        payment.cancel_reason,
    )
