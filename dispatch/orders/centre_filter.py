"""Lists narrowed to one customer, deal, site or product: whichever is the company's centre of interest."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from dispatch.catalog.models import Product
from dispatch.customers.models import Customer, Site
from dispatch.orders.deals import Deal
from dispatch.orders.models import Order, OrderLine

MOST = 300
"""How many are offered to choose from."""


def centre_choices(session: Session, centre: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of those that have confirmed orders, by name."""
    query = (
        _named(centre)
        .where(_own_id(centre).in_(_used(centre).where(Order.state == "confirmed")))
        .order_by("name", "code")
        .limit(MOST)
    )
    return tuple((row.code, row.name) for row in session.execute(query))


def order_of_centre(centre: str, code: str) -> ColumnElement[bool]:
    """Of `Order`: whether it belongs to the one of that code; of a product, whether a line has it."""
    match centre:
        case "deal":
            return Order.deal_id.in_(select(Deal.id).where(Deal.code == code))
        case "site":
            return Order.site_id.in_(select(Site.id).where(Site.code == code))
        case "product":
            lines = select(OrderLine.order_id).join(Product, Product.id == OrderLine.product_id)
            return Order.id.in_(lines.where(Product.code == code))
        case _:
            return Order.customer_id.in_(select(Customer.id).where(Customer.code == code))


def _named(centre: str) -> Select[str, str]:
    match centre:
        case "deal":
            return select(Deal.code, Deal.name)
        case "site":
            return select(Site.code, Site.name)
        case "product":
            return select(Product.code, Product.name)
        case _:
            return select(Customer.code, Customer.name)


def _own_id(centre: str) -> InstrumentedAttribute[int]:
    return {"deal": Deal.id, "site": Site.id, "product": Product.id}.get(centre, Customer.id)


def _used(centre: str) -> Select[int | None] | Select[int]:
    match centre:
        case "deal":
            return select(Order.deal_id)
        case "site":
            return select(Order.site_id)
        case "product":
            return select(OrderLine.product_id).join(Order, Order.id == OrderLine.order_id)
        case _:
            return select(Order.customer_id)
