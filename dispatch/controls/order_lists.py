"""Lists about orders: not acknowledged in time, without quote or other than it, held for credit, late, back orders by age."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from dispatch import clock, settings
from dispatch.catalog.amounts import cents, net_cents
from dispatch.catalog.models import Product
from dispatch.controls.lists import ControlRow, Rows, control, counted, units
from dispatch.customers.credit import CreditAccount
from dispatch.customers.models import Customer
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.gaps import NO_QUOTE, open_gaps
from dispatch.orders.holds import CreditHold
from dispatch.orders.models import BackOrder, Order, OrderLine
from dispatch.orders.quote_gaps import AcceptedGap

OWED = OrderLine.backlog_qty + OrderLine.planned_qty
VALUE = func.sum(OWED * OrderLine.unit_price_micros)


def firm() -> ColumnElement[bool]:
    """Confirmed, and neither a framework nor a forecast."""
    return and_(Order.state == "confirmed", Order.kind != "framework", Order.forecast.is_(False))


@control("not_acknowledged")
def not_acknowledged(session: Session, _today: date) -> Rows:
    """Orders that wait for their acknowledgement longer than the target allows."""
    latest = clock.now() - timedelta(hours=settings.current().acknowledgement_target_h)
    query = (
        _orders()
        .where(
            Order.received_at < latest,
            Order.kind != "framework",
            ~exists().where(Acknowledgement.order_id == Order.id),
        )
        .having(func.sum(OWED) > 0)
        .order_by(Order.received_at, Order.id)
    )
    return counted(session, query, _order_row)


@control("no_quote")
def no_quote(session: Session, _today: date) -> Rows:
    """Open orders without a quote that nobody has accepted as such; a call-off has its framework."""
    accepted = exists().where(AcceptedGap.order_id == Order.id, AcceptedGap.field == NO_QUOTE)
    query = (
        _orders()
        .where(Order.quote_id.is_(None), Order.kind == "firm", ~accepted)
        .having(func.sum(OWED) > 0)
        .order_by(Order.id.desc())
    )
    return counted(session, query, _order_row)


@control("quote_gaps")
def quote_gaps(session: Session, today: date) -> Rows:
    """Differences between orders and their quotes."""
    found = open_gaps(session)
    return len(found), [
        ControlRow(
            one.order_reference,
            "order",
            one.order_reference,
            who=one.customer_name,
            code=one.gap.field,
            what=f"{one.quote_number} / {one.gap.line_no}: {one.gap.quoted or '—'} → {one.gap.ordered or '—'}",
            on=one.received_on,
            days=(today - one.received_on).days,
            gap=f"{one.gap.line_no}/{one.gap.field}",
        )
        for one in found
    ]


@control("credit_held")
def credit_held(session: Session, today: date) -> Rows:
    """Orders that the customer's credit limit holds back."""
    query = (
        select(CreditHold, Order.reference, Customer.name)
        .join(Order, Order.id == CreditHold.order_id)
        .join(Customer, Customer.id == Order.customer_id)
        .where(CreditHold.closed_at.is_(None))
        .order_by(CreditHold.id)
    )

    def row(hold: CreditHold, reference: str, name: str) -> ControlRow:
        on = clock.local(hold.opened_at).date()
        above = hold.exposure_cents + hold.asked_cents - hold.limit_cents
        said = f"{hold.exposure_cents / 100:.2f} + {hold.asked_cents / 100:.2f} > {hold.limit_cents / 100:.2f} €"
        amounts = (hold.exposure_cents, hold.asked_cents, hold.limit_cents)
        return ControlRow(reference, "order", reference, name, "", said, on, (today - on).days, above, amounts=amounts)

    return counted(session, query, row)


@control("above_limit")
def above_limit(session: Session, _today: date) -> Rows:
    """Customers whose exposure is above their limit, whatever their rule."""
    total = CreditAccount.ordered_cents + CreditAccount.delivered_cents + CreditAccount.invoiced_cents
    query = (
        select(Customer.code, Customer.name, total, Customer.credit_limit_cents)
        .join(Customer, Customer.id == CreditAccount.customer_id)
        .where(total > Customer.credit_limit_cents, CreditAccount.mode != "off")
        .order_by((total - Customer.credit_limit_cents).desc())
    )
    return counted(
        session,
        query,
        lambda code, name, cents, limit: ControlRow(
            code,
            "credit",
            code,
            name,
            "",
            f"{cents / 100:.2f} > {limit / 100:.2f} €",
            cents=cents - limit,
            amounts=(cents, limit),
        ),
    )


@control("late_lines")
def late_lines(session: Session, today: date) -> Rows:
    """Lines past the promised date, else the requested one, of which something is still owed."""
    due_on = func.coalesce(OrderLine.promised_on, OrderLine.requested_on)
    query = _lines(due_on).where(due_on < today).order_by(due_on, Order.id, OrderLine.line_no)
    return counted(session, query, lambda *row: _line_row(today, *row))


@control("back_orders")
def back_orders(session: Session, today: date) -> Rows:
    """Rests that deliveries left owing, the oldest first."""
    query = (
        select(
            BackOrder.opened_at,
            BackOrder.cause,
            BackOrder.note_number,
            OrderLine,
            Order.reference,
            Customer.name,
            Product.name,
        )
        .join(OrderLine, OrderLine.id == BackOrder.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Customer, Customer.id == Order.customer_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(BackOrder.closed_at.is_(None))
        .order_by(BackOrder.opened_at, BackOrder.id)
    )

    def row(
        opened_at: datetime, cause: str, note: str, line: OrderLine, reference: str, customer: str, product: str
    ) -> ControlRow:
        on = clock.local(opened_at).date()
        owed = line.backlog_qty + line.planned_qty
        expected = f" → {line.expected_on.isoformat()}" if line.expected_on else ""
        said = f"{units(owed)} × {product} ({note}){expected}"
        return ControlRow(
            f"{reference} / {line.line_no}",
            "order",
            reference,
            customer,
            cause,
            said,
            on,
            (today - on).days,
            net_cents(owed, line.unit_price_micros),
        )

    return counted(session, query, row)


def _orders() -> Select[str, str, int, datetime, int]:
    return (
        select(Order.reference, Customer.name, func.count(OrderLine.id), Order.received_at, VALUE)
        .join(Customer, Customer.id == Order.customer_id)
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(firm())
        .group_by(Order.id, Customer.id)
    )


def _order_row(reference: str, customer: str, lines: int, received_at: datetime, value: int) -> ControlRow:
    on = clock.local(received_at).date()
    days = (clock.today() - on).days
    return ControlRow(reference, "order", reference, customer, "", str(lines), on, days, cents(int(value or 0)))


def _lines(due_on: ColumnElement[date]) -> Select[str, int, str, str, int, date, int, int]:
    return (
        select(
            Order.reference,
            OrderLine.line_no,
            Customer.name,
            Product.name,
            OWED,
            due_on,
            case((or_(OrderLine.planned_qty == 0), 0), else_=1),
            OrderLine.unit_price_micros,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .join(Customer, Customer.id == Order.customer_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(firm(), OWED > 0)
    )


def _line_row(
    today: date,
    reference: str,
    line_no: int,
    customer: str,
    product: str,
    owed: int,
    due_on: date,
    planned: int,
    price: int,
) -> ControlRow:
    return ControlRow(
        f"{reference} / {line_no}",
        "order",
        reference,
        customer,
        "on_tour" if planned else "",
        f"{units(owed)} × {product}",
        due_on,
        (today - due_on).days,
        net_cents(owed, price),
    )
