"""Drawing up quotes at the desk: written with a day per line, edited until they are sent, never after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.catalog.amounts import refuse_excessive
from dispatch.db.engine import actor_of
from dispatch.documents.store import DocumentStore
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.orders.quote_papers import keep_quote
from dispatch.orders.quotes import Quote, QuoteLine
from dispatch.orders.quoting import make_quote


@dataclass(frozen=True, slots=True)
class Offer:
    """One line offered; quantity in milli-units, price in micros."""

    product_id: int
    quantity: int
    unit_price_micros: int
    wanted_on: date | None = None


@dataclass(frozen=True, slots=True)
class QuoteDraft:
    """A quote before it has a number."""

    customer_id: int
    site_id: int
    lines: tuple[Offer, ...]
    valid_until: date
    reference: str = ""
    deal_id: int | None = None


def draw_up(session: Session, draft: QuoteDraft) -> Quote:
    """Make a quote whose lines may each be wanted on a day of their own; raises as `make_quote`."""
    lines = [(one.product_id, one.quantity, one.unit_price_micros) for one in draft.lines]
    quote = make_quote(session, draft.customer_id, draft.site_id, lines, draft.valid_until, draft.reference)
    quote.deal_id = draft.deal_id
    for line, offer in zip(quote.lines, draft.lines, strict=True):
        line.wanted_on = offer.wanted_on
    session.flush()
    return quote


def edit_quote(session: Session, quote: Quote, draft: QuoteDraft) -> None:
    """Let a quote that nobody has sent yet say something else.

    Raises
    ------
    RefusedError
        It was sent or answered: what the customer holds does not change behind their back.
    InvalidInputError
        Valid until a day that is past, or a line worth more than a line may be.
    """
    _require_unsent(quote)
    if draft.valid_until < clock.today():
        raise InvalidInputError(f"A quote cannot end on {draft.valid_until}, before today.", "Give a later day.")
    quote.site_id, quote.valid_until, quote.reference = draft.site_id, draft.valid_until, draft.reference
    quote.deal_id = draft.deal_id
    _write(session, quote, draft.lines)
    told = [[one.product_id, one.quantity, one.unit_price_micros] for one in draft.lines]
    journal.record(session, "quote.edited", quote.number, lines=told, valid_until=draft.valid_until)


def send_quote(session: Session, store: DocumentStore, quote: Quote) -> None:
    """Keep the paper as it goes to the customer; from then on the quote is not edited.

    Raises
    ------
    RefusedError
        It was sent or answered already, or ended.
    """
    _require_unsent(quote)
    if clock.today() > quote.valid_until:
        raise RefusedError(f"Quote {quote.number} ended on {quote.valid_until}.", "Make a new quote.")
    quote.sent_at, quote.sent_by = clock.now(), actor_of(session)
    session.flush()
    document = keep_quote(session, store, quote)
    journal.record(session, "quote.sent", quote.number, document=document.id, sha256=document.sha256)


def _require_unsent(quote: Quote) -> None:
    if quote.sent_at is not None:
        raise RefusedError(
            f"Quote {quote.number} went to the customer on {clock.local(quote.sent_at).date()}.",
            "Make a new quote in its place.",
        )
    if quote.state != "open":
        raise RefusedError(f"Quote {quote.number} is {quote.state}.", "Make a new quote in its place.")


def _write(session: Session, quote: Quote, offers: Sequence[Offer]) -> None:
    for place, offer in enumerate(offers):
        refuse_excessive(offer.quantity, offer.unit_price_micros)
        if place == len(quote.lines):
            quote.lines.append(QuoteLine(line_no=place + 1))
        line = quote.lines[place]
        line.product_id, line.quantity = offer.product_id, offer.quantity
        line.unit_price_micros, line.wanted_on = offer.unit_price_micros, offer.wanted_on
    for line in quote.lines[len(offers) :]:
        session.delete(line)
    session.flush()
    session.expire(quote, ["lines"])
