"""Deals: opened, closed, and orders put under them and taken off."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.controls.dossier import deal_of
from dispatch.intake import KINDS
from dispatch.intake.by_hand import save
from dispatch.orders.deal_queries import deal_with_orders, deals_after
from dispatch.orders.dealing import put_under, take_off, turn
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Code, Day, Line, Page, Paging, Shape


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


class DealIn(Shape):
    """A deal to be opened, with its code and the customer whose it is."""

    code: Code
    customer: Code
    name: Annotated[
        str, Field(min_length=1, max_length=200, pattern=r"^[^\u0000-\u001f]*[^\s\u0000-\u001f][^\u0000-\u001f]*$")
    ]
    opened_on: Day | None = None
    """Today where you give none."""
    remark: Line = ""


class DealStateIn(Shape):
    """Closed deals take no more orders."""

    state: Literal["open", "closed"]


class UnderIn(Shape):
    """Which order, by its number or its reference."""

    order: Code


@operation("GET", "/deals")
def list_deals(session: Session, query: Paging) -> Page[DealHeadOut]:
    """Deals, in the order in which they came."""
    return Page[DealHeadOut].cut(DealHeadOut, deals_after(session, query.after, query.limit))


@operation("POST", "/deals", status=201)
def open_deal(session: Session, body: DealIn) -> DealOut:
    """Open a deal of a customer."""
    typed = {
        "deal": body.code,
        "customer": body.customer,
        "name": body.name,
        "opened_on": body.opened_on.isoformat() if body.opened_on else "",
        "remark": body.remark,
    }
    made = save(session, KINDS["deals"], typed, language="en")
    return _told(session, made.code)


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


@operation("DELETE", "/deals/<code>/orders/<reference>")
def take_order_off_deal(session: Session, code: str, reference: str) -> DealOut:
    """Take an order off its deal."""
    take_off(session, deal_of(session, code), reference)
    session.flush()
    return _told(session, code)


@operation("POST", "/deals/<code>/state")
def turn_deal(session: Session, code: str, body: DealStateIn) -> DealOut:
    """Close a deal, or open it again."""
    turn(session, deal_of(session, code), body.state)
    session.flush()
    return _told(session, code)


def _told(session: Session, code: str) -> DealOut:
    row, orders = deal_with_orders(session, code)
    return DealOut(deal=DealHeadOut.of(row), orders=orders)
