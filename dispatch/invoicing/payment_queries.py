"""Reads for the page of payments: the last ones, with what each settles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.customers.models import Customer
from dispatch.invoicing.payment_models import Payment, PaymentMatch


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
    settles: tuple[tuple[int, str, int], ...]
    unmatched_cents: int
    recorded_at: datetime
    recorded_by: str
    cancelled_at: datetime | None
    cancel_reason: str


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
        tuple((one.invoice_id, str(one.invoice.number), one.cents) for one in live),
        0 if payment.cancelled_at else payment.cents - sum(one.cents for one in live),
        payment.recorded_at,
        payment.recorded_by,
        payment.cancelled_at,
        payment.cancel_reason,
    )
