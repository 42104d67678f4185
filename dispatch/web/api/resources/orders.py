"""Orders: read, registered, called off from a framework; and the audit trail of one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.controls.trail import audit_trail
from dispatch.customers.directory import customer_of, site_of
from dispatch.customers.models import Customer
from dispatch.orders import feed
from dispatch.orders.dealing import open_deal
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.hold_queries import holds_of_order
from dispatch.orders.models import Order
from dispatch.orders.order_view import order_view
from dispatch.orders.register import register
from dispatch.web.api.answering import reread
from dispatch.web.api.lines import refuse_foreign_site, resolved
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import (
    Amount,
    Cents,
    Code,
    Day,
    Micros,
    Number,
    Page,
    Paging,
    Quantity,
    Reference,
    Shape,
)
from dispatch.web.shell import shell

SOURCE = "api"


class OrderLineIn(Shape):
    """One line; without a price the framework's, else the customer's holds."""

    line_no: Number
    product: Code
    ordered_qty: Quantity
    requested_on: Day
    promised_on: Day | None = None
    latest_on: Day | None = None
    unit_price_micros: Amount | None = None


Lines = Annotated[tuple[OrderLineIn, ...], Field(min_length=1, max_length=200)]


class OrderIn(Shape):
    """An order to be registered; it is confirmed at once unless it is sent as a draft, or held by the credit limit."""

    customer: Code
    site: Code
    lines: Lines
    reference: Reference = ""
    """Your key for it; its own number where you give none."""
    customer_reference: Reference = ""
    """The customer's purchase order."""
    deal: Reference = ""
    """An open deal of the customer, by its code."""
    kind: Literal["firm", "framework"] = "firm"
    valid_until: Day | None = None
    """Framework orders: no call-off after."""
    origin: Literal["quote", "telephone", "email", "direct"] = "direct"
    partial: Literal["allowed", "complete"] = "allowed"
    priority: Annotated[int, Field(ge=1, le=3)] = 1
    """3 first."""
    state: Literal["draft", "confirmed"] = "confirmed"


class CallOffIn(Shape):
    """A call-off on a framework order; a forecast one reserves production and makes no stop."""

    site: Code
    lines: Lines
    reference: Reference = ""
    customer_reference: Reference = ""
    forecast: bool = False


class OrderQuery(Paging):
    """Which orders."""

    state: Literal["", "draft", "confirmed", "closed", "cancelled"] = ""
    customer: Reference = ""
    """The code of their customer."""


class OrderHeadOut(Shape):
    """An order without its lines."""

    number: str
    reference: str
    kind: str
    forecast: bool
    state: str
    customer_code: str
    customer_reference: str
    site_code: str
    requested_on: Day
    received_at: datetime


class OrderLineOut(Shape):
    """One line: ordered = delivered + planned + backlog + cancelled; `called_qty` is what call-offs took of a framework's."""

    line_no: int
    product_code: str
    product_name: str
    unit: str
    requested_on: Day
    promised_on: Day | None
    expected_on: Day | None
    """When planning expects the rest to leave."""
    unit_price_micros: Micros
    ordered_qty: int
    delivered_qty: int
    planned_qty: int
    backlog_qty: int
    cancelled_qty: int
    called_qty: int
    net_cents: Cents


class HoldOut(Shape):
    """A time when the credit limit kept the order back, from confirmation or at loading; `outcome` is empty while it does."""

    stage: str
    asked_cents: Cents
    exposure_cents: Cents
    limit_cents: Cents
    opened_at: datetime
    outcome: str
    closed_at: datetime | None
    reason: str


class OrderOut(Shape):
    """An order whole."""

    number: str
    reference: str
    kind: str
    forecast: bool
    state: str
    origin: str
    customer_code: str
    customer_reference: str
    site_code: str
    requested_on: Day
    partial: str
    priority: int
    valid_until: Day | None
    framework_reference: str
    deal_code: str
    received_at: datetime
    ordered_cents: Cents
    lines: tuple[OrderLineOut, ...]
    holds: tuple[HoldOut, ...]


