"""One file per kind of thing; importing this package fills the table of operations."""

from dispatch.web.api.operations import OPERATIONS
from dispatch.web.api.resources import (
    controls,
    customers,
    invoices,
    notes,
    order_book,
    order_changes,
    orders,
    products,
    quotes,
    runs,
    tours,
    triggers,
)

__all__ = [
    "OPERATIONS",
    "controls",
    "customers",
    "invoices",
    "notes",
    "order_book",
    "order_changes",
    "orders",
    "products",
    "quotes",
    "runs",
    "tours",
    "triggers",
]
