"""Differences between an order and its quote that somebody has accepted by name (écarts devis/commande)."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Name

FIELDS = ("missing", "added", "quantity", "price", "date", "no_quote")


class AcceptedGap(Base):
    """One difference as it was accepted; another value of the same field is a new difference."""

    __tablename__ = "accepted_gaps"
    __table_args__ = (UniqueConstraint("order_id", "line_no", "field", "quoted", "ordered"),)

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(BigInt, ForeignKey("orders.id"), index=True)
    line_no: Mapped[int]
    """0: the whole order."""
    field: Mapped[str] = mapped_column(String(16))
    quoted: Mapped[Code]
    ordered: Mapped[Code]
    accepted_at: Mapped[Utc]
    accepted_by: Mapped[Name]
    reason: Mapped[LongText] = mapped_column(default="")