class TrailStepOut(Shape):
    """One document or event; `intact` says whether its hash was found again just now."""

    at: datetime
    author: str
    what: str
    subject: str
    hash: str
    intact: bool


class TrailOut(Shape):
    """The audit trail of an order, from quote to invoice."""

    order_reference: str
    order_number: str
    customer_code: str
    state: str
    quote_number: str
    note_numbers: tuple[str, ...]
    invoice_numbers: tuple[str, ...]
    steps: tuple[TrailStepOut, ...]


@operation("GET", "/orders")
def list_orders(session: Session, query: OrderQuery) -> Page[OrderHeadOut]:
    """Orders, in the order in which they were registered."""
    found = feed.orders_after(session, query.after, query.limit, state=query.state, customer=query.customer)
    return Page[OrderHeadOut].cut(OrderHeadOut, found)


@operation("POST", "/orders", status=201)
def create_order(session: Session, body: OrderIn) -> OrderOut:
    """Register an order; where the credit limit holds it, its state stays draft and `holds` says why."""
    customer, site = customer_of(session, body.customer), site_of(session, body.site)
    refuse_foreign_site(customer, site)
    draft = OrderDraft(
        customer_id=customer.id,
        site_id=site.id,
        lines=_drafts(session, customer, body.lines),
        source=SOURCE,
        deal_id=open_deal(session, customer.id, body.deal).id if body.deal else None,
        **body.model_dump(exclude={"customer", "site", "lines", "deal"}),
    )
    return order_out(session, register(session, draft))


@operation("GET", "/orders/<reference>")
def get_order(session: Session, reference: str) -> OrderOut:
    """One order, by its number or its reference."""
    return order_out(session, feed.order_of(session, reference))


@operation("GET", "/orders/<reference>/call-offs")
def list_call_offs(session: Session, reference: str, query: Paging) -> Page[OrderHeadOut]:
    """The call-offs of a framework order."""
    found = feed.orders_after(session, query.after, query.limit, framework=reference)
    return Page[OrderHeadOut].cut(OrderHeadOut, found)


@operation("POST", "/orders/<reference>/call-offs", status=201)
def call_off(session: Session, reference: str, body: CallOffIn) -> OrderOut:
    """Call goods off from a framework order, within its balance and its validity."""
    framework, site = feed.order_of(session, reference), site_of(session, body.site)
    refuse_foreign_site(framework.customer, site)
    draft = OrderDraft(
        customer_id=framework.customer_id,
        site_id=site.id,
        lines=_drafts(session, framework.customer, body.lines),
        source=SOURCE,
        kind="call_off",
        framework=framework.number,
        **body.model_dump(exclude={"site", "lines"}),
    )
    return order_out(session, register(session, draft))


@operation("GET", "/orders/<reference>/audit-trail")
def get_audit_trail(session: Session, reference: str) -> TrailOut:
    """Every document and event of an order with its author and hash, computed anew."""
    return TrailOut.of(audit_trail(session, shell().store, reference))


def order_out(session: Session, order: Order) -> OrderOut:
    """One order as it stands now, in this transaction."""
    reread(session)
    found = order_view(session, order.number)
    return OrderOut.of(found, holds=holds_of_order(session, order.id))


def _drafts(session: Session, customer: Customer, lines: tuple[OrderLineIn, ...]) -> tuple[LineDraft, ...]:
    """Drafts of the lines; where none is given, the price that holds for the customer is the register's to know."""
    found = resolved(session, customer, [(line.product, line.ordered_qty, line.unit_price_micros) for line in lines])
    return tuple(
        LineDraft(
            line_no=line.line_no,
            product_id=one.product_id,
            quantity=one.quantity,
            unit_price_micros=line.unit_price_micros,
            **_days(line),
        )
        for line, one in zip(lines, found, strict=True)
    )


def _days(line: OrderLineIn) -> dict[str, Any]:
    return line.model_dump(include={"requested_on", "promised_on", "latest_on"})
