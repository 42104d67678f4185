"""What the rules about orders need to know of what is stored: read once, in bulk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch.catalog.models import Product
from dispatch.customers.models import Customer, Site
from dispatch.db.chunks import chunks
from dispatch.intake.orders.grouping import Group
from dispatch.orders.deals import Deal
from dispatch.orders.frameworks import Framework, frameworks
from dispatch.orders.models import Order

SOURCE = "import"


@dataclass(frozen=True, slots=True)
class CustomerFact:
    """A customer's id and credit limit, cents."""

    id: int
    credit_limit_cents: int | None


@dataclass(frozen=True, slots=True)
class SiteFact:
    """A site's id and whose it is."""

    id: int
    customer_id: int


@dataclass(frozen=True, slots=True)
class DealFact:
    """A deal's id, whose it is, and whether it is open."""

    id: int
    customer_id: int
    state: str


@dataclass(frozen=True, slots=True)
class ProductFact:
    """A product's id, price in micros, VAT in basis points, multiple in milli-units; whether it is still sold, its kind by law."""

    id: int
    price_micros: int
    vat_bp: int
    multiple_qty: int
    active: bool
    regulated: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is stored, by business key."""

    customers: dict[str, CustomerFact]
    sites: dict[str, SiteFact]
    products: dict[str, ProductFact]
    orders: dict[str, Order]
    """Orders that came in by import, with their lines."""
    frameworks: dict[str, Framework]
    deals: dict[str, DealFact]


def read_facts(session: Session, groups: Iterable[Group]) -> Facts:
    """Read what the rows of these orders refer to."""
    groups = list(groups)
    rows = [row.values for group in groups for row in group.rows]
    customers: dict[str, CustomerFact] = {}
    for some in chunks(sorted({values["customer"] for values in rows})):
        query = select(Customer.code, Customer.id, Customer.credit_limit_cents).where(Customer.code.in_(some))
        customers |= {code: CustomerFact(key, limit) for code, key, limit in session.execute(query)}
    sites: dict[str, SiteFact] = {}
    for some in chunks(sorted({values["site"] for values in rows})):
        found = session.execute(select(Site.code, Site.id, Site.customer_id).where(Site.code.in_(some)))
        sites |= {code: SiteFact(key, owner) for code, key, owner in found}
    products: dict[str, ProductFact] = {}
    for some in chunks(sorted({values["product"] for values in rows})):
        for product in session.scalars(select(Product).where(Product.code.in_(some))):
            products[product.code] = ProductFact(
                product.id,
                product.price_micros,
                product.vat_bp,
                product.multiple_qty,
                product.active,
                product.regulated,
            )
    orders: dict[str, Order] = {}
    for some in chunks([group.reference for group in groups]):
        query_orders = select(Order).where(Order.source == SOURCE, Order.reference.in_(some))
        for order in session.scalars(query_orders.options(selectinload(Order.lines))):
            orders[order.reference] = order
    deals: dict[str, DealFact] = {}
    for some in chunks(sorted({values["deal"] for values in rows if values.get("deal")})):
        query_deals = select(Deal.code, Deal.id, Deal.customer_id, Deal.state).where(Deal.code.in_(some))
        deals |= {one.code: DealFact(one.id, one.customer_id, one.state) for one in session.execute(query_deals)}
    called = {values["framework"] for values in rows if values.get("framework")}
    own = {group.reference for group in groups if group.shared.get("kind") == "framework"}
    return Facts(customers, sites, products, orders, _by_chunk(session, sorted(called | own)), deals)


def _by_chunk(session: Session, references: list[str]) -> dict[str, Framework]:
    found: dict[str, Framework] = {}
    for some in chunks(references):
        found |= frameworks(session, some)
    return found
