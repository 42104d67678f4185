"""Releasing, withdrawing and opening again as the entries do it: notes, and with them the invoices of the notes that are invoices."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.delivery import release, reopening, withdrawal
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.release import ReleaseResult
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.issuing import FILES
from dispatch.invoicing.note_invoices import credit_withdrawn, issue_with_notes
from dispatch.jobs.queue import enqueue
from dispatch.tours.models import Tour


def release_day(session: Session, day: date, expected_version: int | None = None) -> ReleaseResult:
    """Publish a day with its notes and number those that are invoices, whose files a worker draws; see `delivery.release`."""
    result = release.release_day(session, day, expected_version)
    if result.issued and issue_with_notes(session, result.notes):
        enqueue(session, FILES, {})
    return result


def reopen_day(session: Session, day: date, expected_version: int | None, reason: str) -> list[str]:
    """Make drafts of published tours that have not left; notes that were invoices are credited. See `delivery.reopening`."""
    out = select(DeliveryNote).where(DeliveryNote.day == day, DeliveryNote.state == "issued").order_by(DeliveryNote.id)
    notes = session.scalars(out).all()
    letters = reopening.reopen_day(session, day, expected_version, reason)
    for note in notes:
        if note.state == "cancelled":
            credit_withdrawn(session, note, reason)
    _draw_files(session)
    return letters


def withdraw_tour(session: Session, tour_id: int, reason: str) -> Tour:
    """Take a released tour off; notes that were invoices are credited. See `delivery.withdrawal`."""
    tour = withdrawal.withdraw_tour(session, tour_id, reason)
    notes = select(DeliveryNote).where(DeliveryNote.tour_id == tour.id).order_by(DeliveryNote.id)
    for note in session.scalars(notes).all():
        credit_withdrawn(session, note, reason)
    _draw_files(session)
    return tour


def break_off(session: Session, tour_id: int, reason: str) -> None:
    """End a tour where it stands; notes that were invoices and did not arrive are credited. See `delivery.withdrawal`."""
    for note in withdrawal.withdraw_rest(session, tour_id, reason):
        credit_withdrawn(session, note, reason)
    _draw_files(session)


def _draw_files(session: Session) -> None:
    """Have the files drawn of what was issued in this transaction."""
    waiting = select(Invoice.id).where(Invoice.state == "validated", Invoice.document_id.is_(None)).limit(1)
    if session.scalar(waiting) is not None:
        enqueue(session, FILES, {})
