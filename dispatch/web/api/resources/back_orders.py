"""Back orders: what deliveries left owing, with the day on which each may leave as production and tours stand now."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch.planning.back_orders import back_order_rows
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Cents, Day, Shape


class BackOrderOut(Shape):
    """One rest; `kept_on` stands on the line and the next paper, `expected_on` is the day as things stand now."""

    order_reference: str
    line_no: int
    customer_name: str
    product_code: str
    cause: str
    note_number: str
    opened_on: Day
    age_days: int
    backlog_qty: int
    planned_qty: int
    due_on: Day
    kept_on: Day | None
    expected_on: Day | None
    net_cents: Cents


class BackOrdersOut(Shape):
    """All of them, the oldest first."""

    items: tuple[BackOrderOut, ...]


@operation("GET", "/back-orders")
def list_back_orders(session: Session) -> BackOrdersOut:
    """Open back orders, the oldest first, each with the day on which it may leave now."""
    return BackOrdersOut(items=tuple(BackOrderOut.of(one) for one in back_order_rows(session)))
