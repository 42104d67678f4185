"""Quotes by mail with their paper, and quotes whose validity has ended without an answer."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.documents import formats
from dispatch.documents.outbox import OutgoingMail
from dispatch.documents.register import newest
from dispatch.documents.store import DocumentStore
from dispatch.errors import RefusedError
from dispatch.orders import parties
from dispatch.orders.paper_mail import mail_paper
from dispatch.orders.quote_editing import send_quote
from dispatch.orders.quote_papers import KIND, keep_quote
from dispatch.orders.quotes import QUOTE, Quote

_SUBJECT = {"fr": "Notre devis {number}", "en": "Our quote {number}"}
_BODY = {
    "fr": (
        "Bonjour,\n\nVous trouverez en pièce jointe notre devis {number} du {on}, valable jusqu’au {until}.\n"
        "Pour commander, renvoyez-le daté et signé, ou répondez à ce message.\n\nCordialement,\n{seller}\n"
    ),
    "en": (
        "Dear customer,\n\nPlease find attached our quote {number} of {on}, valid until {until}.\n"
        "To order, send it back dated and signed, or answer this message.\n\nKind regards,\n{seller}\n"
    ),
}


def mail_quote(session: Session, store: DocumentStore, quote: Quote, recipient: str, seller: str) -> OutgoingMail:
    """Mail the paper of an open quote; the first time it is kept and marked as sent, later the kept one goes again.

    Raises
    ------
    RefusedError
        It was answered, or its validity has ended.
    InvalidInputError
        The recipient is no address.
    """
    if quote.state != "open" or clock.today() > quote.valid_until:
        state = quote.state if quote.state != "open" else f"out of date since {quote.valid_until}"
        raise RefusedError(f"Quote {quote.number} is {state}.", "Make a new quote in its place.")
    if quote.sent_at is None:
        send_quote(session, store, quote)
    document = newest(session, KIND, KIND, quote.number) or keep_quote(session, store, quote)
    language = parties.language_of(quote.customer.language)
    facts = {
        "number": quote.number,
        "on": formats.short_date(quote.quoted_on, language),
        "until": formats.short_date(quote.valid_until, language),
        "seller": seller,
    }
    subject, body = _SUBJECT[language].format(**facts), _BODY[language].format(**facts)
    return mail_paper(session, document, recipient, subject, body, kind=KIND, key=quote.number)


def lapse_quotes(session: Session, today: date) -> int:
    """File the open quotes whose validity has ended as lapsed, each journaled; how many."""
    query = select(Quote).where(Quote.state == "open", Quote.valid_until < today).order_by(Quote.id).with_for_update()
    ended = session.scalars(query).all()
    for quote in ended:
        QUOTE.advance(quote, "lapsed", at=clock.now(), by=actor_of(session))
        journal.record(session, "quote.lapsed", quote.number, valid_until=quote.valid_until)
    return len(ended)
