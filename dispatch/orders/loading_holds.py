"""Holds at loading: a confirmed order that the customer's limit keeps at the depot, and how far a release lets it out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.orders.confirming import close_hold, open_hold
from dispatch.orders.holds import CreditHold
from dispatch.orders.models import Order

STAGE = "loading"


def hold_loading(session: Session, order: Order, *, asked_cents: int, exposure_cents: int, limit_cents: int) -> None:
    """Hold an order at the depot, or bring the figures of its open hold up to date; journaled.

    Parameters
    ----------
    asked_cents, exposure_cents
        What would leave of it, and what has left and is not paid; with VAT.
    """
    hold = open_hold(session, order)
    if hold is None:
        hold = CreditHold(order_id=order.id, stage=STAGE, opened_at=clock.now(), opened_by=actor_of(session))
        session.add(hold)
    hold.asked_cents, hold.exposure_cents, hold.limit_cents = asked_cents, exposure_cents, limit_cents
    session.flush()
    journal.record(
        session,
        "order.loading_held",
        order.number,
        asked_cents=asked_cents,
        exposure_cents=exposure_cents,
        limit_cents=limit_cents,
    )


def fits_now(session: Session, order: Order) -> None:
    """What was held leaves within the limit after all."""
    hold = open_hold(session, order)
    if hold is not None and hold.stage == STAGE:
        close_hold(session, order, "fitted")


def released_at(session: Session, order: Order, asked_cents: int) -> datetime | None:
    """When somebody let this order leave above the limit; None where nobody did, or it no longer counts.

    It counts for as much as was asked then, and while the order has been neither closed nor opened again since. Whether
    something has left on it already is for the caller to see.
    """
    return session.scalar(
        select(CreditHold.closed_at)
        .where(
            CreditHold.order_id == order.id,
            CreditHold.stage == STAGE,
            CreditHold.outcome == "released",
            CreditHold.closed_at >= order.state_at,
            CreditHold.asked_cents >= asked_cents,
        )
        .order_by(CreditHold.closed_at.desc())
        .limit(1)
    )
