"""Payments: what came in, which invoices it settles, and what is still open of them; the exposure follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from dispatch import clock, journal
from dispatch.customers.credit import will_post
from dispatch.customers.models import Customer
from dispatch.db.chunks import chunks
from dispatch.db.engine import actor_of
from dispatch.delivery.models import DeliveryNote
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.payment_models import PAYMENT_MEANS, Payment, PaymentMatch


def record_payment(
    session: Session,
    customer_code: str,
    cents: int,
    *,
    means: str,
    request_key: str,
    received_on: date | None = None,
    reference: str = "",
    invoices: Mapping[str, int] | None = None,
    note: DeliveryNote | None = None,
) -> Payment:
    """Record what a customer paid; it leaves their exposure at once.

    Parameters
    ----------
    invoices
        Number of the invoice → cents of it that are settled; what is left stays on account. By default the oldest due
        invoices are settled first; an empty mapping leaves all on account.
    note
        Cash on delivery: the note it was paid with; it settles that note's invoice as soon as there is one.
    request_key
        Idempotency key: the same key again gives the payment that exists.

    Raises
    ------
    NotFoundError
        There is no such customer or invoice.
    InvalidInputError
        No amount, an unknown means, a day in the future.
    RefusedError
        More is matched than was paid, or than is open, or the invoice is another customer's.
    """
    existing = session.scalars(select(Payment).where(Payment.request_key == request_key)).one_or_none()
    if existing is not None:
        return existing
    customer = session.scalars(select(Customer).where(Customer.code == customer_code)).one_or_none()
    if customer is None:
        raise NotFoundError(f"There is no customer {customer_code}.", "Look in the list of customers.")
    on = received_on or clock.today()
    if cents <= 0 or means not in PAYMENT_MEANS or on > clock.today() or not 1 <= len(request_key) <= 64:
        raise InvalidInputError(
            f"{cents / 100:.2f} € by {means!r} on {on.isoformat()} is no payment.",
            f"Give an amount above 0, one of {', '.join(PAYMENT_MEANS)}, and a day until today.",
        )
    payment = Payment(
        request_key=request_key,
        customer_id=customer.id,
        received_on=on,
        cents=cents,
        means=means,
        reference=reference.strip(),
        note_id=note.id if note else None,
        recorded_at=clock.now(),
        recorded_by=actor_of(session),
    )
    session.add(payment)
    session.flush()
    wanted = _oldest_first(session, customer, cents) if invoices is None and note is None else dict(invoices or {})
    for number, part in wanted.items():
        match(session, payment, number, part)
    will_post(session, customer.id, invoiced_cents=-cents)
    journal.record(
        session,
        "payment.recorded",
        customer.code,
        payment=payment.id,
        cents=cents,
        on=on,
        means=means,
        reference=payment.reference,
        invoices=sorted(wanted.items()),
        note=note.number if note else "",
    )
    return payment


def match(session: Session, payment: Payment, number: str, cents: int) -> PaymentMatch:
    """Set part of a payment against an invoice.

    Raises
    ------
    NotFoundError
        There is no such issued invoice of this customer.
    RefusedError
        More than is left of the payment, or open of the invoice.
    """
    query = select(Invoice).where(Invoice.number == number, Invoice.kind == "invoice").with_for_update()
    invoice = session.scalars(query).one_or_none()
    if invoice is None or invoice.customer_id != payment.customer_id:
        raise NotFoundError(f"There is no invoice {number} of this customer.", "Look at their statement.")
    free, open_cents = unmatched(session, payment), open_of(session, [invoice.id])[invoice.id]
    if not 0 < cents <= min(free, open_cents):
        raise RefusedError(
            f"{cents / 100:.2f} € on {number}: {free / 100:.2f} € are left of the payment, {open_cents / 100:.2f} € are open.",
            "Match at most the smaller of the two.",
        )
    made = PaymentMatch(
        payment_id=payment.id,
        invoice_id=invoice.id,
        cents=cents,
        live=True,
        matched_at=clock.now(),
        matched_by=actor_of(session),
    )
    session.add(made)
    session.flush()
    journal.record(session, "payment.matched", number, payment=payment.id, cents=cents)
    return made


def match_cash(session: Session, invoice: Invoice) -> None:
    """Set what was paid at the door against the invoice of those notes."""
    numbers = {line.note_number for line in invoice.lines}
    query = (
        select(Payment)
        .join(DeliveryNote, DeliveryNote.id == Payment.note_id)
        .where(DeliveryNote.number.in_(numbers), Payment.cancelled_at.is_(None))
        .order_by(Payment.id)
    )
    for payment in session.scalars(query).all():
        part = min(unmatched(session, payment), open_of(session, [invoice.id])[invoice.id])
        if part > 0:
            match(session, payment, str(invoice.number), part)


def cancel_payment(session: Session, payment_id: int, reason: str) -> Payment:
    """Undo a payment that was recorded by mistake, or that the bank took back: its invoices are open again.

    Raises
    ------
    NotFoundError
        There is no such payment.
    InvalidInputError
        Without a reason.
    """
    if not reason.strip():
        raise InvalidInputError("A payment is not cancelled without a reason.", "Say why.")
    query = select(Payment).where(Payment.id == payment_id).with_for_update().options(selectinload(Payment.matches))
    payment = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if payment is None:
        raise NotFoundError(f"There is no payment {payment_id}.", "Look at the customer's statement.")
    if payment.cancelled_at is not None:
        return payment
    payment.cancelled_at, payment.cancelled_by = clock.now(), actor_of(session)
    payment.cancel_reason = reason.strip()
    for one in payment.matches:
        one.live = False
    will_post(session, payment.customer_id, invoiced_cents=payment.cents)
    journal.record(
        session,
        "payment.cancelled",
        payment.customer.code,
        payment=payment.id,
        cents=payment.cents,
        reason=reason.strip(),
    )
    session.flush()
    return payment


def unmatched(session: Session, payment: Payment) -> int:
    """What is left of a payment, in cents."""
    used = select(func.coalesce(func.sum(PaymentMatch.cents), 0))
    return payment.cents - int(
        session.scalar(used.where(PaymentMatch.payment_id == payment.id, PaymentMatch.live)) or 0
    )


def open_of(session: Session, invoice_ids: list[int], on: date | None = None) -> dict[int, int]:
    """Invoice → cents still open, now or at the end of a past day: its total less its credit notes and what was paid.

    Below zero too much was paid.
    """
    found: dict[int, int] = {}
    for some in chunks(invoice_ids):
        total = select(Invoice.id, Invoice.gross_cents).where(Invoice.id.in_(some))
        found.update({key: cents for key, cents in session.execute(total)})  # noqa: C416  rows, not pairs, for the type checker
        credits_ = (
            select(Invoice.corrects_id, func.sum(Invoice.gross_cents))
            .where(Invoice.corrects_id.in_(some), Invoice.state == "validated")
            .group_by(Invoice.corrects_id)
        )
        paid = (
            select(PaymentMatch.invoice_id, func.sum(PaymentMatch.cents))
            .where(PaymentMatch.invoice_id.in_(some), PaymentMatch.live)
            .group_by(PaymentMatch.invoice_id)
        )
        if on is not None:
            credits_ = credits_.where(Invoice.issued_on <= on)
            paid = paid.join(Payment, Payment.id == PaymentMatch.payment_id).where(Payment.received_on <= on)
        for key, cents in [*session.execute(credits_), *session.execute(paid)]:
            found[int(key or 0)] -= int(cents)
    return found


def _oldest_first(session: Session, customer: Customer, cents: int) -> dict[str, int]:
    query = (
        select(Invoice.id, Invoice.number)
        .where(Invoice.customer_id == customer.id, Invoice.kind == "invoice", Invoice.state == "validated")
        .order_by(Invoice.due_on, Invoice.id)
    )
    numbers = {key: str(number) for key, number in session.execute(query)}
    wanted: dict[str, int] = {}
    for key, left in open_of(session, list(numbers)).items():
        part = min(cents, left)
        if part > 0:
            wanted[numbers[key]] = part
            cents -= part
    return wanted
