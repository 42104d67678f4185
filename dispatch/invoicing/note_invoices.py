"""Notes that are invoices (factures valant BL): numbered when the note is issued, owed once its receipt is confirmed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Exists, Select, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal
from dispatch.customers.credit import will_post
from dispatch.customers.models import Customer
from dispatch.db.chunks import chunks
from dispatch.db.engine import actor_of
from dispatch.delivery import wording
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt
from dispatch.errors import RefusedError
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.credits_due import owe_credit, settle_credits
from dispatch.invoicing.drafts import add_money, discard
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.issue import issue, require_lawful
from dispatch.invoicing.models import TRIGGER, InvoiceTrigger
from dispatch.invoicing.money import line_net
from dispatch.invoicing.payments import match_cash
from dispatch.invoicing.vat_categories import category
from dispatch.orders.models import OrderLine

MODE = "note_is_invoice"
DIFFERENCE = {
    "fr": "Différence à la réception du bon {number}",
    "en": "Difference on receipt of note {number}",
}


def issue_with_notes(session: Session, numbers: Iterable[str]) -> list[Invoice]:
    """Issue the invoices of notes that are invoices, in the order of the notes; those that have one keep it.

    Where a mention is missing the truck still leaves: the note goes without an invoice, the journal says why, and the
    delivery is invoiced from its receipt like any other.
    """
    made = []
    for some in chunks(list(numbers)):
        query = (
            select(DeliveryNote)
            .join(Customer, Customer.id == DeliveryNote.customer_id)
            .where(DeliveryNote.number.in_(some), DeliveryNote.state == "issued", Customer.billing_mode == MODE)
            .where(~_has_invoice())
            .order_by(DeliveryNote.id)
            .options(
                selectinload(DeliveryNote.lines).joinedload(NoteLine.order_line).joinedload(OrderLine.product),
                joinedload(DeliveryNote.customer),
                joinedload(DeliveryNote.order),
            )
        )
        for note in session.scalars(query):
            invoice = _draft(session, note)
            try:
                require_lawful(session, invoice)
            except RefusedError as error:
                discard(session, invoice.id)
                journal.record(session, "note_invoice.held", note.number, why=error.detail)
            else:
                issue(session, invoice)
                made.append(invoice)
    return made


def invoice_of_note(session: Session, note_id: int) -> Invoice | None:
    """The invoice that a note is; None: it is only a note."""
    return session.scalars(_of_note().where(NoteLine.note_id == note_id)).first()


def invoice_of_number(session: Session, note_number: str) -> tuple[int, str] | None:
    """Id and number of the invoice that the note of this number is; None: it is only a note."""
    query = _of_note().join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
    found = session.scalars(query.where(DeliveryNote.number == note_number)).first()
    return None if found is None else (found.id, str(found.number))


def _of_note() -> Select[Invoice]:
    return (
        select(Invoice)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .join(NoteLine, NoteLine.id == InvoiceLine.note_line_id)
        .where(Invoice.state == "validated")
        .limit(1)
    )


def count_receipt(session: Session, receipt: Receipt, trigger: InvoiceTrigger | None) -> None:
    """Let the invoice of a note that is one count: it is owed from now on, and what was not accepted is credited at once."""
    invoice = invoice_of_note(session, receipt.note_id)
    if invoice is None:
        return
    number = receipt.note.number
    will_post(session, invoice.customer_id, invoiced_cents=invoice.gross_cents)
    if trigger is not None:
        TRIGGER.advance(trigger, "invoiced", at=clock.now(), by=actor_of(session))
        will_post(session, invoice.customer_id, delivered_cents=-trigger.gross_cents)
    journal.record(session, "note_invoice.counted", str(invoice.number), note=number)
    reason = DIFFERENCE[wording.language_of(receipt.note.customer.language)].format(number=number)
    for line in receipt.lines:
        quantity = line.refused_qty + line.missing_qty
        if quantity:
            owe_credit(session, line.note_line, quantity, cause="receipt", cause_key=number, reason=reason)
    settle_credits(session, [line.note_line_id for line in receipt.lines])
    match_cash(session, invoice)


def credit_withdrawn(session: Session, note: DeliveryNote, reason: str) -> Invoice | None:
    """Credit the invoice of a note that was cancelled before it left: its number stays, and nothing is owed."""
    invoice = invoice_of_note(session, note.id)
    if invoice is None:
        return None
    will_post(session, invoice.customer_id, invoiced_cents=invoice.gross_cents)
    return credit(session, str(invoice.number), reason=reason, request_key=f"withdrawal:{note.number}")


def _has_invoice() -> Exists:
    return exists().where(
        InvoiceLine.note_line_id == NoteLine.id, NoteLine.note_id == DeliveryNote.id, InvoiceLine.live
    )


def _draft(session: Session, note: DeliveryNote) -> Invoice:
    now, actor, customer = clock.now(), actor_of(session), note.customer
    invoice = Invoice(
        kind="invoice",
        customer=customer,
        billing_mode=MODE,
        created_at=now,
        created_by=actor,
        state="draft",
        state_at=now,
        state_by=actor,
        lines=[
            InvoiceLine(
                line_no=line.line_no,
                note_line_id=line.id,
                order_line_id=line.order_line_id,
                live=True,
                note_number=note.number,
                order_reference=note.order.reference,
                customer_reference=note.order.customer_reference,
                delivered_on=note.day,
                product_code=line.product_code,
                designation=line.designation,
                unit=line.unit,
                operation=line.order_line.product.kind,
                quantity=line.loaded_qty,
                unit_price_micros=line.unit_price_micros,
                category=category(line.vat_bp, line.order_line.product.kind, customer.country),
                vat_bp=line.vat_bp,
                net_cents=line_net(line.loaded_qty, line.unit_price_micros),
            )
            for line in note.lines
        ],
    )
    add_money(invoice)
    session.add(invoice)
    session.flush()
    return invoice
