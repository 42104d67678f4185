"""Invariants of what follows a receipt: shortages decided once and whole, returns, credits and payments within what there was."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.controls.fault import Finding, invariant, units
from dispatch.delivery.after_models import ReturnLine, ShortageChoice
from dispatch.delivery.models import DeliveryNote, NoteLine, ReceiptLine
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.payment_models import CreditDue, Payment, PaymentMatch


@invariant(2, "shortage_choice")
def shortages_are_decided_whole(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A choice about a shortage is about all that was refused and missing of its line."""
    query = (
        select(DeliveryNote.number, NoteLine.line_no, ShortageChoice.quantity, ReceiptLine.refused_qty + ReceiptLine.missing_qty)
        .join(ReceiptLine, ReceiptLine.id == ShortageChoice.receipt_line_id)
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .where(ShortageChoice.quantity != ReceiptLine.refused_qty + ReceiptLine.missing_qty)
    )  # fmt: skip
    for number, line_no, decided, short in session.execute(query):
        yield f"shortage_choices {number}/{line_no} quantity", f"{units(decided)}, the receipt says {units(short)}"


@invariant(2, "returned")
def no_more_comes_back_than_was_accepted(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Per line of a note: Σ returned ≤ accepted."""
    returned = func.sum(ReturnLine.quantity)
    query = (
        select(DeliveryNote.number, NoteLine.line_no, returned, func.max(func.coalesce(ReceiptLine.accepted_qty, 0)))
        .join(NoteLine, NoteLine.id == ReturnLine.note_line_id)
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .outerjoin(ReceiptLine, ReceiptLine.note_line_id == NoteLine.id)
        .group_by(DeliveryNote.number, NoteLine.line_no)
    )
    for number, line_no, back, accepted in session.execute(query):
        if int(back) > int(accepted):
            yield (
                f"return_lines {number}/{line_no} quantity",
                f"{units(int(back))}, {units(int(accepted))} was accepted",
            )


@invariant(15, "credit_due")
def credits_take_back_what_was_due(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A credit that is settled is on its credit note, line by line, as it was due."""
    due = (
        select(CreditDue.credit_note_id, func.sum(CreditDue.quantity))
        .where(CreditDue.credit_note_id.is_not(None))
        .group_by(CreditDue.credit_note_id)
    )
    given = {
        key: (number, int(quantity))
        for key, number, quantity in session.execute(
            select(Invoice.id, Invoice.number, func.sum(InvoiceLine.quantity))
            .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
            .where(Invoice.kind == "credit_note")
            .group_by(Invoice.id, Invoice.number)
        )
    }
    for key, quantity in session.execute(due):
        number, credited = given.get(int(key or 0), (key, 0))
        if credited != int(quantity):
            yield f"credits_due {number} quantity", f"{units(int(quantity))} due, {units(credited)} credited"


@invariant(17, "payments")
def payments_are_matched_once(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Per payment: Σ matched ≤ paid, and nothing of a cancelled one; per invoice: Σ matched ≤ its total."""
    matched = select(PaymentMatch.payment_id, func.sum(PaymentMatch.cents)).where(PaymentMatch.live)
    payments = {one.id: one for one in session.scalars(select(Payment))}
    for key, cents in session.execute(matched.group_by(PaymentMatch.payment_id)):
        payment = payments[key]
        if int(cents) > payment.cents or payment.cancelled_at is not None:
            state = "cancelled" if payment.cancelled_at else f"of {payment.cents} cents"
            yield f"payments {payment.request_key} cents", f"{int(cents)} cents matched, the payment is {state}"
    settled = (
        select(Invoice.number, Invoice.gross_cents, func.sum(PaymentMatch.cents))
        .join(PaymentMatch, PaymentMatch.invoice_id == Invoice.id)
        .where(PaymentMatch.live)
        .group_by(Invoice.id, Invoice.number, Invoice.gross_cents)
    )
    for number, gross, paid in session.execute(settled):
        if int(paid) > gross:
            yield f"payment_matches {number} cents", f"{int(paid)} cents matched, the invoice asks for {gross}"
