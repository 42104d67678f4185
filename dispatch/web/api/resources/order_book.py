"""The order book at any day, with the bridge that leads there."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.orders import book
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Cents, Day, Shape


class BookQuery(Shape):
    """Which day, and which part of its lines."""

    on: Day | None = None
    """The end of which day; today by default."""
    since: Day | None = None
    """First day of the bridge; the first of that month by default."""
    cursor: Annotated[str, Field(pattern=r"^[0-9]{1,9}$")] = "0"
    """`next_cursor` of the answer before."""
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class BridgeOut(Shape):
    """Opening + booked − delivered − cancelled = closing, in quantity and in value without VAT."""

    opening_qty: int
    booked_qty: int
    delivered_qty: int
    cancelled_qty: int
    closing_qty: int
    opening_cents: Cents
    booked_cents: Cents
    delivered_cents: Cents
    cancelled_cents: Cents
    closing_cents: Cents


class BookLineOut(BridgeOut):
    """One line of the book and its bridge."""

    order_number: str
    order_reference: str
    line_no: int
    kind: str
    customer_code: str
    site_code: str
    product_code: str
    unit: str
    requested_on: Day
    promised_on: Day | None


class BookOut(Shape):
    """The book at the end of a day, and some of its lines."""

    on: Day
    since: Day
    line_count: int
    late_count: int
    bridge: BridgeOut
    items: tuple[BookLineOut, ...]
    next_cursor: str | None


@operation("GET", "/order-book")
def get_order_book(session: Session, query: BookQuery) -> BookOut:
    """All open lines at the end of a day, and how they came to be."""
    found = book.order_book(session, query.on or clock.today(), query.since)
    first, end = int(query.cursor), int(query.cursor) + query.limit
    return BookOut(
        on=found.on,
        since=found.since,
        line_count=len(found.lines),
        late_count=len(found.late_lines),
        bridge=BridgeOut.of(found.bridge),
        items=tuple(BookLineOut.of(line) for line in found.lines[first:end]),
        next_cursor=str(end) if end < len(found.lines) else None,
    )
