"""The invoice trigger: what one receipt allows to be invoiced, raised once, from the frozen lines of its note."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.catalog.amounts import net_cents
from dispatch.customers.credit import will_post
from dispatch.db.engine import actor_of
from dispatch.delivery.models import Receipt
from dispatch.invoicing.models import InvoiceTrigger, InvoiceTriggerLine


def raise_for(session: Session, receipt: Receipt) -> InvoiceTrigger | None:
    """The one trigger of a receipt; None where nothing was accepted.

    An empty trigger would make an ERP print an invoice of 0.00, so there is none. A line at price zero that was accepted
    is on its trigger: it was delivered, and the invoice says so.
    """
    existing = session.scalars(select(InvoiceTrigger).where(InvoiceTrigger.receipt_id == receipt.id)).one_or_none()
    accepted = [line for line in receipt.lines if line.accepted_qty > 0]
    if existing is not None or not accepted:
        return existing
    note, now, actor = receipt.note, clock.now(), actor_of(session)
    lines = [
        InvoiceTriggerLine(
            receipt_line_id=line.id,
            order_line_id=line.note_line.order_line_id,
            product_code=line.note_line.product_code,
            designation=line.note_line.designation,
            unit=line.note_line.unit,
            quantity=line.accepted_qty,
            unit_price_micros=line.note_line.unit_price_micros,
            vat_bp=line.note_line.vat_bp,
            net_cents=net_cents(line.accepted_qty, line.note_line.unit_price_micros),
        )
        for line in accepted
    ]
    trigger = InvoiceTrigger(
        receipt_id=receipt.id,
        customer_id=note.customer_id,
        idempotency_key=f"trigger:{note.number}",
        note_number=note.number,
        order_reference=note.order.reference,
        customer_reference=note.order.customer_reference,
        billing_mode=note.customer.billing_mode,
        delivered_on=receipt.signed_on,
        net_cents=sum(line.net_cents for line in lines),
        raised_at=now,
        state="pending",
        state_at=now,
        state_by=actor,
        lines=lines,
    )
    session.add(trigger)
    session.flush()
    will_post(session, note.customer_id, delivered_cents=trigger.gross_cents)
    journal.record(session, "trigger.raised", note.number, net_cents=trigger.net_cents, lines=len(lines))
    return trigger
