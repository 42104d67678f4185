"""How people name an order: by the reference on their paper, else by the number in our series."""

from __future__ import annotations

from sqlalchemy import Select, or_, select

from dispatch.orders.models import Order


def orders_named(name: str) -> Select[Order]:
    """Orders of that reference or number; the first is the one meant, since a reference goes before a number."""
    return (
        select(Order)
        .where(or_(Order.reference == name, Order.number == name))
        .order_by((Order.reference == name).desc(), Order.id)
    )
