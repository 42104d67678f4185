"""Cash on delivery: what the note asked for and what was handed over, kept with the receipt; the money is a payment at once."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.catalog.amounts import gross_cents, net_cents
from dispatch.db.engine import actor_of
from dispatch.delivery.after_models import MEANS, CashCollection
from dispatch.delivery.frozen import thaw
from dispatch.delivery.models import DeliveryNote, Receipt
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.payments import match_cash, record_payment


@dataclass(frozen=True, slots=True)
class Cash:
    """What was handed over at the door: cents, and one of `MEANS` where it is more than nothing."""

    collected_cents: int
    means: str = ""
    words: str = ""


def collect_later(session: Session, note_number: str, cash: Cash) -> CashCollection:
    """Keep what was collected with a note that is back already, once; an invoice that stands is settled with it.

    Raises
    ------
    RefusedError
        The note is not back, or it was said already what was collected.
    InvalidInputError
        See `collect`.
    """
    query = (
        select(Receipt)
        .join(DeliveryNote, DeliveryNote.id == Receipt.note_id)
        .where(DeliveryNote.number == note_number)
        .with_for_update(of=Receipt)
    )
    receipt = session.scalars(query).one_or_none()
    kept = receipt and session.scalar(select(CashCollection.id).where(CashCollection.receipt_id == receipt.id))
    if receipt is None or kept:
        raise RefusedError(
            f"Note {note_number} is {'entered already' if kept else 'not back yet'}.", "Look at the note."
        )
    made = collect(session, receipt, cash)
    invoices = (
        select(Invoice)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .where(InvoiceLine.note_number == note_number, Invoice.state == "validated", Invoice.kind == "invoice")
        .distinct()
    )
    for invoice in session.scalars(invoices).all():
        match_cash(session, invoice)
    return made


def collect(session: Session, receipt: Receipt, cash: Cash) -> CashCollection:
    """Keep what was collected with a receipt; what is expected is worth what was accepted.

    Raises
    ------
    InvalidInputError
        The note asks for no cash, the amount is negative, or nobody says how it was paid.
    """
    note = receipt.note
    if thaw(note.sheet).cash_cents is None:
        raise InvalidInputError(f"Note {note.number} is not to be paid at the door.", "Leave the amount empty.")
    if cash.collected_cents < 0 or (cash.collected_cents > 0) != (cash.means in MEANS):
        raise InvalidInputError(
            f"{cash.collected_cents / 100:.2f} € by {cash.means!r} cannot be collected.",
            f"Give an amount and one of {', '.join(MEANS)}, or 0 and none.",
        )
    expected = gross_cents(
        (net_cents(line.accepted_qty, line.note_line.unit_price_micros), line.note_line.vat_bp)
        for line in receipt.lines
    )
    made = CashCollection(
        receipt_id=receipt.id,
        expected_cents=expected,
        collected_cents=cash.collected_cents,
        means=cash.means,
        words=cash.words.strip(),
        recorded_at=clock.now(),
        recorded_by=actor_of(session),
    )
    session.add(made)
    session.flush()
    journal.record(
        session,
        "cash.collected",
        note.number,
        expected_cents=expected,
        collected_cents=cash.collected_cents,
        means=cash.means,
        words=made.words,
    )
    if cash.collected_cents:
        record_payment(
            session,
            note.customer.code,
            cash.collected_cents,
            means=cash.means,
            request_key=f"cash:{note.number}",
            received_on=min(receipt.signed_on, clock.today()),
            reference=note.number,
            note=note,
        )
    return made
