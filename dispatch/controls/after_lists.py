"""Lists about what follows a receipt: shortages, claims, lots, cash, credits and invoices that somebody waits for."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Exists, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from dispatch.catalog.amounts import net_cents
from dispatch.controls.lists import ControlRow, Rows, control, counted, units
from dispatch.customers.models import Customer
from dispatch.delivery.after_models import CashCollection
from dispatch.delivery.claim_models import LIVE, Claim
from dispatch.delivery.lots import without_lots
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt
from dispatch.delivery.shortage_queries import undecided, undecided_count
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.models import InvoiceTrigger
from dispatch.invoicing.payment_models import CreditDue, PaymentMatch
from dispatch.invoicing.statements import late_invoices

NO_CASH = '%"cash_cents":null%'
"""What the frozen text of a note holds that is not to be paid at the door."""


@control("shortages")
def shortages(session: Session, today: date) -> Rows:
    """What was missing or refused and nobody has decided about."""
    rows = [
        ControlRow(
            one.note_number,
            "note",
            one.note_number,
            one.customer_name,
            "missing" if one.missing_qty else "refused",
            f"{units(one.missing_qty + one.refused_qty)} × {one.designation}",
            one.signed_on,
            (today - one.signed_on).days,
            one.net_cents,
        )
        for one in undecided(session)
    ]
    return undecided_count(session), rows


@control("open_claims")
def open_claims(session: Session, today: date) -> Rows:
    """Claims under way, the nearest deadline first; how many days they are past it."""
    query = (
        select(Claim.number, Customer.name, Claim.nature, Claim.owner, Claim.deadline_on, Claim.protest_by, Claim.protested_on)
        .join(Customer, Customer.id == Claim.customer_id)
        .where(Claim.state.in_(LIVE))
        .order_by(Claim.deadline_on, Claim.id)
    )  # fmt: skip

    def row(
        number: str, who: str, nature: str, owner: str, deadline: date, protest: date | None, sent: date | None
    ) -> ControlRow:
        what = owner if protest is None or sent is not None else f"{owner} · L133-3 : {protest:%d/%m/%Y}"
        return ControlRow(number, "claim", number, who, nature, what, deadline, max((today - deadline).days, 0))

    return counted(session, query, row)


@control("lots_missing")
def lots_missing(session: Session, today: date) -> Rows:
    """Lines of products traced by lot whose lots are not all known."""
    return counted(
        session,
        without_lots(),
        lambda number, on, who, designation, quantity: ControlRow(
            number, "note", number, who, "", f"{units(int(quantity))} × {designation}", on, (today - on).days
        ),
    )


@control("cash_short")
def cash_short(session: Session, today: date) -> Rows:
    """Deliveries to be paid at the door of which less came in than was due, or of which nobody has said what came in.

    A shortage leaves the list once the invoice is settled, however the rest was paid.
    """
    missing = CashCollection.expected_cents - CashCollection.collected_cents
    query = (
        select(DeliveryNote.number, Customer.name, CashCollection.words, Receipt.signed_on, missing)
        .join(Receipt, Receipt.note_id == DeliveryNote.id)
        .join(Customer, Customer.id == DeliveryNote.customer_id)
        .outerjoin(CashCollection, CashCollection.receipt_id == Receipt.id)
        .where(
            or_(and_(missing > 0, ~_settled()), and_(CashCollection.id.is_(None), DeliveryNote.sheet.not_like(NO_CASH)))
        )
        .order_by(Receipt.signed_on, Receipt.id)
    )
    return counted(
        session,
        query,
        lambda number, who, words, on, cents: ControlRow(
            number,
            "note",
            number,
            who,
            "not_entered" if cents is None else "",
            words or "",
            on,
            (today - on).days,
            None if cents is None else int(cents),
        ),
    )


def _settled() -> Exists:
    """Of `DeliveryNote`: whether an invoice of it has nothing open."""
    credit = aliased(Invoice)
    credited = select(func.coalesce(func.sum(credit.gross_cents), 0)).where(
        credit.corrects_id == Invoice.id, credit.state == "validated"
    )
    paid = select(func.coalesce(func.sum(PaymentMatch.cents), 0)).where(
        PaymentMatch.invoice_id == Invoice.id, PaymentMatch.live
    )
    return exists().where(
        NoteLine.note_id == DeliveryNote.id,
        InvoiceLine.order_line_id == NoteLine.order_line_id,
        InvoiceLine.note_number == DeliveryNote.number,
        Invoice.id == InvoiceLine.invoice_id,
        Invoice.kind == "invoice",
        Invoice.state == "validated",
        Invoice.gross_cents
        <= credited.correlate(Invoice).scalar_subquery() + paid.correlate(Invoice).scalar_subquery(),
    )


@control("credits_waiting")
def credits_waiting(session: Session, today: date) -> Rows:
    """Credits that are due and wait: their line is not invoiced yet, was credited by hand, or is the accounts' to credit."""
    query = (
        select(
            DeliveryNote.number, Customer.name, CreditDue.cause, CreditDue.cause_key, CreditDue.quantity, NoteLine.designation,
            CreditDue.created_at, NoteLine.unit_price_micros,
        )
        .join(NoteLine, NoteLine.id == CreditDue.note_line_id)
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .join(Customer, Customer.id == DeliveryNote.customer_id)
        .where(CreditDue.credit_note_id.is_(None))
        .order_by(CreditDue.id)
    )  # fmt: skip
    return counted(
        session,
        query,
        lambda number, who, cause, key, quantity, designation, at, price: ControlRow(
            number,
            "note",
            number,
            who,
            cause,
            f"{key} · {units(quantity)} × {designation}",
            at.date(),
            (today - at.date()).days,
            net_cents(quantity, price),
        ),
    )


@control("late_invoices")
def unpaid(session: Session, today: date) -> Rows:
    """Invoices whose due date is past and of which something is open."""
    late = late_invoices(session, today)
    return len(late), [
        ControlRow(
            one.number, "statement", one.customer_code, one.customer_name, "", "", one.due_on, one.days, one.open_cents
        )
        for one in late
    ]


@control("periods_ended", must_be_zero=True)
def periods_ended(session: Session, today: date) -> Rows:
    """Deliveries of a past month to customers invoiced by period that are not invoiced: they were due by its last day."""
    query = (
        select(
            InvoiceTrigger.note_number,
            Customer.name,
            InvoiceTrigger.order_reference,
            InvoiceTrigger.delivered_on,
            InvoiceTrigger.net_cents,
        )
        .join(Customer, Customer.id == InvoiceTrigger.customer_id)
        .where(
            InvoiceTrigger.state == "pending",
            InvoiceTrigger.billing_mode == "periodic",
            InvoiceTrigger.delivered_on < today.replace(day=1),
        )
        .order_by(InvoiceTrigger.delivered_on, InvoiceTrigger.id)
    )
    return counted(
        session,
        query,
        lambda number, who, reference, on, cents: ControlRow(
            number, "note", number, who, "", reference, on, (today - on).days, cents
        ),
    )
