"""One order as its page shows it: head, lines with what became of each, and amendments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.catalog.amounts import net_cents
from dispatch.errors import NotFoundError
from dispatch.orders.models import Order, OrderAmendment, OrderLine
from dispatch.orders.naming import orders_named
from dispatch.orders.quotes import Quote


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line: what was ordered is what was delivered, what is on tours, what is owed and what was given up."""

    id: int
    line_no: int
    product_code: str
    product_name: str
    unit: str
    requested_on: date
    promised_on: date | None
    expected_on: date | None
    unit_price_micros: int
    ordered_qty: int
    delivered_qty: int
    planned_qty: int
    backlog_qty: int
    cancelled_qty: int
    called_qty: int
    net_cents: int


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """One visible change."""

    line_no: int | None
    field: str
    before: str
    after: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order as its page shows it."""

    id: int
    reference: str
    number: str
    kind: str
    forecast: bool
    state: str
    origin: str
    quote_number: str
    customer_code: str
    customer_name: str
    customer_reference: str
    site_code: str
    site_name: str
    address: str
    postcode: str
    city: str
    opening_hours: str
    instructions: str
    is_placed: bool
    requested_on: date
    partial: str
    priority: int
    valid_until: date | None
    framework_reference: str
    deal_code: str
    deal_name: str
    received_at: datetime
    ordered_cents: int
    lines: tuple[LineRow, ...]
    amendments: tuple[AmendmentRow, ...]


def order_view(session: Session, reference: str) -> OrderView:
    """One order, by the reference that people read or by its number.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    query = orders_named(reference).options(
        joinedload(Order.customer),
        joinedload(Order.site),
        joinedload(Order.framework),
        joinedload(Order.deal),
        selectinload(Order.lines).joinedload(OrderLine.product),
    )
    order = session.scalars(query).unique().first()
    if order is None:
        raise NotFoundError(f"There is no order {reference}.", "Look for it by customer or by their reference.")
    amendments = session.scalars(
        select(OrderAmendment).where(OrderAmendment.order_id == order.id).order_by(OrderAmendment.id.desc())
    )
    quote = session.get(Quote, order.quote_id) if order.quote_id else None
    changes = tuple(AmendmentRow(a.line_no, a.field, a.before, a.after, a.at, a.by) for a in amendments)
    return _view(order, changes, quote.number if quote else "")


def _view(order: Order, amendments: tuple[AmendmentRow, ...], quote_number: str) -> OrderView:
    lines = tuple(_line_row(line) for line in order.lines)
    return OrderView(
        id=order.id,
        reference=order.reference,
        number=order.number,
        kind=order.kind,
        forecast=order.forecast,
        state=order.state,
        origin=order.origin,
        quote_number=quote_number,
        customer_code=order.customer.code,
        customer_name=order.customer.name,
        customer_reference=order.customer_reference,
        site_code=order.site.code,
        site_name=order.site.name,
        address=order.site.address,
        postcode=order.site.postcode,
        city=order.site.city,
        opening_hours=order.site.opening_hours,
        instructions=order.site.instructions,
        is_placed=order.site.is_placed,
        requested_on=order.requested_on,
        partial=order.partial,
        priority=order.priority,
        valid_until=order.valid_until,
        framework_reference=order.framework.reference if order.framework else "",
        deal_code=order.deal.code if order.deal else "",
        deal_name=order.deal.name if order.deal else "",
        received_at=order.received_at,
        ordered_cents=sum(line.net_cents for line in lines),
        lines=lines,
        amendments=amendments,
    )


def _line_row(line: OrderLine) -> LineRow:
    return LineRow(
        id=line.id,
        line_no=line.line_no,
        product_code=line.product.code,
        product_name=line.product.name,
        unit=line.product.unit,
        requested_on=line.requested_on,
        promised_on=line.promised_on,
        expected_on=line.expected_on,
        unit_price_micros=line.unit_price_micros,
        ordered_qty=line.ordered_qty,
        delivered_qty=line.delivered_qty,
        planned_qty=line.planned_qty,
        backlog_qty=line.backlog_qty,
        cancelled_qty=line.cancelled_qty,
        called_qty=line.called_qty,
        net_cents=net_cents(line.ordered_qty, line.unit_price_micros),
    )
