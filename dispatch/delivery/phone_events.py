"""Events of phones in the book: one row per client and sequence, whatever came twice, late or out of order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.phone_models import PhoneEvent
from dispatch.delivery.phone_pictures import Pictures
from dispatch.delivery.phone_refusals import Refusal
from dispatch.delivery.phone_reports import PhoneReport
from dispatch.errors import NotFoundError, RefusedError
from dispatch.journal.canonical import canonical
from dispatch.tours.models import TOUR, Stop, Tour, Trip


@dataclass(frozen=True, slots=True)
class Subject:
    """What an event is about, all of one tour."""

    tour: Tour
    stop: Stop | None = None
    note: DeliveryNote | None = None


def subject_of(session: Session, tour_id: int, report: PhoneReport) -> Subject:
    """The tour, held until the commit, with the stop and the note that the report names.

    Events of one tour wait for each other here, and for the desk, which holds the tour as well.

    Raises
    ------
    NotFoundError
        The stop or the note is not on this tour: others' tours do not exist for this phone.
    """
    tour = session.get(Tour, tour_id, with_for_update=True, populate_existing=True)
    if tour is None:
        raise NotFoundError(f"There is no tour {tour_id}.")
    stop = note = None
    if report.stop_id is not None:
        query = (
            select(Stop).join(Trip, Trip.id == Stop.trip_id).where(Stop.id == report.stop_id, Trip.tour_id == tour_id)
        )
        stop = session.scalars(query).one_or_none()
        if stop is None:
            raise NotFoundError(f"Stop {report.stop_id} is not on this tour.")
    if report.note:
        query_note = select(DeliveryNote).where(DeliveryNote.number == report.note, DeliveryNote.tour_id == tour_id)
        note = session.scalars(query_note).one_or_none()
        if note is None or note.stop_id != report.stop_id:
            raise NotFoundError(f"Note {report.note} is not at this stop.")
    return Subject(tour, stop, note)


def find(session: Session, report: PhoneReport, pictures: Pictures) -> PhoneEvent | None:
    """The row that this report has left before, if it has.

    Raises
    ------
    RefusedError
        That number of that phone was used for something else: the phone has lost count, or somebody plays it.
    """
    named = select(PhoneEvent).where(PhoneEvent.client_id == report.client, PhoneEvent.sequence == report.sequence)
    found = session.scalars(named).one_or_none()
    if found is not None and found.content_hash != _content(report, pictures)[1]:
        raise RefusedError(
            f"Event {report.sequence} of this phone was received before with another content.", "Reload the page."
        )
    return found


def write(
    session: Session, subject: Subject, report: PhoneReport, pictures: Pictures, refusal: Refusal | None = None
) -> PhoneEvent:
    """Enter an event in the book, and the tour as under way with the first arrival or delivery."""
    text, digest = _content(report, pictures)
    event = PhoneEvent(
        tour_id=subject.tour.id,
        stop_id=subject.stop.id if subject.stop else None,
        note_id=subject.note.id if subject.note else None,
        client_id=report.client,
        sequence=report.sequence,
        kind=report.kind,
        device_at=report.device_at,
        received_at=clock.now(),
        received_by=actor_of(session),
        content=text,
        content_hash=digest,
        outcome="refused" if refusal else "taken",
        reason=refusal.reason if refusal else "",
        detail=refusal.detail if refusal else "",
    )
    session.add(event)
    named = f"{subject.tour.day.isoformat()} {subject.tour.letter}"
    if refusal is None and report.kind in ("arrive", "deliver") and subject.tour.state == "released":
        TOUR.advance(subject.tour, "under_way", at=clock.now(), by=actor_of(session))
        journal.record(session, "tour.under_way", named)
    session.flush()
    journal.record(
        session,
        f"phone.{report.kind}",
        subject.note.number if subject.note else named,
        tour=named,
        stop=subject.stop.sequence if subject.stop else None,
        client=report.client,
        sequence=report.sequence,
        device_at=report.device_at,
        outcome=event.outcome,
        reason=event.reason,
        sha256=digest,
    )
    return event


def _content(report: PhoneReport, pictures: Pictures) -> tuple[str, str]:
    text = canonical({"event": report.content or {}, "pictures": pictures.sent or {}})
    return text, hashlib.sha256(text.encode()).hexdigest()
