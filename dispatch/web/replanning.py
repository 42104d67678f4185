"""Planning the rest of a day that is under way: what has happened is entered, what has not left is opened, the rest calculated anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy.orm import Session

from dispatch.delivery.arrivals import tell_arrivals, told_shift
from dispatch.delivery.phone_progress import progress_of
from dispatch.errors import InvalidInputError
from dispatch.fleet.absences import stand_still
from dispatch.invoicing.releasing import break_off, reopen_day
from dispatch.orders.queries import pool
from dispatch.planning import scenarios
from dispatch.planning.rescue import rescue
from dispatch.planning.scenario_recipe import ALLOWED, Recipe
from dispatch.planning.tour_roads import TourRoads
from dispatch.planning.underway import retime
from dispatch.tours.day_plans import swap
from dispatch.tours.lifecycle import tours_of
from dispatch.tours.models import Tour
from dispatch.web.language import gettext as _

What = Literal["nothing", "broken", "late"]
WHATS: tuple[What, ...] = ("nothing", "broken", "late")
RUNNING = ("released", "under_way")


@dataclass(frozen=True)
class Rescue:
    """The vehicle that takes the goods over where the truck stands, how long that takes, and its roads."""

    vehicle_id: int
    transfer_s: int
    roads: TourRoads


@dataclass(frozen=True)
class Asked:
    """What the planner says has happened, and what may change.

    Attributes
    ----------
    tour_id
        Whose truck it is; None where nothing particular has happened.
    minutes
        By how much it runs late.
    allow
        How much may change: `all`, `trucks`, `sequences` or `insert`.
    reopen
        Whether published tours that have not left become drafts again.
    rescue
        Who takes over the goods of a truck that has broken down; None: they are owed again, and leave the depot anew.
    """

    what: What
    tour_id: int | None
    minutes: int
    allow: str
    reopen: bool
    rescue: Rescue | None = None


def replan(
    session: Session, day: date, expected_version: int, asked: Asked, roads: Mapping[int, TourRoads]
) -> int | None:
    """Enter what has happened and ask for a calculation of what is still open; the scenario's id, None where nothing is.

    Parameters
    ----------
    roads
        Of the tours on their way, measured before the transaction began.

    Raises
    ------
    InvalidInputError
        The tour is not one of the day.
    StalePlanError
        The day has changed since the planner looked, or while the roads were measured.
    """
    allow = next(each for each in ALLOWED if each == asked.allow)
    swap(session, day, expected_version)
    tours = {tour.id: tour for tour in tours_of(session, [day], ("draft", *RUNNING))}
    named = tours.get(asked.tour_id) if asked.tour_id is not None else None
    if asked.what != "nothing" and named is None:
        raise InvalidInputError("That tour is not one of the day.", "Reload the day.")
    happened, code = "", named.vehicle.code if named else ""
    told: list[Tour] = []
    if asked.what == "broken" and named is not None and asked.rescue is not None:
        happened = _("%(vehicle)s en panne", vehicle=code)
        done = [stop.stop_id for stop in progress_of(session, [named.id])[named.id].stops if stop.state == "delivered"]
        who = asked.rescue
        told.append(rescue(session, named.id, who.vehicle_id, done, who.transfer_s, who.roads, happened))
    elif asked.what == "broken" and named is not None:
        happened = _("%(vehicle)s en panne", vehicle=code)
        stand_still(session, named.vehicle_id, day, happened)
        if named.state in RUNNING:
            break_off(session, named.id, happened)
    elif asked.what == "late":
        happened = _("%(vehicle)s en retard de %(count)d min", vehicle=code, count=asked.minutes)
    session.flush()
    if asked.reopen and asked.rescue is None and _at_the_depot(session, day):
        reopen_day(session, day, None, happened or _("suite de la journée"))
        session.flush()
    late = {named.id: 60 * asked.minutes} if named is not None and asked.what == "late" else {}
    told += _tell_anew(session, day, late, roads, {tour.id for tour in told}, reorder=allow in ("all", "trucks"))
    tell_arrivals(session, told)
    recipe = Recipe(
        name=", ".join(part for part in (happened, _allowed(allow)) if part)[:200],
        without=(code,) if asked.what == "broken" else (),
        late_min={code: asked.minutes} if asked.what == "late" else {},
        allow=allow,
    )
    is_open = tours_of(session, [day], ("draft",)) or pool(session, day)
    if not is_open or not scenarios.free_vehicles(session, day):
        return None
    return scenarios.ask(session, day, recipe).id


def _at_the_depot(session: Session, day: date) -> Sequence[Tour]:
    released = tours_of(session, [day], ("released",))
    progress = progress_of(session, [tour.id for tour in released])
    return [tour for tour in released if not any(stop.state != "waiting" for stop in progress[tour.id].stops)]


def _tell_anew(
    session: Session,
    day: date,
    late: dict[int, int],
    roads: Mapping[int, TourRoads],
    told_already: Collection[int],
    *,
    reorder: bool,
) -> list[Tour]:
    """New times for what is on the road: by what the planner says of it, else by what its phone has told."""
    running = {tour.id: tour for tour in tours_of(session, [day], RUNNING) if tour.id not in told_already}
    progress = progress_of(session, list(running))
    told = []
    for tour_id, tour in running.items():
        served = [stop.stop_id for stop in progress[tour_id].stops if stop.state != "waiting"]
        if len(served) == len(progress[tour_id].stops) or (tour.state == "released" and tour_id not in late):
            continue
        late_s = late[tour_id] if tour_id in late else round(told_shift(progress[tour_id], tour).total_seconds())
        told.append(retime(session, tour_id, served, late_s, roads[tour_id], reorder=reorder))
    return told


def _allowed(allow: str) -> str:
    return {
        "all": _("tout peut changer"),
        "trucks": _("camions gardés"),
        "sequences": _("ordres gardés"),
        "insert": _("ajouts seulement"),
    }[allow]
