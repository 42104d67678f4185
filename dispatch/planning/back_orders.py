"""Back orders as their page lists them: aged, why, what of them is on a tour, and when the rest is expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.catalog.amounts import net_cents
from dispatch.catalog.models import Product
from dispatch.customers.models import Customer
from dispatch.orders.models import BackOrder, Order, OrderLine
from dispatch.planning.rest_days import rest_days

FILTERS = ("all", "unplanned", "undated", "late", "old")
OLD_DAYS = 7


@dataclass(frozen=True, slots=True)
class BackOrderRow:
    """One open back order; quantities in milli-units, value net in cents."""

    line_id: int
    order_reference: str
    line_no: int
    customer_name: str
    product_code: str
    product_name: str
    unit: str
    cause: str
    note_number: str
    opened_on: date
    age_days: int
    backlog_qty: int
    planned_qty: int
    due_on: date
    kept_on: date | None
    """The day that stands on the line, and on the next paper."""
    expected_on: date | None
    """The day as production and tours stand now."""
    net_cents: int

    @property
    def owed_qty(self) -> int:
        """What is still to come."""
        return self.backlog_qty + self.planned_qty

    @property
    def has_moved(self) -> bool:
        """Whether the kept day is no longer what is expected."""
        return self.kept_on != self.expected_on


def back_order_rows(session: Session, *, search: str = "", show: str = "all") -> tuple[BackOrderRow, ...]:
    """Open back orders, the oldest first.

    Parameters
    ----------
    show
        One of `FILTERS`: on no tour, without a day, expected after the promised date, older than `OLD_DAYS` days.
    """
    query = (
        select(BackOrder, OrderLine, Order.reference, Customer.name, Product)
        .join(OrderLine, OrderLine.id == BackOrder.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Customer, Customer.id == Order.customer_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(BackOrder.closed_at.is_(None))
        .order_by(BackOrder.opened_at, BackOrder.id)
    )
    for word in search.lower().split()[:6]:
        query = query.where(_holds(word))
    return tuple(row for row in _rows(session, query) if _shown(row, show))


def _rows(session: Session, query: Select[BackOrder, OrderLine, str, str, Product]) -> list[BackOrderRow]:
    days, today = rest_days(session), clock.today()
    found = []
    for back, line, reference, customer, product in session.execute(query):
        opened_on = clock.local(back.opened_at).date()
        owed = line.backlog_qty + line.planned_qty
        found.append(
            BackOrderRow(
                line_id=line.id,
                order_reference=reference,
                line_no=line.line_no,
                customer_name=customer,
                product_code=product.code,
                product_name=product.name,
                unit=product.unit,
                cause=back.cause,
                note_number=back.note_number,
                opened_on=opened_on,
                age_days=(today - opened_on).days,
                backlog_qty=line.backlog_qty,
                planned_qty=line.planned_qty,
                due_on=line.due_on,
                kept_on=line.expected_on,
                expected_on=days.get(line.id),
                net_cents=net_cents(owed, line.unit_price_micros),
            )
        )
    return found


def _shown(row: BackOrderRow, show: str) -> bool:
    match show:
        case "unplanned":
            return row.backlog_qty > 0
        case "undated":
            return row.expected_on is None
        case "late":
            return row.expected_on is not None and row.expected_on > row.due_on
        case "old":
            return row.age_days > OLD_DAYS
        case _:
            return True


def _holds(word: str) -> ColumnElement[bool]:
    columns = (
        Order.reference,
        Order.number,
        Customer.code,
        Customer.name,
        Product.code,
        Product.name,
        BackOrder.note_number,
    )
    return or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))
