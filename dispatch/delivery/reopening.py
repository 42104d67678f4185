"""Opening a published day again: tours that have not left become drafts, their notes are cancelled and keep their numbers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.withdrawal import withdraw_tour
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.tours.day_plans import swap
from dispatch.tours.edits import image_of, put
from dispatch.tours.lifecycle import tours_of


def reopen_day(session: Session, day: date, expected_version: int | None, reason: str) -> list[str]:
    """Make drafts of the published tours that have not left; tours under way and done stay as they are.

    Returns
    -------
    list of str
        Their letters.

    Raises
    ------
    InvalidInputError
        When no reason is given.
    RefusedError
        When every tour has left, or none is published.
    StalePlanError
        When the day has changed since the planner looked, or is locked.
    """
    if not reason.strip():
        raise InvalidInputError("A published day is not opened again without a reason.", "Say why.")
    swap(session, day, expected_version)
    released = tours_of(session, [day], ("released",))
    received = set(
        session.scalars(select(DeliveryNote.tour_id).where(DeliveryNote.day == day, DeliveryNote.state == "received"))
    )
    waiting = {tour.id: image_of(tour) for tour in released if tour.id not in received}
    if not waiting:
        raise RefusedError(
            f"No published tour of {day.isoformat()} is still at the depot.",
            "What is on a truck is changed by its receipts: refused or missing goods are owed again.",
        )
    for tour_id in waiting:
        withdraw_tour(session, tour_id, reason)
    session.flush()
    put(session, day, {image.vehicle_id: image for image in waiting.values()})
    letters = [image.letter for image in waiting.values()]
    journal.record(session, "day.reopened", day.isoformat(), reason=reason.strip(), tours=letters)
    return letters
