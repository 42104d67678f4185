"""Drafts of invoices from waiting triggers: without a number, and each trigger line on one live draft only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal, settings
from dispatch.customers.models import Customer
from dispatch.db.chunks import chunks
from dispatch.db.engine import actor_of
from dispatch.errors import NotFoundError
from dispatch.invoicing.invoice_models import INVOICE, Invoice, InvoiceLine, InvoiceVat
from dispatch.invoicing.models import InvoiceTrigger, InvoiceTriggerLine
from dispatch.invoicing.money import Taxed, totals_left
from dispatch.invoicing.periods import Batch, Due, Length, batches
from dispatch.invoicing.trigger_lines import disputed_lines, drafted_lines
from dispatch.invoicing.vat_categories import category
from dispatch.orders.models import OrderLine

_LENGTHS: dict[str, Length] = {"month": "month", "fortnight": "fortnight", "decade": "decade"}


def draft_due(session: Session, until: date) -> list[Invoice]:
    """Draft what may be invoiced: every waiting trigger delivered until a day that is on no live draft yet.

    Periods that sum up (`DISPATCH_BILLING_PERIOD`) wait for their last day. Asked again, it drafts what has come since, and nothing twice.
    """
    waiting, free = _waiting(session, until)
    triggers = _load(session, [one.trigger_id for one in waiting])
    found = batches(waiting, until, settings.current().billing_period)
    made = [_draft(session, batch, [triggers[key] for key in batch.trigger_ids], free) for batch in found]
    if made:
        session.flush()
        journal.record(
            session,
            "invoices.drafted",
            until.isoformat(),
            invoices=[[one.id, one.gross_cents, sorted({line.note_number for line in one.lines})] for one in made],
        )
    return made


def discard(session: Session, invoice_id: int) -> Invoice:
    """Throw a draft away; its triggers wait again.

    Raises
    ------
    LifeCycleError
        It is no draft any more.
    """
    invoice = locked(session, invoice_id)
    INVOICE.advance(invoice, "discarded", at=clock.now(), by=actor_of(session))
    free = update(InvoiceLine).where(InvoiceLine.invoice_id == invoice.id).values(live=False)
    session.execute(free.execution_options(synchronize_session="evaluate"))
    journal.record(session, "invoice.discarded", str(invoice.id))
    return invoice


def locked(session: Session, invoice_id: int) -> Invoice:
    """An invoice, held until the transaction ends, as it stands now.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    query = (
        select(Invoice)
        .where(Invoice.id == invoice_id)
        .with_for_update()
        .options(selectinload(Invoice.lines), selectinload(Invoice.vat))
        .execution_options(populate_existing=True)
    )
    invoice = session.scalars(query).one_or_none()
    if invoice is None:
        raise NotFoundError(f"There is no invoice {invoice_id}.", "Look in the list of invoices.")
    return invoice


def add_money(invoice: Invoice, taken: Mapping[tuple[str, int], tuple[int, int]] | None = None) -> None:
    """Write VAT rows and totals from the lines; of a credit note after what was `taken` of its invoice before."""
    found = totals_left((Taxed(line.net_cents, line.category, line.vat_bp) for line in invoice.lines), taken or {})
    invoice.net_cents, invoice.vat_cents, invoice.gross_cents = found.net_cents, found.vat_cents, found.gross_cents
    invoice.vat = [
        InvoiceVat(category=row.category, vat_bp=row.vat_bp, net_cents=row.net_cents, vat_cents=row.vat_cents)
        for row in found.rows
    ]


def _waiting(session: Session, until: date) -> tuple[list[Due], set[int]]:
    """Triggers that have lines to draft, and those lines: neither on a draft or an invoice, nor disputed.

    Held first, then looked at: two who draft at once wait for each other.
    """
    query = (
        select(
            InvoiceTrigger.id,
            InvoiceTrigger.customer_id,
            InvoiceTrigger.billing_mode,
            InvoiceTrigger.delivered_on,
            Customer.billing_period,
        )
        .join(Customer, Customer.id == InvoiceTrigger.customer_id)
        .where(InvoiceTrigger.state == "pending", InvoiceTrigger.delivered_on <= until)
        .order_by(InvoiceTrigger.id)
        .with_for_update(of=InvoiceTrigger)
    )
    held = [
        Due(key, customer, mode, on, _LENGTHS.get(period)) for key, customer, mode, on, period in session.execute(query)
    ]
    ids = [one.trigger_id for one in held]
    kept = drafted_lines(session, ids) | disputed_lines(session, ids)
    free: dict[int, int] = {}
    for part in chunks(ids):
        lines = select(InvoiceTriggerLine.id, InvoiceTriggerLine.trigger_id)
        rows = session.execute(lines.where(InvoiceTriggerLine.trigger_id.in_(part)))
        free.update({line_id: trigger_id for line_id, trigger_id in rows if line_id not in kept})
    drafted = set(free.values())
    return [one for one in held if one.trigger_id in drafted], set(free)


def _load(session: Session, ids: list[int]) -> dict[int, InvoiceTrigger]:
    found: dict[int, InvoiceTrigger] = {}
    for part in chunks(ids):
        query = (
            select(InvoiceTrigger)
            .where(InvoiceTrigger.id.in_(part))
            .options(joinedload(InvoiceTrigger.customer), selectinload(InvoiceTrigger.lines))
        )
        found.update((one.id, one) for one in session.scalars(query))
    return found


def _draft(session: Session, batch: Batch, triggers: list[InvoiceTrigger], free: Collection[int]) -> Invoice:
    now, actor = clock.now(), actor_of(session)
    country = triggers[0].customer.country
    lines = [(trigger, line) for trigger in triggers for line in trigger.lines if line.id in free]
    kinds = _operations(session, [line.order_line_id for _, line in lines])
    invoice = Invoice(
        kind="invoice",
        customer_id=batch.customer_id,
        billing_mode=batch.billing_mode,
        period_start=batch.period_start,
        period_end=batch.period_end,
        created_at=now,
        created_by=actor,
        state="draft",
        state_at=now,
        state_by=actor,
        lines=[
            InvoiceLine(
                line_no=number,
                trigger_line_id=line.id,
                order_line_id=line.order_line_id,
                live=True,
                note_number=trigger.note_number,
                order_reference=trigger.order_reference,
                customer_reference=trigger.customer_reference,
                delivered_on=trigger.delivered_on,
                product_code=line.product_code,
                designation=line.designation,
                unit=line.unit,
                operation=kinds[line.order_line_id],
                quantity=line.quantity,
                unit_price_micros=line.unit_price_micros,
                category=category(line.vat_bp, kinds[line.order_line_id], country),
                vat_bp=line.vat_bp,
                net_cents=line.net_cents,
            )
            for number, (trigger, line) in enumerate(lines, 1)
        ],
    )
    add_money(invoice)
    session.add(invoice)
    return invoice


def _operations(session: Session, order_line_ids: list[int]) -> dict[int, str]:
    """Order line → `goods` or `service`."""
    found: dict[int, str] = {}
    for part in chunks(sorted(set(order_line_ids))):
        query = select(OrderLine).where(OrderLine.id.in_(part)).options(joinedload(OrderLine.product))
        found.update((line.id, line.product.kind) for line in session.scalars(query))
    return found
