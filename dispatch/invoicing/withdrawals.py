"""What taking a released tour off does, or did, to its notes and to the invoices that some of them are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.errors import NotFoundError
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.journal import JournalEntry
from dispatch.tours.models import Tour


@dataclass(frozen=True, slots=True)
class WithdrawnNote:
    """One note of the tour; `invoice` and `credit_note` are numbers, empty where there is none."""

    number: str
    order: str
    customer: str
    place: str
    state: str
    invoice: str
    credit_note: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A tour that is to be taken off, or was: then `reason` says why."""

    tour_id: int
    day: date
    letter: str
    vehicle: str
    driver: str
    state: str
    state_at: datetime
    state_by: str
    reason: str
    notes: tuple[WithdrawnNote, ...]

    @property
    def received(self) -> str:
        """The first note that has come back, after which the tour stays; empty: none has."""
        return next((note.number for note in self.notes if note.state == "received"), "")

    @property
    def possible(self) -> bool:
        """Whether it can still be taken off."""
        return self.state == "released" and not self.received

    @property
    def invoices(self) -> int:
        """How many notes are invoices."""
        return sum(bool(note.invoice) for note in self.notes)


def withdrawal_of(session: Session, tour_id: int) -> Withdrawal:
    """The tour with its notes.

    Raises
    ------
    NotFoundError
        There is no such tour, or it was never released.
    """
    tour = session.get(Tour, tour_id, options=[joinedload(Tour.vehicle), joinedload(Tour.driver)])
    query = select(DeliveryNote).where(DeliveryNote.tour_id == tour_id).order_by(DeliveryNote.id)
    notes = session.scalars(
        query.options(joinedload(DeliveryNote.order), joinedload(DeliveryNote.customer), joinedload(DeliveryNote.site))
    ).all()
    if tour is None or not notes:
        raise NotFoundError(f"There is no published tour {tour_id}.", "A draft is changed on the day board.")
    invoices = _invoices(session, tour_id)
    credited = _credit_notes(session, [one.id for one in invoices.values()])
    return Withdrawal(
        tour.id,
        tour.day,
        tour.letter,
        tour.vehicle.code,
        tour.driver.name if tour.driver else "",
        tour.state,
        tour.state_at,
        tour.state_by,
        _reason(session, notes[0].number) if tour.state == "cancelled" else "",
        tuple(
            WithdrawnNote(
                note.number,
                note.order.reference,
                note.customer.name,
                f"{note.site.name}, {note.site.city}".rstrip(", "),
                note.state,
                str(invoices[note.id].number) if note.id in invoices else "",
                credited.get(invoices[note.id].id, "") if note.id in invoices else "",
            )
            for note in notes
        ),
    )


def _invoices(session: Session, tour_id: int) -> dict[int, Invoice]:
    """Note → the invoice that it is."""
    query = (
        select(NoteLine.note_id, Invoice)
        .join(InvoiceLine, InvoiceLine.note_line_id == NoteLine.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .where(DeliveryNote.tour_id == tour_id, Invoice.kind == "invoice", Invoice.state == "validated")
    )
    return {note_id: invoice for note_id, invoice in session.execute(query)}  # noqa: C416  a Row is no pair


def _credit_notes(session: Session, invoice_ids: list[int]) -> dict[int, str]:
    query = select(Invoice.corrects_id, Invoice.number).where(
        Invoice.corrects_id.in_(invoice_ids), Invoice.state == "validated"
    )
    return {int(key): str(number) for key, number in session.execute(query) if key is not None}


def _reason(session: Session, note_number: str) -> str:
    """Why the notes were cancelled, as the journal has it."""
    query = select(JournalEntry.payload).where(
        JournalEntry.kind == "note.cancelled", JournalEntry.subject == note_number
    )
    text = session.scalars(query.order_by(JournalEntry.seq.desc()).limit(1)).first()
    return str(json.loads(text).get("reason", "")) if text else ""
