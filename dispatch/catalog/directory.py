"""The catalogue as programs read it: products page after page, or one by its code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.catalog.models import Product
from dispatch.db.chunks import chunks
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ProductRow:
    """One product: price in micros, VAT in basis points, sizes per unit, steps in milli-units."""

    id: int
    code: str
    name: str
    unit: str
    kind: str
    price_micros: int
    vat_bp: int
    weight_g: int
    volume_cm3: int
    pallets_micro: int
    multiple_qty: int
    skills: tuple[str, ...]


def products_after(session: Session, last: int, limit: int) -> Slice[ProductRow]:
    """Products in the order in which they came."""
    found = session.scalars(after(select(Product), Product.id, last, limit))
    return slice_of(found, limit, lambda row: row.id, _row)


def product_by_code(session: Session, code: str) -> ProductRow:
    """One product.

    Raises
    ------
    NotFoundError
        There is none of that code.
    """
    return products_by_code(session, [code])[code]


def products_by_code(session: Session, codes: Collection[str]) -> dict[str, ProductRow]:
    """Products by their codes; raises as `product_by_code` for the first that does not exist."""
    found: dict[str, ProductRow] = {}
    for some in chunks(sorted(set(codes))):
        rows = session.scalars(select(Product).where(Product.code.in_(some)))
        found |= {row.code: _row(row) for row in rows}
    for code in codes:
        if code not in found:
            raise NotFoundError(f"There is no product {code}.", "Check the code.")
    return found


def _row(row: Product) -> ProductRow:
    values = {name: getattr(row, name) for name in ProductRow.__dataclass_fields__ if name != "skills"}
    return ProductRow(**values, skills=tuple(row.skills))
