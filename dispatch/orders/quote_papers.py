"""Quotes on paper: the PDF that was kept when the quote was sent, else one drawn from what it says now."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch.company.looks import layout_for
from dispatch.company.models import Company
from dispatch.documents.models import Document
from dispatch.documents.quote_paper import draw_quote
from dispatch.documents.register import keep, newest, read
from dispatch.documents.store import DocumentStore
from dispatch.orders.quote_sheet import find_quote, quote_sheet
from dispatch.orders.quotes import Quote

KIND = "quote"


def keep_quote(session: Session, store: DocumentStore, quote: Quote) -> Document:
    """Draw a quote and keep it, as it is about to leave; said the same, it is the same document."""
    sheet = quote_sheet(quote, session.get(Company, 1))
    return keep(
        session,
        store,
        draw_quote(sheet, layout_for(session, KIND, quote.customer_id, sheet.on)),
        kind=KIND,
        title=f"{quote.number} {quote.customer.name}"[:255],
        media_type="application/pdf",
        subject_kind=KIND,
        subject_key=quote.number,
        language=sheet.language,
    )


def quote_pdf(session: Session, store: DocumentStore, number: str) -> bytes:
    """The paper of one quote.

    Raises
    ------
    NotFoundError
        There is no such quote.
    """
    quote = find_quote(session, number)
    kept = newest(session, KIND, KIND, number) if quote.sent_at is not None else None
    if kept is not None:
        return read(session, store, kept.id)[1]
    sheet = quote_sheet(quote, session.get(Company, 1))
    return draw_quote(sheet, layout_for(session, KIND, quote.customer_id, sheet.on))
