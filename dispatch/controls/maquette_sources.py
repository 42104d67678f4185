"""Where each kind of document comes from when a layout is tried on it: which there are, one of them by its number, its paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock
from dispatch.company.models import Company
from dispatch.customers.models import Customer
from dispatch.delivery.claim_letters import claim_letter, letter_to
from dispatch.delivery.claim_models import Claim
from dispatch.delivery.consignment_models import Consignment
from dispatch.delivery.frozen import thaw as thaw_note
from dispatch.delivery.frozen import thaw_consignment
from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.delivery.pack import day_sheets
from dispatch.delivery.protest import hired_carriers
from dispatch.documents.acknowledgement_paper import draw_acknowledgement
from dispatch.documents.acknowledgement_sheets import AcknowledgementSheet
from dispatch.documents.claim_paper import draw_claim_letter
from dispatch.documents.consignment_paper import draw_consignment
from dispatch.documents.drawing import draw_loading, draw_note, draw_note_invoice, draw_route
from dispatch.documents.invoice_paper import draw_invoice
from dispatch.documents.invoice_sheets import NoteInvoiceSheet
from dispatch.documents.layout import Layout
from dispatch.documents.quote_paper import draw_quote
from dispatch.documents.statement_paper import draw_statement
from dispatch.documents.thawing import thaw
from dispatch.errors import NotFoundError
from dispatch.invoicing.frozen_invoice import thaw as thaw_invoice
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.note_invoices import MODE
from dispatch.invoicing.printing import invoices_of_notes
from dispatch.invoicing.statements import statement_sheet, usual_period
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.models import Order
from dispatch.orders.quote_sheet import find_quote, quote_sheet
from dispatch.orders.quotes import Quote
from dispatch.tours.models import Tour

MOST = 40
PROTEST = " L133-3"
"""Behind a claim's number: the letter to the carrier, not the one to the customer."""


