"""Opening a closed order again: what was given up is owed again, and the credit limit is asked as for a new order."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError
from dispatch.orders import conservation
from dispatch.orders.confirming import open_cents, require_room
from dispatch.orders.frameworks import draw
from dispatch.orders.models import ORDER, Order
from dispatch.orders.settling import touch_order


def reopen_order(session: Session, order: Order, reason: str) -> None:
    """Owe again what was given up of a closed order.

    Raises
    ------
    InvalidInputError
        Without a reason.
    LifeCycleError
        The order is not closed.
    RefusedError
        The credit limit has no room, or the framework's balance was called meanwhile.
    """
    if not reason.strip():
        raise InvalidInputError("A reason is needed.", "Say in a few words why it is opened again.")
    ORDER.advance(order, "confirmed", at=clock.now(), by=actor_of(session))
    require_room(
        session,
        order,
        sum(
            open_cents(line, line.backlog_qty + line.planned_qty + line.cancelled_qty)
            - open_cents(line, line.backlog_qty + line.planned_qty)
            for line in order.lines
        ),
    )
    again = []
    for line in order.lines:
        quantity = line.cancelled_qty
        if quantity and line.framework_line_id is not None:
            draw(session, line.framework_line_id, quantity)
        conservation.reopen(session, line, quantity)
        again.append([line.line_no, quantity])
    touch_order(session, order)
    journal.record(session, "order.reopened", order.number, lines=again, reason=reason.strip())
