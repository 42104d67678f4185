"""The order book (carnet de commandes) at any day: what is open of every line, and the bridge that leads there.

Opening + booked − delivered − cancelled = closing, in quantity and in value, for each line, each group and the whole.
It is read from the movements alone, so a past day gives the same book for ever.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from dispatch import clock
from dispatch.catalog.models import Product
from dispatch.customers.models import Customer, Site
from dispatch.orders.deals import Deal
from dispatch.orders.models import Order, OrderAmendment, OrderLine
from dispatch.orders.movements import OrderMovement

GROUPS = ("customer", "deal", "site", "product")


@dataclass(frozen=True, slots=True)
class Bridge:
    """From the opening of a period to its close; quantities in milli-units, values in cents without VAT."""

    opening_qty: int = 0
    booked_qty: int = 0
    delivered_qty: int = 0
    cancelled_qty: int = 0
    opening_cents: int = 0
    booked_cents: int = 0
    delivered_cents: int = 0
    cancelled_cents: int = 0

    @property
    def closing_qty(self) -> int:
        """What is open at the end."""
        return self.opening_qty + self.booked_qty - self.delivered_qty - self.cancelled_qty

    @property
    def closing_cents(self) -> int:
        """Its value."""
        return self.opening_cents + self.booked_cents - self.delivered_cents - self.cancelled_cents


class BookLine(NamedTuple):
    """One line of the book; the eight figures of its bridge stand flat, because there are 50,000 of them."""

    line_id: int
    order_reference: str
    order_number: str
    line_no: int
    kind: str
    customer_reference: str
    customer_code: str
    customer_name: str
    site_code: str
    site_name: str
    deal_code: str
    deal_name: str
    product_code: str
    product_name: str
    unit: str
    requested_on: date
    promised_on: date | None
    opening_qty: int
    booked_qty: int
    delivered_qty: int
    cancelled_qty: int
    opening_cents: int
    booked_cents: int
    delivered_cents: int
    cancelled_cents: int
    delivered_so_far_qty: int

    @property
    def due_on(self) -> date:
        """The promised date as it was on that day, else the requested one."""
        return self.promised_on or self.requested_on

    @property
    def closing_qty(self) -> int:
        """What is open at the end."""
        return self.opening_qty + self.booked_qty - self.delivered_qty - self.cancelled_qty

    @property
    def closing_cents(self) -> int:
        """Its value."""
        return self.opening_cents + self.booked_cents - self.delivered_cents - self.cancelled_cents


@dataclass(frozen=True, slots=True)
class BookGroup:
    """A customer, a deal, a site or a product in the book."""

    code: str
    name: str
    line_count: int
    """Lines of which something is open at the end."""
    late_count: int
    late_cents: int
    bridge: Bridge


@dataclass(frozen=True, slots=True)
class OrderBook:
    """The book at the end of a day, with what happened since `since`."""

    on: date
    since: date
    lines: tuple[BookLine, ...]
    """Lines of which something was open or moved in the period."""
    bridge: Bridge

    @property
    def open_lines(self) -> list[BookLine]:
        """Lines of which something is open at the end."""
        return [line for line in self.lines if line.closing_qty]

    @property
    def late_lines(self) -> list[BookLine]:
        """Open lines whose date is past."""
        return [line for line in self.lines if line.closing_qty and line.due_on < self.on]

    def by(self, group: str) -> list[BookGroup]:
        """The book by customer, deal, site or product, the most open value first."""
        found: dict[tuple[str, str], list[BookLine]] = {}
        for line in self.lines:
            found.setdefault((getattr(line, f"{group}_code"), getattr(line, f"{group}_name")), []).append(line)
        groups = [self._group(code, name, lines) for (code, name), lines in found.items()]
        return sorted(groups, key=lambda one: (-one.bridge.closing_cents, one.code))

    def _group(self, code: str, name: str, lines: list[BookLine]) -> BookGroup:
        late = [line for line in lines if line.closing_qty and line.due_on < self.on]
        return BookGroup(
            code,
            name,
            sum(line.closing_qty != 0 for line in lines),
            len(late),
            sum(line.closing_cents for line in late),
            bridge_of(lines),
        )


def order_book(session: Session, on: date, since: date | None = None) -> OrderBook:
    """The book at the end of a business day.

    Parameters
    ----------
    since
        First day of the bridge; the first of that month by default.
    """
    since = min(since or on.replace(day=1), on)
    lines = tuple(_lines(session, on, since))
    return OrderBook(on, since, lines, bridge_of(lines))


def bridge_of(lines: Iterable[BookLine]) -> Bridge:
    """The bridge of several lines: the sums of theirs."""
    sums = [0] * 8
    for line in lines:
        for place in range(8):
            sums[place] += line[_FIRST_FIGURE + place]  # type: ignore[operator]  # the eight figures are ints
    return Bridge(*sums)


_FIRST_FIGURE = BookLine._fields.index("opening_qty")
_FIRST_DATE = BookLine._fields.index("requested_on")


def _lines(session: Session, on: date, since: date) -> Iterable[BookLine]:
    """One statement: the movements summed per line, then dressed with what the line is about."""
    before = OrderMovement.day < since
    sign = case((OrderMovement.kind == "booked", 1), else_=-1)
    figures = [
        func.sum(case((before, sign * column), else_=0))
        if kind == "opening"
        else func.sum(case((~before & (OrderMovement.kind == kind), column), else_=0))
        for column in (OrderMovement.quantity, OrderMovement.net_cents)
        for kind in ("opening", "booked", "delivered", "cancelled")
    ]
    named = [figure.label(f"f{place}") for place, figure in enumerate(figures)]
    delivered = func.sum(case((OrderMovement.kind == "delivered", OrderMovement.quantity), else_=0)).label("so_far")
    moved = (
        select(OrderMovement.order_line_id, *named, delivered)
        .where(OrderMovement.day <= on)
        .group_by(OrderMovement.order_line_id)
        .having((figures[0] != 0) | (func.max(OrderMovement.day) >= since))
        .subquery()
    )
    query = (
        select(
            OrderLine.id,
            Order.reference,
            Order.number,
            OrderLine.line_no,
            Order.kind,
            Order.customer_reference,
            Customer.code,
            Customer.name,
            Site.code,
            Site.name,
            func.coalesce(Deal.code, ""),
            func.coalesce(Deal.name, ""),
            Product.code,
            Product.name,
            Product.unit,
            OrderLine.requested_on,
            OrderLine.promised_on,
            *(moved.c[f"f{place}"] for place in range(8)),
            moved.c.so_far,
        )
        .join(moved, moved.c.order_line_id == OrderLine.id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Customer, Customer.id == Order.customer_id)
        .join(Site, Site.id == Order.site_id)
        .join(Product, Product.id == OrderLine.product_id)
        .outerjoin(Deal, Deal.id == Order.deal_id)
        .order_by(Customer.name, Order.id, OrderLine.line_no)
    )
    dates = _dates_then(session, on)
    for row in session.execute(query):
        values = [
            *row[:_FIRST_FIGURE],
            *map(int, row[_FIRST_FIGURE:]),
        ]  # the server's sums of big integers are decimals
        for place, field in ((_FIRST_DATE, "requested_on"), (_FIRST_DATE + 1, "promised_on")):
            if (row[0], field) in dates:
                values[place] = dates[row[0], field]
        yield BookLine._make(values)


def _dates_then(session: Session, on: date) -> dict[tuple[int, str], date | None]:
    """Dates of lines as they were on that day, where they were moved later: what the first later amendment replaced."""
    later = aliased(OrderAmendment)
    query = (
        select(OrderLine.id, later.field, later.before)
        .join(later, (later.order_id == OrderLine.order_id) & (later.line_no == OrderLine.line_no))
        .where(later.field.in_(("promised_on", "requested_on")), later.at >= clock.day_start(on + timedelta(days=1)))
        .order_by(later.id.desc())
    )
    return {
        (line_id, field): date.fromisoformat(before) if before else None
        for line_id, field, before in session.execute(query)
    }
