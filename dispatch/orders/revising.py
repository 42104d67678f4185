"""Revising an order as the desk does it: head, lines and new lines in one step, refused when somebody else was quicker."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.orders.amending import amend_line, amend_order
from dispatch.orders.confirming import open_cents, require_room
from dispatch.orders.dealing import choose_deal
from dispatch.orders.drafts import LineDraft
from dispatch.orders.frameworks import frameworks
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.register import add_lines

HEAD = (
    "state",
    "site_id",
    "deal_id",
    "customer_reference",
    "partial",
    "partial_minimum_qty",
    "priority",
    "valid_until",
)
LINE = (
    "line_no", "ordered_qty", "cancelled_qty", "unit_price_micros", "requested_on", "promised_on", "partial", "partial_minimum_qty",
    "multiple_qty", "max_deliveries",
)  # fmt: skip


def mark_of(order: Order) -> str:
    """What an order says of all that can be revised, in twelve characters: it differs as soon as one of them does."""
    said = [[getattr(order, name) for name in HEAD], *([getattr(line, name) for name in LINE] for line in order.lines)]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def revise_order(
    session: Session,
    order: Order,
    seen: str,
    head: Mapping[str, Any],
    lines: Mapping[int, Mapping[str, Any]],
    added: Sequence[LineDraft] = (),
) -> None:
    """Change an order that still says what was seen of it; every change leaves its amendment.

    Parameters
    ----------
    seen
        `mark_of` the order when it was read.
    lines
        Changes by line number.

    Raises
    ------
    RefusedError
        Somebody changed it meanwhile, a rule refuses a change, or the credit limit has no room for more.
    """
    session.execute(select(Order.id).where(Order.id == order.id).with_for_update())
    session.refresh(order)
    for line in order.lines:
        session.refresh(line)
    if mark_of(order) != seen:
        raise RefusedError(f"Order {order.reference} was changed meanwhile.", "Open it again and look at what changed.")
    fields = dict(head)
    if "deal_id" in fields:
        choose_deal(session, order, fields.pop("deal_id"))
    amend_order(session, order, **fields)
    for line in order.lines:
        if line.line_no in lines:
            amend_line(session, line, **lines[line.line_no])
    if added:
        extend_order(session, order, added)


def extend_order(session: Session, order: Order, lines: Sequence[LineDraft]) -> None:
    """Add lines to an order; confirmed, it asks for room below the customer's credit limit as any growth does.

    Raises
    ------
    RefusedError
        The order is closed or cancelled, the framework of a call-off refuses, or the limit has no room.
    """
    if order.state not in ("draft", "confirmed"):
        raise RefusedError(f"Order {order.reference}: Order {order.reference} is {order.state}.", "Reopen it first.")
    known = frameworks(session, {order.framework.number}) if order.framework else {}
    add_lines(session, order, lines, known[order.framework.number] if order.framework else None)
    numbers = {line.line_no for line in lines}
    made = [line for line in order.lines if line.line_no in numbers]
    if order.state == "confirmed":
        require_room(session, order, sum(open_cents(line, line.ordered_qty) for line in made))
    journal.record(session, "order.extended", order.number, lines=[_told(line) for line in made])


def firm_up(session: Session, order: Order) -> None:
    """Make a forecast call-off firm: from then on it is owed, planned, and counts for the credit limit.

    Raises
    ------
    InvalidInputError
        It is no forecast.
    RefusedError
        The credit limit has no room.
    """
    if not order.forecast:
        raise InvalidInputError(f"Order {order.reference} is no forecast.", "Only a forecast call-off becomes firm.")
    amend_order(session, order, forecast=False)
    if order.state == "confirmed":
        require_room(session, order, sum(open_cents(line, line.backlog_qty) for line in order.lines))


def _told(line: OrderLine) -> list[Any]:
    return [line.line_no, line.product.code, line.ordered_qty, line.unit_price_micros, line.due_on]
