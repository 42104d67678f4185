"""Framework orders as pages show them: the balance line by line, the calendar of call-offs, and the list of all."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.catalog.amounts import net_cents
from dispatch.customers.models import Customer, Site
from dispatch.errors import NotFoundError
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.naming import orders_named

MOST = 500


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One line of a framework; quantities in milli-units. open = firm + forecast + left."""

    line_id: int
    line_no: int
    product_id: int
    product_code: str
    product_name: str
    unit: str
    unit_price_micros: int
    latest_on: date | None
    open_qty: int
    """What may be called in all: ordered less given up."""
    firm_qty: int
    forecast_qty: int
    delivered_qty: int

    @property
    def left_qty(self) -> int:
        """What may still be called."""
        return self.open_qty - self.firm_qty - self.forecast_qty


@dataclass(frozen=True, slots=True)
class CallOffRow:
    """One call-off in the calendar; value net in cents."""

    reference: str
    forecast: bool
    state: str
    requested_on: date
    site_name: str
    goods: tuple[tuple[str, int], ...]
    """(product name, milli-units)."""
    net_cents: int
    is_delivered: bool


@dataclass(frozen=True, slots=True)
class FrameworkView:
    """One framework order."""

    id: int
    reference: str
    number: str
    state: str
    customer_id: int
    customer_code: str
    customer_name: str
    customer_reference: str
    site_id: int
    valid_until: date | None
    lines: tuple[BalanceRow, ...]
    call_offs: tuple[CallOffRow, ...]

    def ended(self, on: date) -> bool:
        """Whether nothing can be called for a day any more."""
        return self.valid_until is not None and on > self.valid_until


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """One framework order of the list; values net in cents."""

    reference: str
    state: str
    customer_name: str
    customer_reference: str
    valid_until: date | None
    open_cents: int
    firm_cents: int
    forecast_cents: int
    delivered_cents: int
    next_on: date | None
    """The next call-off of which something is still owed."""

    @property
    def left_cents(self) -> int:
        """What may still be called."""
        return self.open_cents - self.firm_cents - self.forecast_cents


def framework_view(session: Session, reference: str) -> FrameworkView:
    """One framework order, by its reference or number.

    Raises
    ------
    NotFoundError
        When there is none.
    """
    query = (
        orders_named(reference)
        .where(Order.kind == "framework")
        .options(joinedload(Order.customer), selectinload(Order.lines).joinedload(OrderLine.product))
    )
    order = session.scalars(query).unique().first()
    if order is None:
        raise NotFoundError(f"There is no framework order {reference}.", "Look for it in the list.")
    called = _called(session, [line.id for line in order.lines])
    return FrameworkView(
        id=order.id,
        reference=order.reference,
        number=order.number,
        state=order.state,
        customer_id=order.customer_id,
        customer_code=order.customer.code,
        customer_name=order.customer.name,
        customer_reference=order.customer_reference,
        site_id=order.site_id,
        valid_until=order.valid_until,
        lines=tuple(_balance(line, called) for line in order.lines),
        call_offs=_call_offs(session, order.id),
    )


def frameworks_list(session: Session, search: str = "") -> tuple[FrameworkRow, ...]:
    """Framework orders that hold all words of a search; those that end first come first, closed ones last."""
    query = (
        select(Order)
        .join(Customer, Customer.id == Order.customer_id)
        .where(Order.kind == "framework")
        .options(joinedload(Order.customer), selectinload(Order.lines))
        .order_by(case((Order.state.in_(("draft", "confirmed")), 0), else_=1), Order.valid_until, Order.id)
        .limit(MOST)
    )
    for word in search.lower().split()[:6]:
        columns = (Order.reference, Order.number, Order.customer_reference, Customer.code, Customer.name)
        query = query.where(or_(*(func.lower(column).contains(word, autoescape=True) for column in columns)))
    orders = session.scalars(query).unique().all()
    called = _called(session, [line.id for order in orders for line in order.lines])
    following = _next_days(session, [order.id for order in orders])
    return tuple(_row(order, called, following) for order in orders)


