"""Holds as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, joinedload

from dispatch.orders.holds import CreditHold
from dispatch.orders.models import Order


@dataclass(frozen=True, slots=True)
class HoldRow:
    """One hold: the figures of the moment it was made, in cents with VAT, and how it ended (empty: it has not).

    `stage` is `confirming` (it stays a draft) or `loading` (it stays at the depot).
    """

    order_reference: str
    stage: str
    asked_cents: int
    exposure_cents: int
    limit_cents: int
    opened_at: datetime
    opened_by: str
    outcome: str
    closed_at: datetime | None
    closed_by: str
    reason: str

    @property
    def above_cents(self) -> int:
        """By how much the order would have passed the limit."""
        return self.exposure_cents + self.asked_cents - self.limit_cents


def holds_of_order(session: Session, order_id: int) -> tuple[HoldRow, ...]:
    """The holds of one order, the latest first."""
    return _rows(session, CreditHold.order_id == order_id)


def holds_of_customer(session: Session, customer_id: int, limit: int = 50) -> tuple[HoldRow, ...]:
    """The holds of one customer's orders, the latest first."""
    return _rows(session, Order.customer_id == customer_id, limit=limit)


def _rows(session: Session, condition: ColumnElement[bool], limit: int = 50) -> tuple[HoldRow, ...]:
    query = (
        select(CreditHold)
        .join(Order, Order.id == CreditHold.order_id)
        .where(condition)
        .options(joinedload(CreditHold.order))
        .order_by(CreditHold.id.desc())
        .limit(limit)
    )
    return tuple(
        HoldRow(
            hold.order.reference,
            hold.stage,
            hold.asked_cents,
            hold.exposure_cents,
            hold.limit_cents,
            hold.opened_at,
            hold.opened_by,
            hold.outcome,
            hold.closed_at,
            hold.closed_by,
            hold.reason,
        )
        for hold in session.scalars(query)
    )
