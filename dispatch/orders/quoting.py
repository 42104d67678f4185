"""Quotes: made, accepted as an order that copies their lines, or declined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.catalog.amounts import refuse_excessive
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.numbering import next_number
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.models import Order
from dispatch.orders.quotes import QUOTE, Quote, QuoteLine
from dispatch.orders.register import register
from dispatch.orders.sellable import require_sold

QuotedLine = tuple[int, int, int]
"""Product id, quantity in milli-units, unit price in micros."""


def make_quote(
    session: Session,
    customer_id: int,
    site_id: int,
    lines: Sequence[QuotedLine],
    valid_until: date,
    reference: str = "",
    wanted_on: date | None = None,
) -> Quote:
    """Offer products at prices until a day; numbered and journaled.

    Raises
    ------
    InvalidInputError
        Without lines, with one worth more than a line may be, or valid until a day that is past.
    RefusedError
        A product is no longer sold.
    """
    today = clock.today()
    if not lines:
        raise InvalidInputError("A quote needs a line.", "Add a product.")
    if valid_until < today:
        raise InvalidInputError(f"A quote cannot end on {valid_until}, before today.", "Give a later day.")
    require_sold(session, [product_id for product_id, _, _ in lines])
    for _, quantity, price in lines:
        refuse_excessive(quantity, price)
    quote = Quote(
        number=next_number(session, "quote"),
        reference=reference,
        customer_id=customer_id,
        site_id=site_id,
        quoted_on=today,
        valid_until=valid_until,
        state="open",
        state_at=clock.now(),
        state_by=actor_of(session),
        lines=[
            QuoteLine(
                line_no=number, product_id=product_id, quantity=quantity, unit_price_micros=price, wanted_on=wanted_on
            )
            for number, (product_id, quantity, price) in enumerate(lines, 1)
        ],
    )
    session.add(quote)
    session.flush()
    journal.record(session, "quote.made", quote.number, lines=[list(line) for line in lines], valid_until=valid_until)
    return quote


def accept_quote(session: Session, quote: Quote, requested_on: date, customer_reference: str = "") -> Order:
    """The customer says yes: an order with the quote's lines and prices, for the day asked for.

    Raises
    ------
    RefusedError
        When the quote is no longer valid (then it becomes lapsed only by its own step) or was answered already.
    """
    if clock.today() > quote.valid_until:
        raise RefusedError(f"Quote {quote.number} ended on {quote.valid_until}.", "Make a new quote.")
    QUOTE.advance(quote, "accepted", at=clock.now(), by=actor_of(session))
    order = register(
        session,
        OrderDraft(
            customer_id=quote.customer_id,
            site_id=quote.site_id,
            origin="quote",
            quote_id=quote.id,
            deal_id=quote.deal_id,
            customer_reference=customer_reference,
            lines=tuple(
                LineDraft(
                    line_no=line.line_no,
                    product_id=line.product_id,
                    quantity=line.quantity,
                    requested_on=line.wanted_on or requested_on,
                    unit_price_micros=line.unit_price_micros,
                )
                for line in quote.lines
            ),
        ),
    )
    journal.record(session, "quote.accepted", quote.number, order=order.number)
    return order


def decline_quote(session: Session, quote: Quote, reason: str = "") -> None:
    """The customer says no; why is kept with the quote."""
    quote.lost_reason = reason
    QUOTE.advance(quote, "declined", at=clock.now(), by=actor_of(session))
    journal.record(session, "quote.declined", quote.number, reason=reason)
