"""The order in which a driver means to serve the stops to come: the tour gets it, with the times that follow from it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.delivery.arrivals import told_shift
from dispatch.delivery.phone_models import PhoneEvent
from dispatch.delivery.phone_progress import progress_of
from dispatch.errors import NotFoundError
from dispatch.planning.tour_roads import TourRoads
from dispatch.planning.underway import retime
from dispatch.tours.models import Tour


def reorder(session: Session, tour: Tour, event: PhoneEvent, order: Sequence[int], roads: TourRoads) -> None:
    """Serve the stops to come in another order, each within its trip; what is served stays, whatever the phone says of it.

    An order that was meant before another one and comes after it changes nothing.

    Raises
    ------
    NotFoundError
        A stop is not on this tour.
    RefusedError
        The tour has ended, its day is locked, or nothing of it is still to come.
    """
    own = {stop.id for trip in tour.trips for stop in trip.stops}
    if not set(order) <= own:
        raise NotFoundError(f"Stop {min(set(order) - own)} is not on this tour.")
    later = select(PhoneEvent.id).where(
        PhoneEvent.tour_id == tour.id,
        PhoneEvent.kind == "reorder",
        PhoneEvent.outcome == "taken",
        PhoneEvent.device_at > event.device_at,
    )
    if session.scalars(later.limit(1)).first() is not None:
        return
    progress = progress_of(session, [tour.id])[tour.id]
    served = [stop.stop_id for stop in progress.stops if stop.state != "waiting"]
    retime(session, tour.id, served, round(told_shift(progress, tour).total_seconds()), roads, wanted=order)
