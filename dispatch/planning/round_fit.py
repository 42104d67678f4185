"""How usual rounds fit a day: what of each is due, and whether its vehicle is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from dispatch.planning.due import Span
from dispatch.planning.situation import read_situation
from dispatch.tours.rounds import RoundRow, rounds


@dataclass(frozen=True, slots=True)
class RoundFit:
    """A round and, of its sites, how many have something due on the day."""

    round: RoundRow
    due_sites: int
    is_free: bool
    """Whether its vehicle is neither away nor on a published tour."""
    goes: bool
    """Whether it goes on that day, by its weekdays and weeks."""


def round_fits(session: Session, day: date) -> tuple[RoundFit, ...]:
    """All rounds against one day, by name."""
    kept = rounds(session)
    if not kept:
        return ()
    situation = read_situation(session, Span(day))
    due = {call.face.site_id for call in situation.calls}
    free = {one.row.id for one in situation.fleet}
    return tuple(RoundFit(one, len(one.site_ids & due), one.vehicle_id in free, one.goes_on(day)) for one in kept)
