"""What the desk chooses from while it types: customers with their sites, products with the price that holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from dispatch.catalog.models import Product
from dispatch.catalog.prices import price_book
from dispatch.customers.models import Customer
from dispatch.errors import NotFoundError
from dispatch.orders.deals import Deal

MOST = 12
"""How many are offered: more would not be read."""


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """A site by what people know it by."""

    id: int
    code: str
    name: str
    city: str


@dataclass(frozen=True, slots=True)
class DealChoice:
    """An open deal that an order may go under."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CustomerChoice:
    """Who may order, with what the desk wants to see of them."""

    id: int
    code: str
    name: str
    city: str
    terms_days: int
    terms_end_of_month: bool
    cash_on_delivery: bool
    sites: tuple[SiteChoice, ...] = ()
    deals: tuple[DealChoice, ...] = ()
    payer_name: str = ""
    """Who gets the invoices, where it is somebody else."""


@dataclass(frozen=True, slots=True)
class ProductChoice:
    """What may be ordered; the price in micros is the one that holds for the customer."""

    id: int
    code: str
    name: str
    unit: str
    kind: str
    multiple_qty: int
    price_micros: int
    active: bool = True
    """Whether it is still sold."""


def customers_like(session: Session, text: str) -> tuple[CustomerChoice, ...]:
    """Customers whose code begins with the text, then those whose code, name or town holds all its words."""
    query = select(Customer).where(*_holding(text, (Customer.code, Customer.name, Customer.city)))
    found = session.scalars(query.order_by(_begins(Customer.code, text), Customer.name).limit(MOST))
    return tuple(_customer(one) for one in found)


def customer_choice(session: Session, text: str) -> CustomerChoice:
    """The customer of that code, or the only one of that name, with the sites.

    Raises
    ------
    NotFoundError
        There is none, or several have that name.
    """
    wanted = text.strip()
    same = or_(func.lower(Customer.code) == wanted.lower(), func.lower(Customer.name) == wanted.lower())
    found = session.scalars(select(Customer).where(same).options(selectinload(Customer.sites))).all()
    exact = [one for one in found if one.code == wanted] or list(found)
    if len(exact) != 1:
        raise NotFoundError(f"There is no customer {wanted[:60]}.", "Type the beginning of a code or a name.")
    deals = select(Deal).where(Deal.customer_id == exact[0].id, Deal.state == "open").order_by(Deal.code)
    return _customer(exact[0], with_sites=True, deals=session.scalars(deals).all())


def products_like(session: Session, text: str, customer_id: int | None, on: date) -> tuple[ProductChoice, ...]:
    """Products still sold whose code begins with the text, then those whose code or name holds all its words."""
    query = select(Product).where(Product.active, *_holding(text, (Product.code, Product.name)))
    found = session.scalars(query.order_by(_begins(Product.code, text), Product.name).limit(MOST)).all()
    return _products(session, found, customer_id, on)


def products_named(
    session: Session, texts: Collection[str], customer_id: int | None, on: date
) -> dict[str, ProductChoice]:
    """Products by what somebody typed for them: the code, in whatever case, or the whole name of one product alone."""
    wanted = {text.strip().lower() for text in texts if text.strip()}
    same = or_(func.lower(Product.code).in_(wanted), func.lower(Product.name).in_(wanted))
    choices = _products(session, session.scalars(select(Product).where(same)).all(), customer_id, on)
    by_code = {one.code.lower(): one for one in choices}
    names = [one.name.lower() for one in choices]
    by_name = {one.name.lower(): one for one in choices if names.count(one.name.lower()) == 1}
    known = by_name | by_code
    return {text: known[text.strip().lower()] for text in texts if text.strip().lower() in known}


def _products(
    session: Session, found: Collection[Product], customer_id: int | None, on: date
) -> tuple[ProductChoice, ...]:
    prices = default_prices(session, customer_id, [one.id for one in found], on)
    return tuple(
        ProductChoice(one.id, one.code, one.name, one.unit, one.kind, one.multiple_qty, prices[one.id], one.active)
        for one in found
    )


def default_prices(session: Session, customer_id: int | None, product_ids: Collection[int], on: date) -> dict[int, int]:
    """The price in micros that holds for a customer on a day, by product id; without a customer the product's own."""
    customer = None if customer_id is None else session.get(Customer, customer_id)
    book = price_book(session, [customer] if customer else [], product_ids, on)
    if customer is None:
        return dict(book.own)
    return {product_id: book.of(customer, product_id).micros for product_id in product_ids}


def _customer(row: Customer, *, with_sites: bool = False, deals: Sequence[Deal] = ()) -> CustomerChoice:
    pays = row.payer if with_sites else row
    return CustomerChoice(
        row.id,
        row.code,
        row.name,
        row.city,
        pays.terms_days,
        pays.terms_end_of_month,
        pays.cash_on_delivery,
        tuple(SiteChoice(one.id, one.code, one.name, one.city) for one in row.sites) if with_sites else (),
        tuple(DealChoice(one.id, one.code, one.name) for one in deals),
        pays.name if pays is not row else "",
    )


def _holding(text: str, columns: Collection[InstrumentedAttribute[str]]) -> list[ColumnElement[bool]]:
    return [
        or_(*(func.lower(column).contains(word, autoescape=True) for column in columns))
        for word in text.lower().split()[:6]
    ]


def _begins(column: InstrumentedAttribute[str], text: str) -> ColumnElement[int]:
    return case((func.lower(column).startswith(text.strip().lower(), autoescape=True), 0), else_=1)
