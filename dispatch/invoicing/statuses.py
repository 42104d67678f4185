"""What becomes of an issued invoice, as a platform, the customer or the bank tells it: kept step by step, each once."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.invoicing.invoice_models import STATUSES, Invoice, InvoiceStatus
from dispatch.invoicing.payments import open_of, record_payment

CASHED = "212"
"""The customer has paid: the first time it is told, what is open of the invoice is recorded as paid."""
REASONED = frozenset({"206", "207", "208", "210", "213"})
"""Codes that say nothing without a reason."""


def tell(session: Session, number: str, code: str, *, source_key: str, reason: str = "") -> InvoiceStatus:
    """Keep one life-cycle step of an invoice or credit note; the same message again gives the step that exists.

    Raises
    ------
    NotFoundError
        There is no invoice of this number.
    InvalidInputError
        The code is none of the list, or wants a reason.
    """
    if code not in STATUSES:
        raise InvalidInputError(f"{code!r} is no life-cycle code.", f"Codes are {', '.join(STATUSES)}.")
    if code in REASONED and not reason.strip():
        raise InvalidInputError(f"Code {code} ({STATUSES[code]}) wants a reason.", "Give it.")
    invoice = session.scalars(select(Invoice).where(Invoice.number == number).with_for_update()).one_or_none()
    if invoice is None:
        raise NotFoundError(f"There is no invoice {number}.", "Look in the list of invoices.")
    query = select(InvoiceStatus).where(InvoiceStatus.invoice_id == invoice.id, InvoiceStatus.source_key == source_key)
    existing = session.scalars(query).one_or_none()
    if existing is not None:
        return existing
    cashed = code == CASHED and not session.scalar(
        select(InvoiceStatus.id).where(InvoiceStatus.invoice_id == invoice.id, InvoiceStatus.code == CASHED).limit(1)
    )
    left = open_of(session, [invoice.id])[invoice.id] if cashed and invoice.kind == "invoice" else 0
    if left > 0:
        record_payment(
            session,
            invoice.customer.code,
            left,
            means="transfer",
            request_key=f"cashed:{number}",
            reference=source_key,
            invoices={number: left},
        )
    status = InvoiceStatus(
        invoice_id=invoice.id, code=code, source_key=source_key, reason=reason, at=clock.now(), by=actor_of(session)
    )
    session.add(status)
    session.flush()
    journal.record(session, "invoice.status", number, code=code, source=source_key, reason=reason)
    return status
