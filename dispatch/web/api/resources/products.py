"""Products."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch.catalog import directory
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Micros, Page, Paging, Shape


class ProductOut(Shape):
    """A product or service, at its list price."""

    code: str
    name: str
    unit: str
    kind: str
    price_micros: Micros
    vat_bp: int
    weight_g: int
    volume_cm3: int
    pallets_micro: int
    multiple_qty: int
    """Delivered in steps of this quantity."""
    skills: tuple[str, ...]


@operation("GET", "/products")
def list_products(session: Session, query: Paging) -> Page[ProductOut]:
    """Products, in the order in which they came."""
    return Page[ProductOut].cut(ProductOut, directory.products_after(session, query.after, query.limit))


@operation("GET", "/products/<code>")
def get_product(session: Session, code: str) -> ProductOut:
    """One product."""
    return ProductOut.of(directory.product_by_code(session, code))
