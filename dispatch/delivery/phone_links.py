"""From the token of a QR code to the tour of today that it opens; a note's own code opens that note alone, to be read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.delivery.links import read_token
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.phone_days import Mode, mode
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.tours.models import Stop, Tour, Trip


@dataclass(frozen=True, slots=True)
class Opened:
    """A tour that a link has opened.

    Attributes
    ----------
    stop_id
        The stop whose code was scanned; None: the tour's.
    actor
        In whose name its events are entered.
    """

    tour_id: int
    mode: Mode
    actor: str
    stop_id: int | None = None


def open_tour(session: Session, token: str, *, reporting: bool = False) -> Opened:
    """The tour behind the code of a tour or of a stop, both printed on the driver's own sheet.

    Parameters
    ----------
    reporting
        Whether events come in: those of a tour that was cancelled meanwhile are entered too, as refused.

    Raises
    ------
    NotFoundError
        The token is not ours, is a note's, or its tour is a draft, cancelled, or over for a week: all look the same.
    """
    try:
        link = read_token(token)
    except InvalidInputError:
        raise _nothing() from None
    tour, stop_id = None, None
    if link.kind == "tour" and link.key.isdecimal():
        tour = session.get(Tour, int(link.key))
    elif link.kind == "stop" and link.key.isdecimal():
        stop_id = int(link.key)
        query = select(Tour).join(Trip, Trip.tour_id == Tour.id).join(Stop, Stop.trip_id == Trip.id)
        tour = session.scalars(query.where(Stop.id == stop_id)).one_or_none()
    standing = mode(tour, clock.now()) if tour is not None else "gone"
    cancelled = reporting and tour is not None and tour.state == "cancelled"
    if tour is None or (standing == "gone" and not cancelled):
        raise _nothing()
    actor = f"phone:{tour.driver.code if tour.driver else tour.letter}"
    return Opened(tour.id, standing, actor, stop_id)


def open_note(session: Session, token: str) -> str | None:
    """The number of the note behind a note's code, cancelled notes too; None: the code is not a note's.

    The customer's copy carries this code: it opens neither the tour nor anything that could be signed.
    """
    try:
        link = read_token(token)
    except InvalidInputError:
        return None
    if link.kind != "note":
        return None
    return session.scalar(select(DeliveryNote.number).where(DeliveryNote.number == link.key))


def _nothing() -> NotFoundError:
    return NotFoundError("This code opens no tour.", "Ask the depot for today's route sheet.")
