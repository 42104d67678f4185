"""The print pack of a day: read the frozen notes, draw outside any transaction, keep the file, only then commit its row.

Run again after a crash it gives the same bytes, hence the same document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import journal, settings
from dispatch.company.looks import Looks, layout_for, looks
from dispatch.company.models import Company
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.delivery import wording
from dispatch.delivery.consignments import last_consignments
from dispatch.delivery.frozen import thaw, thaw_consignment
from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.delivery.truck_sheet import pack_sheet
from dispatch.documents import formats
from dispatch.documents.drawing import draw_note, draw_pack
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.documents.layout import Copy, Layout
from dispatch.documents.models import Document
from dispatch.documents.register import keep
from dispatch.documents.store import DocumentStore
from dispatch.documents.truck_sheets import PackSheet
from dispatch.errors import NotFoundError, RefusedError
from dispatch.orders.models import OrderLine
from dispatch.tours.models import Stop, Tour, Trip

PDF = "application/pdf"
InvoicesOf = Callable[[Session, Sequence[str]], Mapping[str, InvoiceSheet]]
"""Numbers of notes → the invoices that some of them are, which the room above knows."""


def plain_notes(_session: Session, _numbers: Sequence[str]) -> Mapping[str, InvoiceSheet]:
    """No note is an invoice."""
    return {}


def draw_day_pack(
    database: Database, actor: str, store: DocumentStore, day: date, invoices_of: InvoicesOf = plain_notes
) -> Document:
    """Draw and keep the papers of all tours of a released day; the notes then know in which pack they were printed.

    A note that is an invoice is printed as that invoice, once. Entries call `invoicing.printing`, which knows them.

    Raises
    ------
    RefusedError
        The day is not released.
    """
    with database.reading() as session:
        sheets, layout, per_note = day_sheets(session, day)
        numbers = {note.number for sheet in sheets for note in sheet.notes}
        invoices = invoices_of(session, sorted(numbers))
        per_note |= _invoice_looks(session, invoices)
    data = draw_pack(sheets, layout, per_note, invoices)
    store.put(data)
    language = wording.language_of(settings.current().language)
    with database.transaction(actor) as session:
        document = keep(
            session,
            store,
            data,
            kind="print_pack",
            title=f"{'Dossier du' if language == 'fr' else 'Pack of'} {formats.short_date(day, language)}",
            media_type=PDF,
            subject_kind="day",
            subject_key=day.isoformat(),
            language=language,
        )
        notes = session.scalars(select(DeliveryNote).where(DeliveryNote.day == day)).all()
        printed = [note for note in notes if note.number in numbers and note.pack_document_id != document.id]
        for note in printed:
            note.pack_document_id = document.id
        if printed:
            journal.record(session, "notes.printed", day.isoformat(), sha256=document.sha256, notes=len(printed))
    return document


def day_sheets(
    session: Session, day: date, tour_id: int | None = None
) -> tuple[list[PackSheet], Layout, dict[str, Layout]]:
    """The sheets of every released tour of a day (or of one of them), by letter, the look of the truck's papers, and that of each note."""
    company = session.get(Company, 1)
    if company is None:
        raise RefusedError("The company that delivers is not known.", "Import it: dispatch import company FILE.")
    notes: dict[int, list[DeliveryNote]] = defaultdict(list)
    query = (
        select(DeliveryNote)
        .where(DeliveryNote.day == day, DeliveryNote.state != "cancelled")
        .order_by(DeliveryNote.id)
        .options(
            selectinload(DeliveryNote.lines).joinedload(NoteLine.order_line).joinedload(OrderLine.product),
        )
    )
    for note in session.scalars(query if tour_id is None else query.where(DeliveryNote.tour_id == tour_id)):
        notes[note.tour_id].append(note)
    if not notes:
        raise RefusedError(f"No delivery note was issued for {day.isoformat()}.", "Release the day first.")
    language = wording.language_of(settings.current().language)
    tours = sorted(_tours(session, notes), key=lambda tour: (len(tour.letter), tour.letter))
    known = looks(session)
    every = [note for on_tour in notes.values() for note in on_tour]
    copies = _copies_wanted(session, {note.customer_id for note in every})
    per_note = {note.number: _note_look(known, note, copies.get(note.customer_id)) for note in every}
    letters = {key: thaw_consignment(one.sheet) for key, one in last_consignments(session, list(notes)).items()}
    sheets = [pack_sheet(tour, notes[tour.id], company, language, letters.get(tour.id)) for tour in tours]
    first_issued_at = min(note.issued_at for note in every)
    return sheets, known.of("route", None, day, first_issued_at), per_note


def note_pdf(session: Session, number: str, copy: Copy = Copy.CUSTOMER) -> bytes:
    """One copy of one note, as it was issued.

    Raises
    ------
    NotFoundError
        There is no such note.
    """
    note = session.scalars(select(DeliveryNote).where(DeliveryNote.number == number)).one_or_none()
    if note is None:
        raise NotFoundError(f"There is no delivery note {number}.")
    layout = layout_for(session, "note", note.customer_id, note.day, note.issued_at)
    return draw_note(thaw(note.sheet), copy, layout)


def _note_look(known: Looks, note: DeliveryNote, copies: int | None) -> Layout:
    """The look that the note was issued with, in as many copies as its customer wants today."""
    layout = known.of("note", note.customer_id, note.day, note.issued_at)
    return layout if copies is None else layout.with_copies(copies)


def _copies_wanted(session: Session, customer_ids: Collection[int]) -> dict[int, int]:
    """Customers who want a number of copies of their own."""
    query = select(Customer.id, Customer.note_copies).where(
        Customer.id.in_(customer_ids), Customer.note_copies.is_not(None)
    )
    return {key: count for key, count in session.execute(query) if count is not None}


def _invoice_looks(session: Session, invoices: Mapping[str, InvoiceSheet]) -> dict[str, Layout]:
    """The look of each invoice, by its number."""
    if not invoices:
        return {}
    known = looks(session)
    query = select(DeliveryNote.number, DeliveryNote.customer_id, DeliveryNote.issued_at)
    return {
        invoices[number].number: known.of("invoice", customer_id, invoices[number].issued_on, issued_at)
        for number, customer_id, issued_at in session.execute(query.where(DeliveryNote.number.in_(invoices)))
    }


def _tours(session: Session, tour_ids: Mapping[int, object]) -> list[Tour]:
    stops = selectinload(Tour.trips).selectinload(Trip.stops).joinedload(Stop.site)
    query = (
        select(Tour)
        .where(Tour.id.in_(list(tour_ids)))
        .options(
            joinedload(Tour.vehicle), joinedload(Tour.driver), selectinload(Tour.trips).joinedload(Trip.depot), stops
        )
    )
    return list(session.scalars(query).unique())
