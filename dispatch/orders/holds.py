"""Credit holds: orders that the customer's limit keeps from being confirmed, until somebody releases or withdraws them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Cents, Id, LongText, Name
from dispatch.orders.models import Order

OUTCOMES = ("", "released", "fitted", "withdrawn")
"""Open; let through by somebody; confirmed later within the limit; the order was cancelled."""


class CreditHold(Base):
    """One order held back, with the figures of that moment."""

    __tablename__ = "credit_holds"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'released', 'fitted', 'withdrawn')", name="outcome_known"),
        CheckConstraint("stage IN ('confirming', 'loading')", name="stage_known"),
        CheckConstraint("(outcome = '') = (closed_at IS NULL)", name="closed_with_outcome"),
        CheckConstraint("outcome <> 'released' OR (closed_by <> '' AND reason <> '')", name="release_has_reason"),
        Index(
            "uq_credit_holds_open_order",
            "order_id",
            unique=True,
            postgresql_where=text("closed_at IS NULL"),
            sqlite_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    order_id: Mapped[int] = mapped_column(BigInt, ForeignKey("orders.id"))
    stage: Mapped[str] = mapped_column(String(16), default="confirming", server_default="confirming")
    """Kept from being confirmed, or, confirmed, from being loaded."""
    asked_cents: Mapped[Cents]
    """What the order (at loading: what would leave of it) adds, with VAT."""
    exposure_cents: Mapped[Cents]
    """The exposure before it; at loading: what has left and is not paid."""
    limit_cents: Mapped[Cents]
    opened_at: Mapped[Utc]
    opened_by: Mapped[Name]
    closed_at: Mapped[Utc | None]
    closed_by: Mapped[Name] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(String(16), default="")
    reason: Mapped[LongText] = mapped_column(default="")

    order: Mapped[Order] = relationship()
