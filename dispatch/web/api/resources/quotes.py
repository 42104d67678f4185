"""Quotes: offered, answered."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.customers.directory import customer_of, site_of
from dispatch.orders import feed, quoting
from dispatch.orders.quote_editing import send_quote as send
from dispatch.orders.quote_papers import quote_pdf
from dispatch.web.api.answering import reread
from dispatch.web.api.lines import refuse_foreign_site, resolved
from dispatch.web.api.operations import operation
from dispatch.web.api.resources.orders import OrderOut, order_out
from dispatch.web.api.shapes import Amount, Code, Day, Line, Micros, Page, Paging, Quantity, Reference, Shape
from dispatch.web.shell import shell


class QuoteLineIn(Shape):
    """One product offered; without a price, at the customer's of today."""

    product: Code
    offered_qty: Quantity
    unit_price_micros: Amount | None = None


class QuoteIn(Shape):
    """A quote to be made."""

    customer: Code
    site: Code
    valid_until: Day
    reference: Reference = ""
    wanted_on: Day | None = None
    lines: Annotated[tuple[QuoteLineIn, ...], Field(min_length=1, max_length=200)]


class QuoteQuery(Paging):
    """Which quotes."""

    state: Literal["", "open", "accepted", "declined", "lapsed"] = ""


class QuoteLineOut(Shape):
    """One product offered."""

    line_no: int
    product_code: str
    offered_qty: int
    unit_price_micros: Micros
    wanted_on: Day | None


class QuoteOut(Shape):
    """A quote; `state` is open, accepted, declined or lapsed."""

    number: str
    reference: str
    customer_code: str
    site_code: str
    quoted_on: Day
    valid_until: Day
    sent_at: datetime | None
    """When it went to the customer; from then on it is not changed."""
    state: str
    lines: tuple[QuoteLineOut, ...]


class AcceptIn(Shape):
    """The customer says yes."""

    requested_on: Day
    customer_reference: Reference = ""


class DeclineIn(Shape):
    """The customer says no."""

    reason: Line = ""


@operation("GET", "/quotes")
def list_quotes(session: Session, query: QuoteQuery) -> Page[QuoteOut]:
    """Quotes, in the order in which they were made."""
    return Page[QuoteOut].cut(QuoteOut, feed.quotes_after(session, query.after, query.limit, query.state))


@operation("POST", "/quotes", status=201)
def make_quote(session: Session, body: QuoteIn) -> QuoteOut:
    """Make a quote; it gets its number here."""
    customer, site = customer_of(session, body.customer), site_of(session, body.site)
    refuse_foreign_site(customer, site)
    lines = resolved(
        session, customer, [(line.product, line.offered_qty, line.unit_price_micros) for line in body.lines]
    )
    made = quoting.make_quote(
        session,
        customer.id,
        site.id,
        [(line.product_id, line.quantity, line.unit_price_micros) for line in lines],
        body.valid_until,
        body.reference,
        body.wanted_on,
    )
    return QuoteOut.of(feed.quote_by_number(session, made.number))


def _paper(session: Session, number: str) -> bytes:
    return quote_pdf(session, shell().store, number)


@operation("GET", "/quotes/<number>", paper=_paper)
def get_quote(session: Session, number: str) -> QuoteOut:
    """One quote, or as `application/pdf` its paper."""
    return QuoteOut.of(feed.quote_by_number(session, number))


@operation("POST", "/quotes/<number>/acceptance", status=201)
def accept_quote(session: Session, number: str, body: AcceptIn) -> OrderOut:
    """Accept a quote: its order, with the quote's lines and prices."""
    quote = feed.quote_of(session, number, lock=True)
    return order_out(session, quoting.accept_quote(session, quote, body.requested_on, body.customer_reference))


@operation("POST", "/quotes/<number>/sending")
def send_quote(session: Session, number: str) -> QuoteOut:
    """Keep the paper as it goes to the customer; from then on the quote is not changed."""
    send(session, shell().store, feed.quote_of(session, number, lock=True))
    reread(session)
    return QuoteOut.of(feed.quote_by_number(session, number))


@operation("POST", "/quotes/<number>/refusal")
def decline_quote(session: Session, number: str, body: DeclineIn) -> QuoteOut:
    """Note that the customer said no."""
    quoting.decline_quote(session, feed.quote_of(session, number, lock=True), body.reason)
    return QuoteOut.of(feed.quote_by_number(session, number))
