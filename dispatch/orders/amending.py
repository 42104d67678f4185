"""Amending orders: every change leaves a row that says which field, from what, to what; delivered and planned stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import RefusedError
from dispatch.orders import conservation
from dispatch.orders.confirming import open_cents, require_room
from dispatch.orders.frameworks import draw
from dispatch.orders.models import ORDER, Order, OrderAmendment, OrderLine
from dispatch.orders.settling import touch, touch_customer, touch_order

BOUND_FIELDS = ("product_id", "unit_price_micros")
"""Fields of a line that stay once something of it is planned or delivered."""
BOUND_ORDER_FIELDS = ("customer_id", "site_id")
"""Fields of an order that stay once something of it is planned or delivered."""
FIXED_ORDER_FIELDS = ("kind", "framework_id")
"""Fields of an order that never change: another kind is another order."""

TEXTS = {
    "order_closed": ("Order {order} is {state}.", "Reopen it, or register a new order."),
    "below_committed": (
        "{asked} is less than the {committed} that are delivered, planned, cancelled or called.",
        "Take it off its tour first, or keep at least that much.",
    ),
    "in_progress": ("Something of it is planned or delivered, so this stays as it is.", "Register a new order."),
    "kind_is_fixed": ("An order keeps its kind and its framework.", "Register a new order."),
}

Change = tuple[str, str, str]
"""Field, before, after; as text."""


def order_refusal(order: Order, changes: Mapping[str, Any]) -> tuple[str, str] | None:
    """Why an order cannot take these changes: a code of `TEXTS` and the field, or None."""
    real = {field for field, value in changes.items() if getattr(order, field) != value}
    if real and order.state in ("closed", "cancelled"):
        return "order_closed", min(real)
    for field in FIXED_ORDER_FIELDS:
        if field in real:
            return "kind_is_fixed", field
    if any(line.delivered_qty or line.planned_qty for line in order.lines):
        for field in BOUND_ORDER_FIELDS:
            if field in real:
                return "in_progress", field
    return None


def line_refusal(line: OrderLine, changes: Mapping[str, Any]) -> tuple[str, str] | None:
    """Why a line cannot take these changes: a code of `TEXTS` and the field, or None."""
    real = {field for field, value in changes.items() if getattr(line, field) != value}
    if real and line.order.state in ("closed", "cancelled"):
        return "order_closed", min(real)
    if line.delivered_qty or line.planned_qty or line.called_qty or line.framework_line_id:
        for field in BOUND_FIELDS:
            if field in real and (field == "product_id" or line.delivered_qty or line.planned_qty):
                return "in_progress", field
    if "ordered_qty" in real and changes["ordered_qty"] < committed(line):
        return "below_committed", "ordered_qty"
    return None


def committed(line: OrderLine) -> int:
    """The quantity that the line cannot go below, in milli-units."""
    return max(line.ordered_qty - line.backlog_qty, line.called_qty + line.cancelled_qty, 1)


def amend_order(session: Session, order: Order, **changes: Any) -> list[Change]:
    """Change fields of an order (`site_id`, `priority`, `partial`, …); journaled.

    Raises
    ------
    RefusedError
        When the order is closed, or the field is bound by what is planned or delivered.
    """
    made = apply_to_order(session, order, changes)
    store_amendments(session, [(order, None, made)])
    return made


def amend_line(session: Session, line: OrderLine, **changes: Any) -> list[Change]:
    """Change fields of a line (`ordered_qty`, `promised_on`, `unit_price_micros`, …); journaled.

    Raises
    ------
    RefusedError
        When the order is closed, the change would alter what is planned or delivered, or the credit limit has no room.
    """
    if line.order.state == "confirmed" and {"ordered_qty", "unit_price_micros"} & changes.keys():
        more = changes.get("ordered_qty", line.ordered_qty) - line.ordered_qty
        owed = line.backlog_qty + line.planned_qty
        after = open_cents(line, max(owed + more, 0), changes.get("unit_price_micros"))
        require_room(session, line.order, after - open_cents(line, owed))
    (made,) = apply_to_lines(session, [(line, changes)])
    store_amendments(session, [(line.order, line.line_no, made)])
    return made


def apply_to_order(session: Session, order: Order, changes: Mapping[str, Any]) -> list[Change]:
    """Make the changes of an order without recording them; a `state` takes its step of the life cycle."""
    refused = order_refusal(order, changes)
    if refused:
        _refuse(refused[0], order)
    made: list[Change] = []
    for field, value in changes.items():
        before = getattr(order, field)
        if before == value:
            continue
        if field == "customer_id":
            touch_customer(session, order, value)
        if field == "state":
            ORDER.advance(order, value, at=clock.now(), by=actor_of(session))
        else:
            setattr(order, field, value)
        made.append((field, _text(before), _text(value)))
    if {field for field, _, _ in made} & {"state", "forecast", "customer_id"}:
        touch_order(session, order)
    return made


def apply_to_lines(session: Session, wanted: Sequence[tuple[OrderLine, Mapping[str, Any]]]) -> list[list[Change]]:
    """Make the changes of lines without recording them; quantities move through conservation and the framework's gate."""
    made: list[list[Change]] = []
    resized: list[tuple[OrderLine, int]] = []
    for line, changes in wanted:
        refused = line_refusal(line, changes)
        if refused:
            _refuse(refused[0], line.order, asked=changes.get("ordered_qty", 0), committed=committed(line))
        told: list[Change] = []
        for field, value in changes.items():
            before = getattr(line, field)
            if before == value:
                continue
            if field != "ordered_qty":
                setattr(line, field, value)
            else:
                resized.append((line, value))
                if line.framework_line_id is not None:
                    draw(session, line.framework_line_id, value - before)
            told.append((field, _text(before), _text(value)))
        made.append(told)
        if told:
            touch(session, [line.id])
    conservation.resize_many(session, resized)
    return made


def store_amendments(session: Session, made: list[tuple[Order, int | None, list[Change]]]) -> None:
    """Write the amendment rows, and one journal entry per order."""
    now, actor = clock.now(), actor_of(session)
    rows, told = [], dict[int, tuple[Order, list[list[Any]]]]()
    for order, line_no, changes in made:
        for field, before, after in changes:
            rows.append(
                {
                    "order_id": order.id,
                    "line_no": line_no,
                    "field": field,
                    "before": before,
                    "after": after,
                    "at": now,
                    "by": actor,
                }
            )
            told.setdefault(order.id, (order, []))[1].append([line_no, field, before, after])
    if rows:
        session.flush()
        session.execute(insert(OrderAmendment), rows)
    for order, changes_told in told.values():
        journal.record(session, "order.amended", order.number, reference=order.reference, changes=changes_told)


def _refuse(code: str, order: Order, **params: int) -> None:
    detail, hint = TEXTS[code]
    said = {name: f"{quantity / 1000:g}" for name, quantity in params.items()}
    raise RefusedError(
        f"Order {order.reference}: " + detail.format(order=order.reference, state=order.state, **said), hint
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
