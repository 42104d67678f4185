"""Lists about deliveries and what follows them: papers missing, notes out, réserves, not invoiced, numbers and proofs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.catalog.amounts import net_cents
from dispatch.controls import series
from dispatch.controls.broken import broken
from dispatch.controls.fault import Fault
from dispatch.controls.lists import ControlRow, Rows, control, counted, units
from dispatch.customers.models import Customer
from dispatch.delivery.models import DeliveryNote, Discrepancy, NoteLine, Receipt, ReceiptLine
from dispatch.documents.outbox import OutgoingMail
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.issue import note_is_back
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.orders.models import Order, OrderLine
from dispatch.settings import current
from dispatch.tours.models import Tour

RESERVES_DAYS = 30
"""How far back receipts with réserves are shown."""


@control("tours_without_notes", must_be_zero=True)
def tours_without_notes(session: Session, _today: date) -> Rows:
    """Tours that left without a note for what they carry."""
    return _faults(broken(session, "tour_with_notes"), "tour")


@control("notes_out")
def notes_out(session: Session, today: date) -> Rows:
    """Notes issued and not returned the day after their tour."""
    query = (
        select(DeliveryNote.number, Customer.name, Order.reference, DeliveryNote.day, Tour.letter)
        .join(Customer, Customer.id == DeliveryNote.customer_id)
        .join(Order, Order.id == DeliveryNote.order_id)
        .join(Tour, Tour.id == DeliveryNote.tour_id)
        .where(DeliveryNote.state == "issued", DeliveryNote.day < today)
        .order_by(DeliveryNote.day, DeliveryNote.id)
    )
    return counted(
        session,
        query,
        lambda number, who, reference, day, letter: ControlRow(
            number,
            "note",
            number,
            who,
            "three_days" if (today - day).days >= 3 else "",
            f"{reference} · {letter}",
            day,
            (today - day).days,
        ),
    )


@control("reserves")
def reserves(session: Session, today: date) -> Rows:
    """Receipts with réserves of the last month."""
    query = (
        select(
            DeliveryNote.number, Customer.name, Discrepancy.nature, Discrepancy.quantity, NoteLine.designation, Discrepancy.words,
            Receipt.signed_on, NoteLine.unit_price_micros,
        )
        .join(ReceiptLine, ReceiptLine.id == Discrepancy.receipt_line_id)
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .join(DeliveryNote, DeliveryNote.id == Receipt.note_id)
        .join(Customer, Customer.id == DeliveryNote.customer_id)
        .where(Receipt.signed_on >= today - timedelta(days=RESERVES_DAYS))
        .order_by(Receipt.signed_on.desc(), Discrepancy.id.desc())
    )  # fmt: skip
    return counted(
        session,
        query,
        lambda number, who, nature, quantity, designation, words, on, price: ControlRow(
            number,
            "note",
            number,
            who,
            nature,
            f"{units(quantity)} × {designation}" + (f" — {words}" if words else ""),
            on,
            (today - on).days,
            net_cents(quantity, price),
        ),
    )


@control("not_invoiced")
def not_invoiced(session: Session, today: date) -> Rows:
    """What was signed for and is neither invoiced nor handed to the accounts, with its age."""
    query = (
        select(
            InvoiceTrigger.note_number,
            Customer.name,
            InvoiceTrigger.order_reference,
            InvoiceTrigger.delivered_on,
            InvoiceTrigger.net_cents,
        )
        .join(Customer, Customer.id == InvoiceTrigger.customer_id)
        .where(InvoiceTrigger.state == "pending")
        .order_by(InvoiceTrigger.delivered_on, InvoiceTrigger.id)
    )
    return counted(
        session,
        query,
        lambda number, who, reference, on, cents: ControlRow(
            number, "note", number, who, "", reference, on, (today - on).days, cents
        ),
    )


@control("invoiced_not_delivered", must_be_zero=True)
def invoiced_not_delivered(session: Session, _today: date) -> Rows:
    """Lines of which more is invoiced (less credited) than was accepted."""
    sign = case((Invoice.kind == "invoice", InvoiceLine.quantity), else_=-InvoiceLine.quantity)
    billed = func.sum(sign)
    query = (
        select(Order.reference, OrderLine.line_no, Customer.name, billed, OrderLine.delivered_qty)
        .join(InvoiceLine, InvoiceLine.order_line_id == OrderLine.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Customer, Customer.id == Order.customer_id)
        .where(Invoice.state == "validated", note_is_back())
        .group_by(Order.id, OrderLine.id, Customer.id)
        .having(billed > OrderLine.delivered_qty)
        .order_by(Order.id, OrderLine.line_no)
    )
    return counted(
        session,
        query,
        lambda reference, line_no, who, quantity, delivered: ControlRow(
            f"{reference} / {line_no}", "order", reference, who, "", f"{units(int(quantity))} > {units(delivered)}"
        ),
    )


@control("without_proof", must_be_zero=True)
def without_proof(session: Session, _today: date) -> Rows:
    """Invoices of a note that is not back signed, or that is not there."""
    query = (
        select(Invoice.number, Customer.name, InvoiceLine.note_number, Invoice.issued_on)
        .join(InvoiceLine, InvoiceLine.invoice_id == Invoice.id)
        .join(Customer, Customer.id == Invoice.customer_id)
        .outerjoin(DeliveryNote, DeliveryNote.number == InvoiceLine.note_number)
        .where(
            Invoice.state == "validated",
            Invoice.kind == "invoice",
            Invoice.billing_mode != "note_is_invoice",
            or_(DeliveryNote.id.is_(None), DeliveryNote.state != "received"),
        )
        .distinct()
        .order_by(Invoice.number)
    )
    return counted(
        session, query, lambda number, who, note, on: ControlRow(str(number), "invoice", str(number), who, "", note, on)
    )


@control("number_gaps", must_be_zero=True)
def number_gaps(session: Session, _today: date) -> Rows:
    """Numbers that are missing in a series."""
    return _faults(series.series_are_unbroken(session, DocumentStore(current().folder / "documents")), "")


@control("mails_stuck")
def mails_stuck(session: Session, today: date) -> Rows:
    """Mails that the server refused, or that have waited an hour."""
    since = clock.now() - timedelta(hours=1)
    query = (
        select(
            OutgoingMail.recipient,
            OutgoingMail.subject,
            OutgoingMail.state,
            OutgoingMail.last_error,
            OutgoingMail.created_at,
        )
        .where(
            or_(OutgoingMail.state == "refused", (OutgoingMail.state == "waiting") & (OutgoingMail.created_at < since))
        )
        .order_by(OutgoingMail.id)
    )

    def row(recipient: str, subject: str, state: str, error: str, created_at: datetime) -> ControlRow:
        on = clock.local(created_at).date()
        return ControlRow(subject, "", "", recipient, state, error[:120], on, (today - on).days)

    return counted(session, query, row)


def _faults(faults: list[Fault], link: str) -> Rows:
    rows = [ControlRow(fault.subject.split(" ", 1)[-1], link, "", "", "", fault.detail) for fault in faults]
    return len(rows), rows