@dataclass(frozen=True, slots=True)
class Found:
    """A document: its sheet, whose it is, the day that it bears, and when it was issued (None: not yet)."""

    sheet: Any
    customer_id: int | None
    on: date
    issued_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of document.

    Attributes
    ----------
    newest
        Numbers of the newest ones, each with the customer, carrier or driver it is for.
    find
        The one of a number; raises `NotFoundError`.
    draw
        Its paper under a layout.
    """

    newest: Callable[[Session], Sequence[tuple[str, str]]]
    find: Callable[[Session, str], Found]
    draw: Callable[[Any, Layout], bytes]


def _rows(session: Session, query: Any) -> list[tuple[str, str]]:
    return [(number.strip(), name) for number, name in session.execute(query.limit(MOST))]


def _one(session: Session, query: Any, number: str) -> Any:
    found = session.execute(query).first()
    if found is None or found[0] is None:
        raise NotFoundError(f"There is no document {number[:40]} of this kind.", "Choose one of the list.")
    return found


def _quotes(session: Session) -> Sequence[tuple[str, str]]:
    return _rows(session, select(Quote.number, Customer.name).join(Customer).order_by(Quote.id.desc()))


def _quote(session: Session, number: str) -> Found:
    quote = find_quote(session, number)
    sheet = quote_sheet(quote, session.get(Company, 1))
    return Found(sheet, quote.customer_id, sheet.on)


def _acknowledgements(session: Session) -> Sequence[tuple[str, str]]:
    title = Acknowledgement.number + " " + Acknowledgement.index_letter
    query = select(title, Customer.name).join(Order, Order.id == Acknowledgement.order_id)
    return _rows(session, query.join(Customer, Customer.id == Order.customer_id).order_by(Acknowledgement.id.desc()))


def _acknowledgement(session: Session, number: str) -> Found:
    plain, _, letter = number.partition(" ")
    query = (
        select(Acknowledgement.sheet, Order.customer_id, Acknowledgement.issued_at)
        .join(Order, Order.id == Acknowledgement.order_id)
        .where(Acknowledgement.number == plain, Acknowledgement.index_letter == letter)
    )
    text, customer_id, issued_at = _one(session, query, number)
    sheet = thaw(AcknowledgementSheet, text)
    return Found(sheet, customer_id, sheet.on, issued_at)


def _tours(session: Session) -> Sequence[tuple[str, str]]:
    """Tours that have notes, as ``2026-11-25 B``, each with its driver."""
    query = (
        select(Tour)
        .where(exists().where(DeliveryNote.tour_id == Tour.id, DeliveryNote.state != "cancelled"))
        .order_by(Tour.day.desc(), Tour.letter)
        .options(joinedload(Tour.driver), joinedload(Tour.vehicle))
        .limit(MOST)
    )
    return [
        (f"{one.day.isoformat()} {one.letter}", one.driver.name if one.driver else one.vehicle.code)
        for one in session.scalars(query)
    ]


def _pack(session: Session, number: str) -> Found:
    text, _, letter = number.partition(" ")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    query = select(Tour.id).join(DeliveryNote, DeliveryNote.tour_id == Tour.id)
    [tour_id] = _one(
        session, query.where(Tour.day == day, Tour.letter == letter, DeliveryNote.state != "cancelled"), number
    )
    [sheet], _layout, _notes = day_sheets(session, day, tour_id)
    issued_at = session.scalar(select(func.min(DeliveryNote.issued_at)).where(DeliveryNote.day == day))
    return Found(sheet, None, day, issued_at)


def _consignments(session: Session) -> Sequence[tuple[str, str]]:
    return _rows(session, select(Consignment.number, Consignment.carrier).order_by(Consignment.id.desc()))


def _consignment(session: Session, number: str) -> Found:
    query = select(Consignment.sheet, Consignment.issued_at).where(Consignment.number == number)
    text, issued_at = _one(session, query, number)
    sheet = thaw_consignment(text)
    return Found(sheet, None, sheet.on, issued_at)


def _notes(session: Session) -> Sequence[tuple[str, str]]:
    query = select(DeliveryNote.number, Customer.name).join(Customer, Customer.id == DeliveryNote.customer_id)
    return _rows(session, query.order_by(DeliveryNote.id.desc()))


def _note(session: Session, number: str) -> Found:
    query = select(DeliveryNote.sheet, DeliveryNote.customer_id, DeliveryNote.issued_at)
    text, customer_id, issued_at = _one(session, query.where(DeliveryNote.number == number), number)
    sheet = thaw_note(text)
    return Found(sheet, customer_id, sheet.on, issued_at)


def _note_invoices(session: Session) -> Sequence[tuple[str, str]]:
    query = (
        select(DeliveryNote.number, Customer.name)
        .join(Customer, Customer.id == DeliveryNote.customer_id)
        .where(
            exists().where(
                NoteLine.note_id == DeliveryNote.id,
                InvoiceLine.note_line_id == NoteLine.id,
                Invoice.id == InvoiceLine.invoice_id,
                Invoice.billing_mode == MODE,
                Invoice.state == "validated",
            )
        )
    )
    return _rows(session, query.order_by(DeliveryNote.id.desc()))


def _note_invoice(session: Session, number: str) -> Found:
    note = _note(session, number)
    invoice = invoices_of_notes(session, [number]).get(number)
    if invoice is None:
        raise NotFoundError(f"The note {number[:40]} is no invoice.", "Choose one of the list.")
    return Found(NoteInvoiceSheet(invoice, note.sheet), note.customer_id, invoice.issued_on, note.issued_at)


def _invoices(kind: str) -> Source:
    def newest(session: Session) -> Sequence[tuple[str, str]]:
        query = select(Invoice.number, Customer.name).join(Customer, Customer.id == Invoice.customer_id)
        return _rows(
            session, query.where(Invoice.kind == kind, Invoice.number.is_not(None)).order_by(Invoice.id.desc())
        )

    def find(session: Session, number: str) -> Found:
        query = select(Invoice.sheet, Invoice.customer_id, Invoice.state_at)
        text, customer_id, issued_at = _one(
            session, query.where(Invoice.number == number, Invoice.kind == kind), number
        )
        sheet = thaw_invoice(text)
        return Found(sheet, customer_id, sheet.issued_on, issued_at)

    return Source(newest, find, draw_invoice)


def _claims(session: Session) -> Sequence[tuple[str, str]]:
    """Claims, each with the letter to the customer, and behind it the one to the hired carrier."""
    query = select(Claim.number, Customer.name, Claim.note_id, DeliveryNote.tour_id, Claim.protest_by)
    query = query.join(Customer, Customer.id == Claim.customer_id).join(DeliveryNote, DeliveryNote.id == Claim.note_id)
    found = session.execute(query.order_by(Claim.id.desc()).limit(MOST)).all()
    carriers = hired_carriers(session, {row.tour_id for row in found})
    rows: list[tuple[str, str]] = []
    for row in found:
        rows.append((row.number, row.name))
        if row.protest_by is not None and row.tour_id in carriers:
            rows.append((row.number + PROTEST, carriers[row.tour_id]))
    return rows


def _claim(session: Session, number: str) -> Found:
    plain = number.removesuffix(PROTEST)
    sheet = claim_letter(session, plain, "customer" if plain == number else "carrier")
    return Found(sheet, letter_to(session, plain, sheet.audience), sheet.on)


def _accounts(session: Session) -> Sequence[tuple[str, str]]:
    query = select(Customer.code, Customer.name).join(Invoice, Invoice.customer_id == Customer.id)
    query = query.where(Invoice.number.is_not(None)).group_by(Customer.id, Customer.code, Customer.name)
    return _rows(session, query.order_by(func.max(Invoice.id).desc()))


def _statement(session: Session, number: str) -> Found:
    sheet = statement_sheet(session, number, *usual_period(clock.today()))
    customer_id = session.scalar(select(Customer.id).where(Customer.code == number))
    return Found(sheet, customer_id, sheet.drawn_on)


SOURCES: dict[str, Source] = {
    "quote": Source(_quotes, _quote, draw_quote),
    "acknowledgement": Source(_acknowledgements, _acknowledgement, draw_acknowledgement),
    "loading": Source(
        _tours, _pack, lambda sheet, layout: draw_loading(sheet.loadings[0], len(sheet.loadings), layout)
    ),
    "route": Source(_tours, _pack, lambda sheet, layout: draw_route(sheet.route, layout)),
    "consignment": Source(_consignments, _consignment, draw_consignment),
    "note": Source(_notes, _note, lambda sheet, layout: draw_note(sheet, layout.copies[0], layout)),
    "note_invoice": Source(
        _note_invoices,
        _note_invoice,
        lambda sheet, layout: draw_note_invoice(sheet.invoice, sheet.note, layout.copies[0], layout),
    ),
    "invoice": _invoices("invoice"),
    "credit_note": _invoices("credit_note"),
    "claim": Source(_claims, _claim, draw_claim_letter),
    "statement": Source(_accounts, _statement, draw_statement),
}
"""Kind of document → where it comes from: every kind that there is."""
