"""Payments: recorded against open invoices, and undone with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.invoicing.payment_queries import payment_row, payments_after
from dispatch.invoicing.payments import cancel_payment as undo
from dispatch.invoicing.payments import record_payment as record
from dispatch.web.api.answering import reread
from dispatch.web.api.operations import Call, operation
from dispatch.web.api.resources.order_changes import ReasonIn
from dispatch.web.api.shapes import Cents, Code, Day, Line, Page, Paging, Reference, Shape

Money = Annotated[int, Field(ge=1, le=10**11)]
"""More than nothing, in cents."""


class PaymentQuery(Paging):
    """Which payments."""

    customer: Reference = ""
    """The code of their customer."""


class PaidIn(Shape):
    """How much of it settles which invoice."""

    invoice: Code
    cents: Money


class PaymentIn(Shape):
    """What came in; without `invoices` it settles the oldest that are open, and the rest stays on account."""

    customer: Code
    cents: Money
    means: Literal["transfer", "cheque", "card", "cash", "direct_debit", "bill"]
    received_on: Day | None = None
    """Today where you give none."""
    reference: Line = ""
    invoices: Annotated[tuple[PaidIn, ...], Field(max_length=200)] = ()


class SettledOut(Shape):
    """How much of it settles which invoice."""

    invoice_id: int
    number: str
    cents: Cents


class PaymentOut(Shape):
    """A payment; `unmatched_cents` of it is on account."""

    id: int
    customer_code: str
    received_on: Day
    cents: Cents
    means: str
    reference: str
    settles: tuple[SettledOut, ...]
    unmatched_cents: Cents
    recorded_at: datetime
    recorded_by: str
    cancelled_at: datetime | None
    cancel_reason: str


@operation("GET", "/payments")
def list_payments(session: Session, query: PaymentQuery) -> Page[PaymentOut]:
    """Payments, in the order in which they were recorded."""
    return Page[PaymentOut].cut(PaymentOut, payments_after(session, query.after, query.limit, query.customer))


@operation("POST", "/payments", status=201)
def record_payment(session: Session, body: PaymentIn, call: Call) -> PaymentOut:
    """Record a payment: it leaves the customer's exposure at once."""
    made = record(
        session,
        body.customer,
        body.cents,
        means=body.means,
        request_key=call.request_key,
        received_on=body.received_on,
        reference=body.reference,
        invoices={one.invoice: one.cents for one in body.invoices} or None,
    )
    return _told(session, made.id)


@operation("POST", "/payments/<int:payment_id>/cancellation")
def cancel_payment(session: Session, payment_id: int, body: ReasonIn) -> PaymentOut:
    """Undo a payment, with a reason; what it settled is open again."""
    return _told(session, undo(session, payment_id, body.reason).id)


def _told(session: Session, payment_id: int) -> PaymentOut:
    reread(session)
    return PaymentOut.of(payment_row(session, payment_id))
