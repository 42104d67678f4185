"""The financial check: an order is confirmed within the customer's limit, warned about, or held until somebody releases it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.customers import credit
from dispatch.customers.credit import Exposure
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.orders.holds import CreditHold
from dispatch.orders.models import ORDER, Order, OrderLine
from dispatch.orders.settling import Standing, reserved, touch_order, value

HELD_STATE = {"confirming": "draft", "loading": "confirmed"}
"""Stage of a hold → the state in which its order waits."""


@dataclass(frozen=True, slots=True)
class CreditDecision:
    """What the check said: `ok`, `warn` or `blocked`; money in cents with VAT, the exposure before the order."""

    outcome: str
    asked_cents: int
    exposure_cents: int
    limit_cents: int | None


def confirm_order(session: Session, order: Order) -> CreditDecision:
    """Confirm a draft. Where the customer's rule blocks and the limit has no room, it stays a draft and is held.

    The caller commits in either case: a hold is something that happened.

    Raises
    ------
    LifeCycleError
        The order is no draft.
    """
    _lock(session, order)
    if order.state != "draft":
        ORDER.advance(order, "confirmed", at=clock.now(), by=actor_of(session))  # says from where it cannot
    asked, before = owed_cents(order), credit.exposure(session, order.customer_id)
    if gated(before, order) and asked > 0:
        if not credit.reserve(session, order.customer_id, asked):
            return _hold(session, order, asked, before)
        reserved(session, order.customer_id, asked)
    over = before.limit_cents is not None and before.total_cents + asked > before.limit_cents
    decision = CreditDecision(
        "warn" if over and before.mode != "off" else "ok", asked, before.total_cents, before.limit_cents
    )
    _confirm(session, order)
    close_hold(session, order, "fitted")
    journal.record(
        session,
        "order.confirmed",
        order.number,
        credit=decision.outcome,
        asked_cents=asked,
        exposure_cents=before.total_cents,
        limit_cents=before.limit_cents,
    )
    return decision


def release_order(session: Session, order: Order, reason: str) -> None:
    """Let an order that is held through, above the limit, in the name of whoever acts.

    One that was held from being confirmed is confirmed; one that was held at loading may leave with the next release.

    Raises
    ------
    InvalidInputError
        Without a reason.
    RefusedError
        The order is not held.
    """
    if not reason.strip():
        raise InvalidInputError("A reason is needed.", "Say in a few words why it is released.")
    _lock(session, order)
    hold = open_hold(session, order)
    if hold is None or order.state != HELD_STATE[hold.stage]:
        raise RefusedError(f"Order {order.reference} is not held for credit.", "Reload: somebody may have released it.")
    before = credit.exposure(session, order.customer_id)
    asked = hold.asked_cents
    if hold.stage == "confirming":
        asked = owed_cents(order)
        _confirm(session, order)
    close_hold(session, order, "released", reason.strip())
    journal.record(
        session,
        "order.credit_released",
        order.number,
        stage=hold.stage,
        asked_cents=asked,
        exposure_cents=before.total_cents,
        limit_cents=before.limit_cents or 0,
        reason=reason.strip(),
    )


def require_room(session: Session, order: Order, cents: int) -> None:
    """Take room for what a confirmed order is to owe more; used when it grows or is opened again.

    Raises
    ------
    RefusedError
        The customer's rule blocks and the limit has not enough.
    """
    before = credit.exposure(session, order.customer_id)
    if cents <= 0 or not gated(before, order) or order.kind == "framework" or order.forecast:
        return
    if not credit.reserve(session, order.customer_id, cents):
        raise RefusedError(
            f"Order {order.reference}: {cents / 100:.2f} € more would bring customer {order.customer.code} above the "
            f"credit limit ({before.total_cents / 100:.2f} of {(before.limit_cents or 0) / 100:.2f} €).",
            "Get paid, order less, or have a new order released.",
        )
    reserved(session, order.customer_id, cents)


def gated(account: Exposure, order: Order) -> bool:
    """Whether the customer's rule stops this order at its limit when it is confirmed or grows."""
    if account.mode != "block":
        return False
    return account.stage == "order" or (account.stage == "call_off" and order.kind == "call_off")


def owed_cents(order: Order) -> int:
    """What an order will owe once it is confirmed, with VAT; frameworks and forecasts owe nothing."""
    if order.kind == "framework" or order.forecast:
        return 0
    return sum(open_cents(line, line.backlog_qty + line.planned_qty) for line in order.lines)


def open_cents(line: OrderLine, quantity: int, unit_price_micros: int | None = None) -> int:
    """A quantity of a line with VAT, in cents."""
    price = line.unit_price_micros if unit_price_micros is None else unit_price_micros
    return value(quantity, Standing(0, 0, 0, price, line.vat_bp))[1]


def open_hold(session: Session, order: Order) -> CreditHold | None:
    """The hold that keeps an order back, if any."""
    return session.scalars(
        select(CreditHold).where(CreditHold.order_id == order.id, CreditHold.closed_at.is_(None))
    ).one_or_none()


def withdraw_hold(session: Session, order: Order, reason: str) -> None:
    """The order is cancelled or closed: nothing is held any more."""
    close_hold(session, order, "withdrawn", reason)


def close_hold(session: Session, order: Order, outcome: str, reason: str = "") -> None:
    """End the open hold of an order, if there is one."""
    session.execute(
        update(CreditHold)
        .where(CreditHold.order_id == order.id, CreditHold.closed_at.is_(None))
        .values(closed_at=clock.now(), closed_by=actor_of(session), outcome=outcome, reason=reason)
        .execution_options(synchronize_session=False)
    )


def _lock(session: Session, order: Order) -> None:
    session.flush()
    session.execute(select(Order.id).where(Order.id == order.id).with_for_update())
    session.refresh(order, ["state", "state_at", "state_by"])


def _confirm(session: Session, order: Order) -> None:
    ORDER.advance(order, "confirmed", at=clock.now(), by=actor_of(session))
    touch_order(session, order)


def _hold(session: Session, order: Order, asked: int, before: Exposure) -> CreditDecision:
    if open_hold(session, order) is None:
        session.add(
            CreditHold(
                order_id=order.id,
                asked_cents=asked,
                exposure_cents=before.total_cents,
                limit_cents=before.limit_cents or 0,
                opened_at=clock.now(),
                opened_by=actor_of(session),
            )
        )
        session.flush()
    journal.record(
        session,
        "order.credit_held",
        order.number,
        asked_cents=asked,
        exposure_cents=before.total_cents,
        limit_cents=before.limit_cents or 0,
    )
    return CreditDecision("blocked", asked, before.total_cents, before.limit_cents)
