"""One file per kind of thing; importing this package fills the table of operations."""

from dispatch.web.api.operations import OPERATIONS
from dispatch.web.api.resources import (
    back_orders,
    claims,
    controls,
    customers,
    deals,
    invoices,
    notes,
    order_book,
    order_changes,
    orders,
    payments,
    products,
    quotes,
    runs,
    tours,
    triggers,
)

__all__ = [
    "OPERATIONS",
    "back_orders",
    "claims",
    "controls",
    "customers",
    "deals",
    "invoices",
    "notes",
    "order_book",
    "order_changes",
    "orders",
    "payments",
    "products",
    "quotes",
    "runs",
    "tours",
    "triggers",
]
