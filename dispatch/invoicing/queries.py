"""Reads for the page of triggers: what may be invoiced, by customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.customers.models import Customer
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.invoicing.models import InvoiceTrigger


@dataclass(frozen=True, slots=True)
class TriggerLineRow:
    """One accepted line: quantity in milli-units, price in micros, VAT in basis points, net in cents."""

    product_code: str
    designation: str
    unit: str
    quantity: int
    unit_price_micros: int
    vat_bp: int
    net_cents: int


@dataclass(frozen=True, slots=True)
class TriggerRow:
    """One trigger."""

    id: int
    key: str
    note_number: str
    order_reference: str
    customer_reference: str
    billing_mode: str
    delivered_on: date
    state: str
    net_cents: int
    lines: tuple[TriggerLineRow, ...]


@dataclass(frozen=True, slots=True)
class CustomerTriggers:
    """What may be invoiced to one customer."""

    code: str
    name: str
    net_cents: int
    triggers: tuple[TriggerRow, ...]


@dataclass(frozen=True, slots=True)
class TriggerTotals:
    """How many triggers are in a state, and their net."""

    count: int
    net_cents: int


def triggers_by_customer(
    session: Session, states: tuple[str, ...] = ("pending",), until: date | None = None
) -> tuple[CustomerTriggers, ...]:
    """Triggers in some states, delivered until a day, by customer's name."""
    query = (
        select(InvoiceTrigger)
        .join(Customer, Customer.id == InvoiceTrigger.customer_id)
        .where(InvoiceTrigger.state.in_(states))
        .order_by(Customer.name, Customer.code, InvoiceTrigger.id)
        .options(joinedload(InvoiceTrigger.customer), selectinload(InvoiceTrigger.lines))
    )
    if until is not None:
        query = query.where(InvoiceTrigger.delivered_on <= until)
    grouped: dict[int, list[InvoiceTrigger]] = {}
    for trigger in session.scalars(query):
        grouped.setdefault(trigger.customer_id, []).append(trigger)
    return tuple(
        CustomerTriggers(
            found[0].customer.code,
            found[0].customer.name,
            sum(one.net_cents for one in found),
            tuple(trigger_row(one) for one in found),
        )
        for found in grouped.values()
    )


def triggers_after(session: Session, last: int, limit: int, state: str = "") -> Slice[TriggerRow]:
    """Triggers from a key on, in the order in which they were raised; in one state, or all."""
    query = select(InvoiceTrigger).options(selectinload(InvoiceTrigger.lines))
    if state:
        query = query.where(InvoiceTrigger.state == state)
    found = session.scalars(after(query, InvoiceTrigger.id, last, limit))
    return slice_of(found, limit, lambda row: row.id, trigger_row)


def totals(session: Session) -> dict[str, TriggerTotals]:
    """Count and net of the triggers by state."""
    query = select(InvoiceTrigger.state, func.count(), func.sum(InvoiceTrigger.net_cents)).group_by(
        InvoiceTrigger.state
    )
    return {state: TriggerTotals(count, int(net)) for state, count, net in session.execute(query)}


def trigger_row(trigger: InvoiceTrigger) -> TriggerRow:
    """One trigger as lists show it."""
    return TriggerRow(
        trigger.id,
        trigger.idempotency_key,
        trigger.note_number,
        trigger.order_reference,
        trigger.customer_reference,
        trigger.billing_mode,
        trigger.delivered_on,
        trigger.state,
        trigger.net_cents,
        tuple(
            TriggerLineRow(
                line.product_code,
                line.designation,
                line.unit,
                line.quantity,
                line.unit_price_micros,
                line.vat_bp,
                line.net_cents,
            )
            for line in trigger.lines
        ),
    )
