"""Lines as programs send them, by product code, made into what services take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.catalog.directory import products_by_code
from dispatch.catalog.prices import price_book
from dispatch.customers.models import Customer, Site
from dispatch.errors import RefusedError


@dataclass(frozen=True, slots=True)
class ResolvedLine:
    """One line with the id of its product and a price that holds."""

    product_code: str
    product_id: int
    quantity: int
    unit_price_micros: int


def resolved(session: Session, customer: Customer, lines: Sequence[tuple[str, int, int | None]]) -> list[ResolvedLine]:
    """Lines of (product code, quantity in milli-units, price in micros or None for the customer's price of today).

    Raises
    ------
    NotFoundError
        A product does not exist.
    """
    products = products_by_code(session, [code for code, _, _ in lines])
    prices = price_book(session, [customer], [row.id for row in products.values()], clock.today())
    return [
        ResolvedLine(code, key, quantity, prices.of(customer, key).micros if price is None else price)
        for code, key, quantity, price in (
            (code, products[code].id, quantity, price) for code, quantity, price in lines
        )
    ]


def refuse_foreign_site(customer: Customer, site: Site) -> None:
    """Refuse a site that belongs to another customer.

    Raises
    ------
    RefusedError
        It does.
    """
    if site.customer_id != customer.id:
        raise RefusedError(f"Site {site.code} is none of customer {customer.code}.", "Look at GET /sites.")
