"""What must be credited of a delivered line: at once where it stands on an issued invoice, else as soon as it does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.delivery.models import NoteLine, ReceiptLine
from dispatch.invoicing.credit_notes import credit, credited
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.models import InvoiceTriggerLine
from dispatch.invoicing.payment_models import CreditDue


def owe_credit(
    session: Session, note_line: NoteLine, quantity: int, *, cause: str, cause_key: str, reason: str
) -> CreditDue:
    """Keep that so much of a line is to be credited; `settle_credits` does it where it can.

    Parameters
    ----------
    cause, cause_key
        One of `CAUSES`, and the number of what causes it.
    reason
        Printed on the credit note.
    """
    due = CreditDue(
        note_line_id=note_line.id,
        quantity=quantity,
        cause=cause,
        cause_key=cause_key,
        reason=reason,
        created_at=clock.now(),
        created_by=actor_of(session),
    )
    session.add(due)
    session.flush()
    journal.record(
        session,
        "credit.due",
        note_line.note.number,
        cause=cause,
        key=cause_key,
        line=note_line.line_no,
        quantity=quantity,
    )
    return due


def due_quantity(session: Session, note_line_id: int) -> int:
    """How much of a line is credited, or will be, for a claim or a return; milli-units."""
    query = select(func.coalesce(func.sum(CreditDue.quantity), 0)).where(
        CreditDue.note_line_id == note_line_id, CreditDue.cause.in_(("claim", "return"))
    )
    return int(session.scalar(query) or 0)


def settle_credits(session: Session, note_line_ids: Iterable[int]) -> list[Invoice]:
    """Issue the credit notes for what waits on these lines and is invoiced: one per invoice and cause.

    What was credited by hand meanwhile is not credited twice: it goes on waiting, and stands in the morning's list.
    """
    ids = sorted(set(note_line_ids))
    waiting = select(CreditDue).where(CreditDue.note_line_id.in_(ids), CreditDue.credit_note_id.is_(None))
    lines = _invoiced(session, ids)
    groups: dict[tuple[int, str, str], list[tuple[CreditDue, InvoiceLine]]] = defaultdict(list)
    for due in session.scalars(waiting.order_by(CreditDue.id)):
        line = lines.get(due.note_line_id)
        if line is not None:
            groups[(line.invoice_id, due.cause, due.cause_key)].append((due, line))
    notes = []
    for (invoice_id, cause, key), dues in groups.items():
        invoice = session.get_one(Invoice, invoice_id)
        taken = credited(session, invoice)
        if any(due.quantity > line.quantity - taken.get(line.id, 0) for due, line in dues):
            continue
        note = credit(
            session,
            str(invoice.number),
            reason=dues[0][0].reason,
            request_key=f"{cause}:{key}:{invoice_id}",
            quantities={line.line_no: due.quantity for due, line in dues},
        )
        for due, _ in dues:
            due.credit_note_id = note.id
        notes.append(note)
    session.flush()
    return notes


def _invoiced(session: Session, note_line_ids: list[int]) -> dict[int, InvoiceLine]:
    """Note line → the line of the issued invoice that asks for it."""
    query = (
        select(InvoiceLine, func.coalesce(InvoiceLine.note_line_id, ReceiptLine.note_line_id))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .outerjoin(InvoiceTriggerLine, InvoiceTriggerLine.id == InvoiceLine.trigger_line_id)
        .outerjoin(ReceiptLine, ReceiptLine.id == InvoiceTriggerLine.receipt_line_id)
        .where(
            Invoice.state == "validated",
            Invoice.kind == "invoice",
            or_(ReceiptLine.note_line_id.in_(note_line_ids), InvoiceLine.note_line_id.in_(note_line_ids)),
        )
    )
    return {int(key): line for line, key in session.execute(query)}
