"""Changing orders: confirmed, amended, cancelled; amending wants the tag of what was read."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.catalog.directory import products_by_code
from dispatch.customers.directory import site_of
from dispatch.orders import feed
from dispatch.orders.amending import amend_line, amend_order
from dispatch.orders.cancelling import cancel_order as give_up
from dispatch.orders.confirming import confirm_order as confirm
from dispatch.orders.confirming import release_order
from dispatch.web.api.answering import require_unchanged
from dispatch.web.api.lines import refuse_foreign_site
from dispatch.web.api.operations import operation
from dispatch.web.api.resources.orders import OrderOut, order_out
from dispatch.web.api.shapes import Amount, Code, Day, Number, Quantity, Reason, Reference, Shape


class LineChange(Shape):
    """What becomes of one line; what is left out stays as it is."""

    line_no: Number
    product: Code | None = None
    ordered_qty: Quantity | None = None
    requested_on: Day | None = None
    promised_on: Day | None = None
    """Null takes the promise back."""
    latest_on: Day | None = None
    unit_price_micros: Amount | None = None


class OrderChange(Shape):
    """What becomes of an order; what is left out stays as it is."""

    site: Code | None = None
    customer_reference: Reference | None = None
    partial: Literal["allowed", "complete"] | None = None
    priority: Annotated[int, Field(ge=1, le=3)] | None = None
    lines: Annotated[tuple[LineChange, ...], Field(max_length=200)] = ()


class ReasonIn(Shape):
    """Why."""

    reason: Reason


@operation("PATCH", "/orders/<reference>", guarded=True)
def amend_order_lines(session: Session, reference: str, body: OrderChange) -> OrderOut:
    """Amend an order: every change stays visible with its author; what is planned or delivered is not altered."""
    order = feed.order_of(session, reference, lock=True)
    require_unchanged(order_out(session, order))
    changes = _given(body, ("customer_reference", "partial", "priority"))
    if body.site is not None:
        site = site_of(session, body.site)
        refuse_foreign_site(order.customer, site)
        changes["site_id"] = site.id
    if changes:
        amend_order(session, order, **changes)
    for wanted in body.lines:
        line = feed.line_of(order, wanted.line_no)
        amend_line(session, line, **_line_changes(session, wanted))
    return order_out(session, order)


@operation("POST", "/orders/<reference>/confirmation")
def confirm_order(session: Session, reference: str) -> OrderOut:
    """Confirm a draft; where the credit limit holds it, its state stays draft and `holds` says why."""
    order = feed.order_of(session, reference, lock=True)
    confirm(session, order)
    return order_out(session, order)


@operation("POST", "/orders/<reference>/credit-release")
def release_credit(session: Session, reference: str, body: ReasonIn) -> OrderOut:
    """Let an order that the credit limit holds through, above the limit, with a reason."""
    order = feed.order_of(session, reference, lock=True)
    release_order(session, order, body.reason)
    return order_out(session, order)


@operation("POST", "/orders/<reference>/cancellation")
def cancel_order(session: Session, reference: str, body: ReasonIn) -> OrderOut:
    """Cancel an order of which nothing is planned or delivered."""
    order = feed.order_of(session, reference, lock=True)
    give_up(session, order, body.reason)
    return order_out(session, order)


def _line_changes(session: Session, wanted: LineChange) -> dict[str, Any]:
    changes = _given(wanted, ("ordered_qty", "requested_on", "unit_price_micros"))
    changes |= {name: getattr(wanted, name) for name in ("promised_on", "latest_on") if name in wanted.model_fields_set}
    if wanted.product is not None:
        changes["product_id"] = products_by_code(session, [wanted.product])[wanted.product].id
    return changes


def _given(body: Shape, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(body, name) for name in names if getattr(body, name) is not None}
