"""A product's weight, filled in by whoever plans: the one thing that they may change of the catalogue."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.catalog.models import Product
from dispatch.errors import InvalidInputError, NotFoundError

MOST_G = 100_000_000


def weigh(session: Session, code: str, weight_g: int) -> Product:
    """Give a product its weight, in grams per unit.

    Raises
    ------
    InvalidInputError
        When it is no weight that anything has.
    NotFoundError
        When there is no such product.
    """
    if not 0 < weight_g <= MOST_G:
        raise InvalidInputError(f"{weight_g} g is no weight.", "Give the weight of one unit.")
    product = session.scalar(select(Product).where(Product.code == code))
    if product is None:
        raise NotFoundError(f"There is no product {code}.", "Check the code.")
    journal.record(session, "product.weighed", code, was_g=product.weight_g, weight_g=weight_g)
    product.weight_g = weight_g
    return product
