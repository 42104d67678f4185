"""Taking a released tour off before any of its notes has come back: notes are cancelled and kept, their numbers stay."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.delivery.models import NOTE, DeliveryNote
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.tours.day_plans import swap
from dispatch.tours.lifecycle import give_back_rest, take_off
from dispatch.tours.models import TOUR, Tour


def withdraw_tour(session: Session, tour_id: int, reason: str) -> Tour:
    """Cancel a released tour and its notes; what was on it is owed again.

    Raises
    ------
    InvalidInputError
        No reason is given.
    NotFoundError
        There is no such tour.
    RefusedError
        One of its notes is received, or the tour is not released.
    """
    if not reason.strip():
        raise InvalidInputError("A released tour is not taken off without a reason.", "Say why.")
    tour = session.get(Tour, tour_id, with_for_update=True)
    if tour is None:
        raise NotFoundError(f"There is no tour {tour_id}.")
    notes = session.scalars(
        select(DeliveryNote).where(DeliveryNote.tour_id == tour.id).order_by(DeliveryNote.id).with_for_update()
    ).all()
    received = [note.number for note in notes if note.state == "received"]
    if tour.state != "released" or received:
        why = f"note {received[0]} is received" if received else f"it is {tour.state}"
        raise RefusedError(
            f"Tour {tour.letter} of {tour.day.isoformat()} cannot be taken off: {why}.",
            "Confirm its other notes with what was missing; that is owed again.",
        )
    swap(session, tour.day, None)
    at, by = clock.now(), actor_of(session)
    for note in notes:
        NOTE.advance(note, "cancelled", at=at, by=by)
        journal.record(session, "note.cancelled", note.number, reason=reason)
    take_off(session, tour)
    journal.record(session, "tour.withdrawn", f"{tour.day.isoformat()} {tour.letter}", reason=reason, notes=len(notes))
    session.flush()
    return tour


def withdraw_rest(session: Session, tour_id: int, reason: str) -> list[DeliveryNote]:
    """End a published tour where it stands: what is received stays, the other notes are cancelled and kept.

    Returns
    -------
    list of DeliveryNote
        The cancelled notes; what was on them is owed again.

    Raises
    ------
    InvalidInputError
        No reason is given.
    NotFoundError
        There is no such tour.
    RefusedError
        It is not published, or has already ended.
    """
    if not reason.strip():
        raise InvalidInputError("A released tour is not taken off without a reason.", "Say why.")
    tour = session.get(Tour, tour_id, with_for_update=True)
    if tour is None:
        raise NotFoundError(f"There is no tour {tour_id}.")
    if tour.state not in ("released", "under_way"):
        raise RefusedError(
            f"Tour {tour.letter} of {tour.day.isoformat()} is not on its way: it is {tour.state}.",
            "Choose a published tour, or change a draft by hand.",
        )
    notes = session.scalars(
        select(DeliveryNote).where(DeliveryNote.tour_id == tour.id).order_by(DeliveryNote.id).with_for_update()
    ).all()
    swap(session, tour.day, None)
    at, by = clock.now(), actor_of(session)
    rest = [note for note in notes if note.state == "issued"]
    for note in rest:
        NOTE.advance(note, "cancelled", at=at, by=by)
        journal.record(session, "note.cancelled", note.number, reason=reason)
    if tour.state == "released" and not any(note.state == "received" for note in notes):
        take_off(session, tour)
    else:
        give_back_rest(session, tour)
        TOUR.advance(tour, "done", at=at, by=by)
    journal.record(session, "tour.broken_off", f"{tour.day.isoformat()} {tour.letter}", reason=reason, notes=len(rest))
    session.flush()
    return rest
