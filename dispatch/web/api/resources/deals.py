"""Deals: read, and orders put under them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch.controls.dossier import deal_of
from dispatch.orders.deal_queries import deal_with_orders, deals_after
from dispatch.orders.dealing import put_under
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Code, Day, Page, Paging, Shape


class DealHeadOut(Shape):
    """A deal; `state` is open or closed."""

    code: str
    name: str
    customer_code: str
    opened_on: Day
    remark: str
    state: str


class DealOut(Shape):
    """A deal with the references of its orders."""

    deal: DealHeadOut
    orders: tuple[str, ...]


class UnderIn(Shape):
    """Which order, by its number or its reference."""

    order: Code


@operation("GET", "/deals")
def list_deals(session: Session, query: Paging) -> Page[DealHeadOut]:
    """Deals, in the order in which they came."""
    return Page[DealHeadOut].cut(DealHeadOut, deals_after(session, query.after, query.limit))


@operation("GET", "/deals/<code>")
def get_deal(session: Session, code: str) -> DealOut:
    """One deal with its orders."""
    return _told(session, code)


@operation("POST", "/deals/<code>/orders")
def put_order_under_deal(session: Session, code: str, body: UnderIn) -> DealOut:
    """Put an order, and the quote it came from, under a deal."""
    put_under(session, deal_of(session, code), body.order)
    session.flush()
    return _told(session, code)


def _told(session: Session, code: str) -> DealOut:
    row, orders = deal_with_orders(session, code)
    return DealOut(deal=DealHeadOut.of(row), orders=orders)