Called = dict[int, tuple[int, int, int]]
"""Framework line → milli-units called firmly, by forecast, and delivered."""


def _called(session: Session, line_ids: list[int]) -> Called:
    query = (
        select(
            OrderLine.framework_line_id,
            Order.forecast,
            func.sum(OrderLine.ordered_qty - OrderLine.cancelled_qty),
            func.sum(OrderLine.delivered_qty),
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.framework_line_id.in_(line_ids))
        .group_by(OrderLine.framework_line_id, Order.forecast)
    )
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line_id, forecast, quantity, delivered in session.execute(query):
        entry = found[line_id or 0]
        entry[bool(forecast)] += int(quantity)
        entry[2] += int(delivered)
    return {line_id: (firm, forecast, delivered) for line_id, (firm, forecast, delivered) in found.items()}


def _balance(line: OrderLine, called: Called) -> BalanceRow:
    firm, forecast, delivered = called.get(line.id, (0, 0, 0))
    return BalanceRow(
        line_id=line.id,
        line_no=line.line_no,
        product_id=line.product_id,
        product_code=line.product.code,
        product_name=line.product.name,
        unit=line.product.unit,
        unit_price_micros=line.unit_price_micros,
        latest_on=line.latest_on,
        open_qty=line.ordered_qty - line.cancelled_qty,
        firm_qty=firm,
        forecast_qty=forecast,
        delivered_qty=delivered,
    )


def _call_offs(session: Session, framework_id: int) -> tuple[CallOffRow, ...]:
    query = (
        select(Order)
        .where(Order.framework_id == framework_id)
        .options(joinedload(Order.site), selectinload(Order.lines).joinedload(OrderLine.product))
        .order_by(Order.requested_on, Order.id)
        .limit(MOST)
    )
    return tuple(
        CallOffRow(
            order.reference,
            order.forecast,
            order.state,
            order.requested_on,
            order.site.name,
            tuple((line.product.name, line.ordered_qty - line.cancelled_qty) for line in order.lines),
            sum(_cents(line.ordered_qty - line.cancelled_qty, line) for line in order.lines),
            all(line.backlog_qty + line.planned_qty == 0 for line in order.lines) and order.state != "cancelled",
        )
        for order in session.scalars(query).unique()
    )


def _row(order: Order, called: Called, following: dict[int, date]) -> FrameworkRow:
    sums = [0, 0, 0]
    for line in order.lines:
        for place, quantity in enumerate(called.get(line.id, (0, 0, 0))):
            sums[place] += _cents(quantity, line)
    return FrameworkRow(
        reference=order.reference,
        state=order.state,
        customer_name=order.customer.name,
        customer_reference=order.customer_reference,
        valid_until=order.valid_until,
        open_cents=sum(_cents(line.ordered_qty - line.cancelled_qty, line) for line in order.lines),
        firm_cents=sums[0],
        forecast_cents=sums[1],
        delivered_cents=sums[2],
        next_on=following.get(order.id),
    )


def _next_days(session: Session, framework_ids: list[int]) -> dict[int, date]:
    owed = select(OrderLine.id).where(OrderLine.order_id == Order.id, OrderLine.backlog_qty + OrderLine.planned_qty > 0)
    query = select(Order.framework_id, Order.requested_on).where(
        Order.framework_id.in_(framework_ids), Order.state.in_(("draft", "confirmed")), owed.exists()
    )
    found: dict[int, date] = {}
    for key, day in session.execute(query):
        found[key or 0] = min(day, found.get(key or 0, day))
    return found


def _cents(quantity: int, line: OrderLine) -> int:
    return net_cents(quantity, line.unit_price_micros)


def sites_of(session: Session, customer_id: int) -> tuple[tuple[int, str], ...]:
    """Where a call-off may go: (id, name and town)."""
    query = select(Site.id, Site.name, Site.city).where(Site.customer_id == customer_id).order_by(Site.name, Site.id)
    return tuple((row.id, f"{row.name} · {row.city}") for row in session.execute(query))
