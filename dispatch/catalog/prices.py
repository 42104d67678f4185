"""Which unit price holds: the one agreed with the customer, else that of their price list, else the product's own.

On each of the first two levels the price that began last holds among those in force on the day; a price or a list that has
run out, or not begun, is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from dispatch.catalog.models import Product
from dispatch.catalog.price_models import Price, PriceList
from dispatch.db.chunks import chunks

Source = Literal["customer", "list", "product"]
ByPair = Mapping[tuple[int, int], int]


class Buyer(Protocol):
    """A customer, as far as prices go."""

    @property
    def id(self) -> int:
        """Whose own prices count."""

    @property
    def price_list_id(self) -> int | None:
        """The list they buy by."""


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """A price without VAT, and where it comes from."""

    micros: int
    source: Source


@dataclass(frozen=True, slots=True)
class PriceBook:
    """The prices in force on one day for some buyers."""

    own: Mapping[int, int]
    """Product id → the product's own price."""
    listed: ByPair
    """Price list and product id → price."""
    agreed: ByPair
    """Customer and product id → price."""

    def of(self, customer: Buyer, product_id: int) -> UnitPrice:
        """The price of a product for a customer."""
        agreed = self.agreed.get((customer.id, product_id))
        if agreed is not None:
            return UnitPrice(agreed, "customer")
        listed = self.listed.get((customer.price_list_id or 0, product_id))
        if listed is not None:
            return UnitPrice(listed, "list")
        return UnitPrice(self.own[product_id], "product")


def price_book(session: Session, buyers: Collection[Buyer], product_ids: Collection[int], on: date) -> PriceBook:
    """The prices of products for customers on a day, read in a few statements."""
    wanted = set(product_ids)
    own: dict[int, int] = {}
    for some in chunks(sorted(wanted)):
        query = select(Product.id, Product.price_micros).where(Product.id.in_(some))
        own |= {key: micros for key, micros in session.execute(query)}  # noqa: C416  a Row is not a pair to the types
    lists = {buyer.price_list_id for buyer in buyers if buyer.price_list_id is not None}
    return PriceBook(
        own=own,
        listed=_in_force(session, Price.price_list_id, lists, wanted, on),
        agreed=_in_force(session, Price.customer_id, {buyer.id for buyer in buyers}, wanted, on),
    )


def _in_force(session: Session, column: Any, owners: set[int], product_ids: set[int], on: date) -> ByPair:
    """Owner and product id → price; of several the one that began last."""
    found: dict[tuple[int, int], int] = {}
    for some in chunks(sorted(owners)):
        query = (
            select(column, Price.product_id, Price.unit_price_micros)
            .join(Price.price_list, isouter=True)
            .where(column.in_(some), _holds(Price, on), or_(PriceList.id.is_(None), _holds(PriceList, on)))
            .order_by(Price.valid_from)
        )
        found |= {
            (owner, product_id): micros
            for owner, product_id, micros in session.execute(query)
            if product_id in product_ids
        }
    return found


def _holds(model: Any, on: date) -> ColumnElement[bool]:
    return and_(model.valid_from <= on, or_(model.valid_to.is_(None), model.valid_to >= on))
