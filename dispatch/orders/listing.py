"""The list of orders: a page of those that a search finds, with what of each is delivered, planned and owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from dispatch.catalog.amounts import cents
from dispatch.customers.models import Customer, Site
from dispatch.orders.centre_filter import order_of_centre
from dispatch.orders.deals import Deal
from dispatch.orders.models import Order, OrderLine

FILTERS = ("all", "open", "late", "draft", "done")


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order of the list; values in cents, net."""

    reference: str
    number: str
    kind: str
    state: str
    customer_name: str
    customer_reference: str
    site_name: str
    city: str
    requested_on: date
    due_on: date | None
    """The first day on which something of it is still owed."""
    deal_code: str
    line_count: int
    ordered_cents: int
    delivered_cents: int
    planned_cents: int
    backlog_cents: int


@dataclass(frozen=True, slots=True)
class OrderPage:
    """A page of the list, and how many orders the search finds in all."""

    rows: tuple[OrderRow, ...]
    total: int


def orders_page(
    session: Session,
    *,
    search: str = "",
    show: str = "open",
    of: tuple[str, str] = ("", ""),
    today: date,
    offset: int = 0,
    limit: int = 50,
) -> OrderPage:
    """The orders that hold all words of `search` in references, customer, site, town or deal; the most pressing first.

    Parameters
    ----------
    show
        One of `FILTERS`: ``late`` are those with something owed past its date, ``done`` those with nothing left open.
    of
        Centre of interest and code: only those that belong to it (`centre_filter`).
    """
    query = select(Order).join(Customer, Customer.id == Order.customer_id).join(Site, Site.id == Order.site_id)
    query = query.outerjoin(Deal, Deal.id == Order.deal_id)
    if of[1]:
        query = query.where(order_of_centre(*of))
    for word in search.split()[:6]:
        query = query.where(_holds(word))
    query = _shown(query, show, today)
    total = session.scalar(query.with_only_columns(func.count(Order.id)).order_by(None)) or 0
    newest_first = show in ("all", "done")
    ordering = (Order.requested_on.desc(), Order.id.desc()) if newest_first else (Order.requested_on, Order.id)
    query = query.order_by(*ordering).offset(offset).limit(limit)
    found = list(
        session.scalars(
            query.options(joinedload(Order.customer), joinedload(Order.site), joinedload(Order.deal))
        ).unique()
    )
    sums = _sums(session, [order.id for order in found])
    return OrderPage(tuple(_order_row(order, sums.get(order.id)) for order in found), total)


def _holds(word: str) -> ColumnElement[bool]:
    columns = (
        Order.reference, Order.number, Order.customer_reference,
        Customer.code, Customer.name, Site.code, Site.name, Site.city, Deal.code, Deal.name,
    )  # fmt: skip
    return or_(*(func.lower(column).contains(word.lower(), autoescape=True) for column in columns))


def _shown(query: Select[Order], show: str, today: date) -> Select[Order]:
    mine = OrderLine.order_id == Order.id
    open_ = exists().where(and_(mine, or_(OrderLine.backlog_qty > 0, OrderLine.planned_qty > 0)))
    due_on = func.coalesce(OrderLine.promised_on, OrderLine.requested_on)
    match show:
        case "open":
            return query.where(Order.state == "confirmed", open_)
        case "late":
            late = exists().where(and_(mine, OrderLine.backlog_qty > 0, due_on < today))
            return query.where(Order.state == "confirmed", Order.kind != "framework", late)
        case "draft":
            return query.where(Order.state == "draft")
        case "done":
            return query.where(Order.state != "draft", ~open_)
        case _:
            return query


Sums = tuple[int, date | None, int, int, int, int]


def _sums(session: Session, ids: list[int]) -> dict[int, Sums]:
    due_on = func.coalesce(OrderLine.promised_on, OrderLine.requested_on)
    value = [
        func.sum(column * OrderLine.unit_price_micros)
        for column in (OrderLine.ordered_qty, OrderLine.delivered_qty, OrderLine.planned_qty, OrderLine.backlog_qty)
    ]
    totals = session.execute(
        select(OrderLine.order_id, func.count(), *value).where(OrderLine.order_id.in_(ids)).group_by(OrderLine.order_id)
    )
    open_ = or_(OrderLine.backlog_qty > 0, OrderLine.planned_qty > 0)
    first = select(OrderLine.order_id, func.min(due_on)).where(OrderLine.order_id.in_(ids), open_)
    due: dict[int, date] = {key: _as_date(day) for key, day in session.execute(first.group_by(OrderLine.order_id))}
    return {
        key: (count, due.get(key), *(cents(int(amount)) for amount in amounts))  # type: ignore[misc]
        for key, count, *amounts in totals
    }


def _as_date(value: date | str) -> date:
    """SQLite gives the result of a function over dates back as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _order_row(order: Order, sums: Sums | None) -> OrderRow:
    count, due, ordered, delivered, planned, backlog = sums or (0, None, 0, 0, 0, 0)
    return OrderRow(
        reference=order.reference,
        number=order.number,
        kind=order.kind,
        state=order.state,
        customer_name=order.customer.name,
        customer_reference=order.customer_reference,
        site_name=order.site.name,
        city=order.site.city,
        requested_on=order.requested_on,
        due_on=due,
        deal_code=order.deal.code if order.deal else "",
        line_count=count,
        ordered_cents=ordered,
        delivered_cents=delivered,
        planned_cents=planned,
        backlog_cents=backlog,
    )
