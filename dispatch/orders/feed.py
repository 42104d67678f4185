"""Orders and quotes as programs read them: page after page in the order in which they were registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.customers.models import Customer
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.errors import NotFoundError
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.naming import orders_named
from dispatch.orders.quotes import Quote, QuoteLine


@dataclass(frozen=True, slots=True)
class OrderHead:
    """One order without its lines."""

    number: str
    reference: str
    kind: str
    forecast: bool
    state: str
    customer_code: str
    customer_reference: str
    site_code: str
    requested_on: date
    received_at: datetime


@dataclass(frozen=True, slots=True)
class QuoteLineRow:
    """One product offered; quantity in milli-units, price in micros."""

    line_no: int
    product_code: str
    offered_qty: int
    unit_price_micros: int
    wanted_on: date | None


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote with its lines."""

    number: str
    reference: str
    customer_code: str
    site_code: str
    quoted_on: date
    valid_until: date
    sent_at: datetime | None
    state: str
    lines: tuple[QuoteLineRow, ...]


def orders_after(
    session: Session, last: int, limit: int, *, state: str = "", customer: str = "", framework: str = ""
) -> Slice[OrderHead]:
    """Orders from a key on; narrowed by state, by customer, or to the call-offs of a framework order."""
    query = (
        select(Order)
        .join(Customer, Customer.id == Order.customer_id)
        .options(joinedload(Order.customer), joinedload(Order.site))
    )
    if state:
        query = query.where(Order.state == state)
    if customer:
        query = query.where(Customer.code == customer)
    if framework:
        query = query.where(Order.framework_id == order_of(session, framework).id)
    return slice_of(session.scalars(after(query, Order.id, last, limit)), limit, lambda row: row.id, _head)


def order_of(session: Session, reference: str, *, lock: bool = False) -> Order:
    """The order's row itself, for services, by its reference or its number; locked with its lines where it is to change.

    Raises
    ------
    NotFoundError
        There is none.
    """
    found = session.scalars(orders_named(reference).with_only_columns(Order.id).limit(1)).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no order {reference}.", "Look for it by customer or by their reference.")
    if lock:
        session.execute(select(Order.id).where(Order.id == found).with_for_update())
        session.execute(select(OrderLine.id).where(OrderLine.order_id == found).with_for_update())
    return session.get_one(Order, found, populate_existing=True)


def line_of(order: Order, line_no: int | None) -> OrderLine:
    """One line of an order, by its number.

    Raises
    ------
    NotFoundError
        It has none of that number.
    """
    for line in order.lines:
        if line.line_no == line_no:
            return line
    raise NotFoundError(f"Order {order.reference} has no line {line_no}.", "Read the order again.")


def quotes_after(session: Session, last: int, limit: int, state: str = "") -> Slice[QuoteRow]:
    """Quotes from a key on, of one state or of all."""
    query = select(Quote).options(*_QUOTE)
    if state:
        query = query.where(Quote.state == state)
    found = session.scalars(after(query, Quote.id, last, limit)).unique()
    return slice_of(found, limit, lambda row: row.id, _quote)


def quote_by_number(session: Session, number: str) -> QuoteRow:
    """One quote; raises as `quote_of`."""
    return _quote(quote_of(session, number))


def quote_of(session: Session, number: str, *, lock: bool = False) -> Quote:
    """The quote's row itself, for services.

    Raises
    ------
    NotFoundError
        There is none of that number.
    """
    if lock:
        session.execute(select(Quote.id).where(Quote.number == number).with_for_update())
    found = session.scalars(select(Quote).where(Quote.number == number).options(*_QUOTE)).unique().one_or_none()
    if found is None:
        raise NotFoundError(f"There is no quote {number}.", "Check the number.")
    return found


_QUOTE = (
    joinedload(Quote.customer),
    joinedload(Quote.site),
    selectinload(Quote.lines).joinedload(QuoteLine.product),
)


def _head(order: Order) -> OrderHead:
    return OrderHead(
        number=order.number,
        reference=order.reference,
        kind=order.kind,
        forecast=order.forecast,
        state=order.state,
        customer_code=order.customer.code,
        customer_reference=order.customer_reference,
        site_code=order.site.code,
        requested_on=order.requested_on,
        received_at=order.received_at,
    )


def _quote(quote: Quote) -> QuoteRow:
    return QuoteRow(
        number=quote.number,
        reference=quote.reference,
        customer_code=quote.customer.code,
        site_code=quote.site.code,
        quoted_on=quote.quoted_on,
        valid_until=quote.valid_until,
        sent_at=quote.sent_at,
        state=quote.state,
        lines=tuple(
            QuoteLineRow(
                line_no=line.line_no,
                product_code=line.product.code,
                offered_qty=line.quantity,
                unit_price_micros=line.unit_price_micros,
                wanted_on=line.wanted_on,
            )
            for line in quote.lines
        ),
    )
