"""How far tours have come, from the events of their phones and the receipts of their notes: for the phone and the planner."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.phone_models import PhoneEvent
from dispatch.tours.models import Stop, Trip

StopState = Literal["waiting", "arrived", "problem", "delivered"]


@dataclass(frozen=True, slots=True)
class StopProgress:
    """One stop. A stop is delivered when all its notes are received, on the phone or at the desk.

    Attributes
    ----------
    state_at
        When it came to that state, by the phone's clock; for what was signed on paper, when it was confirmed.
    arrived_at
        The first arrival that the phone has reported.
    problem, words
        What was reported last, if nothing was delivered since.
    """

    stop_id: int
    state: StopState = "waiting"
    state_at: datetime | None = None
    arrived_at: datetime | None = None
    problem: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class TourProgress:
    """One tour: its stops, and the delay that its driver has announced last (0: none)."""

    tour_id: int
    stops: tuple[StopProgress, ...]
    late_minutes: int = 0
    late_at: datetime | None = None

    @property
    def delivered(self) -> int:
        """How many stops are delivered."""
        return sum(stop.state == "delivered" for stop in self.stops)

    @property
    def problems(self) -> int:
        """At how many stops something is wrong."""
        return sum(stop.state == "problem" for stop in self.stops)


def progress_of(session: Session, tour_ids: Sequence[int]) -> dict[int, TourProgress]:
    """The progress of some tours, in three statements. Events that came late or out of order are put in the phone's order."""
    if not tour_ids:
        return {}
    stops: dict[int, dict[int, StopProgress]] = {tour_id: {} for tour_id in tour_ids}
    of_tours = select(Trip.tour_id, Stop.id).join(Stop, Stop.trip_id == Trip.id).where(Trip.tour_id.in_(tour_ids))
    for tour_id, stop_id in session.execute(of_tours.order_by(Trip.tour_id, Stop.sequence)):
        stops[tour_id][stop_id] = StopProgress(stop_id)
    late: dict[int, tuple[int, datetime]] = {}
    signed: dict[int, datetime] = {}
    taken = select(PhoneEvent).where(PhoneEvent.tour_id.in_(tour_ids), PhoneEvent.outcome == "taken")
    for event in session.scalars(taken.order_by(PhoneEvent.device_at, PhoneEvent.client_id, PhoneEvent.sequence)):
        if event.kind == "late":
            late[event.tour_id] = (int(event.fields["minutes"]), event.device_at)
        elif event.note_id is not None:
            signed[event.note_id] = event.device_at
        elif event.stop_id is not None and event.kind in ("arrive", "problem"):
            own = stops[event.tour_id]
            own[event.stop_id] = _after(own[event.stop_id], event)
    for tour_id, found in _deliveries(session, tour_ids, signed).items():
        for stop_id, at in found.items():
            stops[tour_id][stop_id] = replace(
                stops[tour_id][stop_id], state="delivered", state_at=at, problem="", words=""
            )
    return {
        tour_id: TourProgress(tour_id, tuple(own.values()), *late.get(tour_id, (0, None)))
        for tour_id, own in stops.items()
    }


def _after(stop: StopProgress, event: PhoneEvent) -> StopProgress:
    if event.kind == "arrive":
        first = stop.arrived_at or event.device_at
        return replace(stop, state="arrived", state_at=first, arrived_at=first, problem="", words="")
    told = event.fields
    return replace(
        stop, state="problem", state_at=event.device_at, problem=str(told["problem"]), words=str(told.get("words", ""))
    )


def _deliveries(
    session: Session, tour_ids: Sequence[int], signed: Mapping[int, datetime]
) -> dict[int, dict[int, datetime]]:
    """Tour → stop → when the last of its notes was signed on a phone or confirmed, where none is out any more."""
    note = DeliveryNote
    query = select(note.id, note.tour_id, note.stop_id, note.state, note.state_at).where(
        note.tour_id.in_(tour_ids), note.state != "cancelled"
    )
    notes: dict[tuple[int, int], list[tuple[str, datetime]]] = defaultdict(list)
    for note_id, tour_id, stop_id, state, at in session.execute(query):
        notes[tour_id, stop_id].append((state, signed.get(note_id, at)))
    found: dict[int, dict[int, datetime]] = defaultdict(dict)
    for (tour_id, stop_id), states in notes.items():
        if all(state == "received" for state, _ in states):
            found[tour_id][stop_id] = max(at for _, at in states)
    return found
