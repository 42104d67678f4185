"""A real document under any layout: which there are to look at, their sheets, their papers, and what the law wants on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.company.looks import layout_for
from dispatch.company.models import Company
from dispatch.customers.models import Customer
from dispatch.delivery.models import DeliveryNote
from dispatch.documents.acknowledgement_paper import draw_acknowledgement
from dispatch.documents.acknowledgement_sheets import AcknowledgementSheet
from dispatch.documents.drawing import draw_note
from dispatch.documents.invoice_paper import draw_invoice
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.documents.kinds import KINDS
from dispatch.documents.layout import Layout
from dispatch.documents.quote_paper import draw_quote
from dispatch.documents.quote_sheets import QuoteSheet
from dispatch.documents.sheets import NoteSheet
from dispatch.documents.specimens import specimen
from dispatch.documents.thawing import thaw
from dispatch.errors import NotFoundError
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.mentions import missing
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.models import Order
from dispatch.orders.quote_sheet import find_quote, quote_sheet
from dispatch.orders.quotes import Quote

SPECIMEN = ""
"""Number of the invented document that is shown where there is no real one."""
MOST = 40

Sheet = QuoteSheet | AcknowledgementSheet | NoteSheet | InvoiceSheet

_DRAW: dict[type, Callable[[Any, Layout], bytes]] = {
    QuoteSheet: draw_quote,
    AcknowledgementSheet: draw_acknowledgement,
    NoteSheet: lambda sheet, layout: draw_note(sheet, layout.copies[0], layout),
    InvoiceSheet: draw_invoice,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One document that can be looked at."""

    number: str
    customer: str


@dataclass(frozen=True, slots=True)
class Subject:
    """The document that is looked at; `layout` is the one that it was or would be issued with."""

    kind: str
    number: str
    sheet: Sheet
    layout: Layout


@dataclass(frozen=True, slots=True)
class MentionCheck:
    """One mandatory mention: whether the paper carries it, and whether the layout or the data lack it."""

    name: str
    article: str
    present: bool
    lacks: str = ""
    """`layout` or `data`."""


def choices(session: Session, kind: str) -> tuple[Choice, ...]:
    """The newest documents of a kind.

    Raises
    ------
    NotFoundError
        There is no such kind.
    """
    query: Any
    if kind == "quote":
        query = select(Quote.number, Customer.name).join(Customer).order_by(Quote.id.desc())
    elif kind == "acknowledgement":
        title = Acknowledgement.number + " " + Acknowledgement.index_letter
        query = (
            select(title, Customer.name)
            .join(Order, Order.id == Acknowledgement.order_id)
            .join(Customer, Customer.id == Order.customer_id)
            .order_by(Acknowledgement.id.desc())
        )
    elif kind == "note":
        query = (
            select(DeliveryNote.number, Customer.name)
            .join(Customer, Customer.id == DeliveryNote.customer_id)
            .order_by(DeliveryNote.id.desc())
        )
    elif kind in KINDS:
        query = (
            select(Invoice.number, Customer.name)
            .join(Customer, Customer.id == Invoice.customer_id)
            .where(Invoice.kind == kind, Invoice.number.is_not(None))
            .order_by(Invoice.id.desc())
        )
    else:
        raise NotFoundError(f"There is no kind of document «{kind[:40]}».", f"One of {', '.join(KINDS)}.")
    return tuple(Choice(number.strip(), name) for number, name in session.execute(query.limit(MOST)))


def subject(session: Session, kind: str, number: str) -> Subject:
    """One document to look at; without a number the invented one.

    Raises
    ------
    NotFoundError
        There is no such document.
    """
    if number == SPECIMEN:
        sheet: Sheet = specimen(kind)
        return Subject(kind, number, sheet, layout_for(session, kind, None, _day(sheet)))
    if kind == "quote":
        quote = find_quote(session, number)
        sheet = quote_sheet(quote, session.get(Company, 1))
        return Subject(kind, number, sheet, layout_for(session, kind, quote.customer_id, sheet.on))
    text, customer_id, issued_at = _frozen(session, kind, number)
    kept: type[Sheet] = {"acknowledgement": AcknowledgementSheet, "note": NoteSheet}.get(kind, InvoiceSheet)
    sheet = thaw(kept, text)
    return Subject(kind, number, sheet, layout_for(session, kind, customer_id, _day(sheet), issued_at))


def draw(sheet: Sheet, layout: Layout) -> bytes:
    """The paper of a document under a layout."""
    return _DRAW[type(sheet)](sheet, layout)


def check_mentions(about: Subject, layout: Layout, language: str) -> tuple[MentionCheck, ...]:
    """Every mention that the law or usage wants on this paper: those that are missing first, with who lacks them."""
    kind = KINDS[about.kind]
    off = {one.code for one in kind.lacking(layout.of(about.kind))}
    checks = [
        MentionCheck(one.name(language), one.article, one.code not in off, "layout" if one.code in off else "")
        for one in kind.mentions
    ]
    if isinstance(about.sheet, InvoiceSheet):
        checks.extend(MentionCheck(one.name(language), one.article, False, "data") for one in missing(about.sheet))
    return tuple(sorted(checks, key=lambda check: check.present))


def _frozen(session: Session, kind: str, number: str) -> tuple[str, int, Any]:
    """The text of a sheet, whose it is, and when it was issued."""
    query: Any
    if kind == "acknowledgement":
        plain, _, letter = number.partition(" ")
        query = (
            select(Acknowledgement.sheet, Order.customer_id, Acknowledgement.issued_at)
            .join(Order, Order.id == Acknowledgement.order_id)
            .where(Acknowledgement.number == plain, Acknowledgement.index_letter == letter)
        )
    elif kind == "note":
        query = select(DeliveryNote.sheet, DeliveryNote.customer_id, DeliveryNote.issued_at).where(
            DeliveryNote.number == number
        )
    else:
        query = select(Invoice.sheet, Invoice.customer_id, Invoice.state_at).where(
            Invoice.number == number, Invoice.kind == kind
        )
    found = session.execute(query).one_or_none()
    if found is None or found[0] is None:
        raise NotFoundError(f"There is no {kind} {number[:40]}.", "Choose one of the list.")
    return found[0], found[1], found[2]


def _day(sheet: Sheet) -> date:
    return sheet.issued_on if isinstance(sheet, InvoiceSheet) else sheet.on
