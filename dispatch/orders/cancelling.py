"""Giving up what is still owed: a line, an order, or the rest of an order that is closed short; always with a reason."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.orders import conservation
from dispatch.orders.confirming import withdraw_hold
from dispatch.orders.frameworks import draw
from dispatch.orders.models import ORDER, BackOrder, Order, OrderLine


def cancel_line(session: Session, line: OrderLine, reason: str, quantity: int | None = None) -> None:
    """Give up part of a line's backlog, all of it by default; `quantity` in milli-units.

    Raises
    ------
    InvalidInputError
        Without a reason.
    ConservationError
        When less than that is in the backlog: what is on a tour is taken off it first.
    """
    _require(reason)
    given_up = _give_up(session, line, line.backlog_qty if quantity is None else quantity)
    journal.record(
        session, "order.line_cancelled", line.order.number, line=line.line_no, quantity=given_up, reason=reason
    )


def close_short(session: Session, line_id: int, reason: str, quantity: int | None = None) -> OrderLine:
    """Close a back order short (soldé): what is owed of its line and on no tour is given up; raises as `cancel_line`.

    Raises
    ------
    NotFoundError
        The line has no open back order.
    """
    query = select(OrderLine).join(BackOrder, BackOrder.order_line_id == OrderLine.id)
    line = session.scalars(query.where(OrderLine.id == line_id, BackOrder.closed_at.is_(None))).one_or_none()
    if line is None:
        raise NotFoundError(f"Line {line_id} has no open back order.", "Reload the list: it may have been closed.")
    cancel_line(session, line, reason, quantity)
    return line


def cancel_order(session: Session, order: Order, reason: str) -> None:
    """Give up a whole order of which nothing is planned or delivered.

    Raises
    ------
    RefusedError
        When something is: close it instead.
    """
    _require(reason)
    for line in order.lines:
        if line.planned_qty or line.delivered_qty or line.called_qty:
            raise RefusedError(
                f"Order {order.reference}, line {line.line_no}: {line.planned_qty / 1000:g} planned, "
                f"{line.delivered_qty / 1000:g} delivered, {line.called_qty / 1000:g} called.",
                "Close the order instead: that gives up the rest only.",
            )
    given_up = [[line.line_no, _give_up(session, line, line.backlog_qty)] for line in order.lines]
    ORDER.advance(order, "cancelled", at=clock.now(), by=actor_of(session))
    withdraw_hold(session, order, reason)
    journal.record(session, "order.cancelled", order.number, lines=given_up, reason=reason)


def close_order(session: Session, order: Order, reason: str = "") -> None:
    """Close an order; a rest that is still owed is given up and needs a reason (soldé).

    Raises
    ------
    RefusedError
        While something of it is on a tour.
    InvalidInputError
        When a rest is owed and no reason is given.
    """
    for line in order.lines:
        if line.planned_qty:
            raise RefusedError(
                f"Order {order.reference}, line {line.line_no}: {line.planned_qty / 1000:g} is on a tour.",
                "Wait for its receipt, or take it off the tour.",
            )
    if any(line.backlog_qty for line in order.lines):
        _require(reason)
    given_up = [[line.line_no, _give_up(session, line, line.backlog_qty)] for line in order.lines if line.backlog_qty]
    ORDER.advance(order, "closed", at=clock.now(), by=actor_of(session))
    withdraw_hold(session, order, reason)
    journal.record(session, "order.closed", order.number, lines=given_up, reason=reason)


def _give_up(session: Session, line: OrderLine, quantity: int) -> int:
    """Cancel backlog; a call-off gives its quantity back to the framework, an empty backlog ends the back order."""
    conservation.cancel(session, line, quantity)
    if quantity and line.framework_line_id is not None:
        draw(session, line.framework_line_id, -quantity)
    if line.backlog_qty == 0:
        session.execute(
            update(BackOrder)
            .where(BackOrder.order_line_id == line.id, BackOrder.closed_at.is_(None))
            .values(closed_at=clock.now())
            .execution_options(synchronize_session=False)
        )
    return quantity


def _require(reason: str) -> None:
    if not reason.strip():
        raise InvalidInputError("A reason is needed.", "Say in a few words why it is given up.")
