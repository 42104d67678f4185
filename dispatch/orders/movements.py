"""The movements of the order book: what was booked, delivered and given up of each line, on which day, in quantity and value."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Cents, Id, Milli, Name
from dispatch.orders.models import OrderLine

MOVEMENTS = ("booked", "delivered", "cancelled")


class OrderMovement(Base):
    """One change of what is owed of a line; open = booked − delivered − cancelled, on every day. Never edited.

    A change of price books value without quantity; less ordered is booked with a minus.
    """

    __tablename__ = "order_movements"
    __table_args__ = (
        CheckConstraint("kind IN ('booked', 'delivered', 'cancelled')", name="kind_known"),
        CheckConstraint("quantity <> 0 OR net_cents <> 0 OR gross_cents <> 0", name="moves_something"),
        Index("ix_order_movements_line_day", "order_line_id", "day"),
    )

    id: Mapped[Id]
    order_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("order_lines.id"))
    day: Mapped[date] = mapped_column(index=True)
    """The business day on which it was registered here: a past day of the book never changes."""
    at: Mapped[Utc]
    by: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[Milli]
    net_cents: Mapped[Cents]
    gross_cents: Mapped[Cents]
    """With VAT: what it moves of the customer's exposure."""

    line: Mapped[OrderLine] = relationship()
