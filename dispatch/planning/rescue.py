"""A truck has broken down and its goods stay on it: another one drives there, takes them over and goes on with the tour.

The tour, its notes and its order stay; its vehicle changes, and what is still to come is told anew. Where the truck
stands nobody has told us: it is taken to be at the last stop that is done with, or at its depot before the first.
"""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.errors import NotFoundError, RefusedError
from dispatch.fleet.absences import away_vehicles, stand_still
from dispatch.fleet.models import Driver, Vehicle
from dispatch.planning.tour_roads import TourRoads
from dispatch.planning.underway import retime, running_tour
from dispatch.tours.models import Stop, Tour

FACTS = ("vehicle", "letter", "room", "used", "site", "missing")


class CannotRescueError(RefusedError):
    """A vehicle cannot take the goods of another over: which rule, and the numbers.

    Attributes
    ----------
    rule
        `tour`, `away`, `kg`, `m3`, `pallets`, `skill` or `weight`.
    facts
        What the sentence names: vehicle, letter, room, used, site, missing.
    """

    code = "cannot_rescue"

    def __init__(self, rule: str, detail: str, **facts: str) -> None:
        super().__init__(detail, "Choose another vehicle, or let the goods leave the depot anew.")
        self.rule, self.facts = rule, {key: facts.get(key, "") for key in FACTS}


def rescue(
    session: Session,
    tour_id: int,
    vehicle_id: int,
    served: Collection[int],
    transfer_s: int,
    roads: TourRoads,
    reason: str,
) -> Tour:
    """Let another vehicle take a tour over where its truck stands.

    Parameters
    ----------
    served
        Ids of the stops that are done with.
    transfer_s
        How long it takes to bring the goods from one truck to the other.
    roads
        Travel for the other vehicle, from its depot too (`tour_roads.roads_of_rescue`).
    reason
        Why the first vehicle is counted on no more that day.

    Raises
    ------
    NotFoundError, RefusedError, StalePlanError
        As `underway.retime`; the other vehicle is away, has a tour, or cannot carry what is left.
    """
    tour = running_tour(session, tour_id)
    vehicle = session.get(Vehicle, vehicle_id)
    if vehicle is None:
        raise NotFoundError(f"There is no vehicle {vehicle_id}.")
    rest = [(trip, [stop for stop in trip.stops if stop.id not in served]) for trip in tour.trips]
    waiting = [(trip, stops) for trip, stops in rest if stops]
    if not waiting:
        raise RefusedError(f"Nothing of tour {tour.letter} is still to come.", "Choose another tour.")
    _require_free(session, vehicle, tour)
    for _, stops in waiting:
        _require_fit(vehicle, stops)
    broken, trip = tour.vehicle, waiting[0][0]
    done = [stop for stop in trip.stops if stop.id in served]
    here = roads.place(("site", done[-1].site_id) if done else ("depot", trip.depot_id))
    way = [roads.place(("depot", vehicle.depot_id)), here]
    leaves_at = done[-1].leaves_at if done else trip.leaves_at
    ready_s = clock.now().timestamp() + roads.seconds(way) + transfer_s
    late_s = max(round(ready_s - leaves_at.timestamp()), 0)
    metres, seconds = roads.metres(way), roads.seconds(way)
    tour.vehicle, tour.profile = vehicle, vehicle.profile
    tour.driver_id = _driver_of(session, vehicle, tour)
    tour.drive_s += seconds
    tour.distance_m += metres
    trip.distance_m += metres
    tour.cost_cents += vehicle.cost_fixed_cents + round(
        vehicle.cost_hour_cents * seconds / 3600 + vehicle.cost_km_cents * metres / 1000
    )
    named = f"{tour.day.isoformat()} {tour.letter}"
    journal.record(session, "tour.rescued", named, broken=broken.code, by=vehicle.code, transfer_s=transfer_s)
    session.flush()
    stand_still(session, broken.id, tour.day, reason)
    return retime(session, tour_id, served, late_s, roads)


def _require_free(session: Session, vehicle: Vehicle, tour: Tour) -> None:
    live = select(Tour.letter).where(Tour.day == tour.day, Tour.vehicle_id == vehicle.id, Tour.state != "cancelled")
    letter = session.scalars(live.limit(1)).first()
    if letter is not None:
        said = f"{vehicle.code} cannot come: it drives tour {letter}."
        raise CannotRescueError("tour", said, vehicle=vehicle.code, letter=letter)
    if not vehicle.active or (tour.day, vehicle.id) in away_vehicles(session, [tour.day]):
        raise CannotRescueError("away", f"{vehicle.code} cannot come: it is away.", vehicle=vehicle.code)


def _require_fit(vehicle: Vehicle, stops: Collection[Stop]) -> None:
    """What is left of one trip must fit the vehicle, and its sites must admit it."""
    products = [(each.quantity, each.line.product) for stop in stops for each in stop.portions if each.live]
    loads = (
        ("kg", sum(n * one.weight_g for n, one in products), vehicle.payload_g, 1000),
        ("m3", sum(n * one.volume_cm3 for n, one in products), vehicle.volume_cm3, 1_000_000),
        ("pallets", sum(n * one.pallets_micro for n, one in products), vehicle.pallets_micro, 1_000_000),
    )
    for rule, milli, limit, unit in loads:
        if limit is not None and milli > 1000 * limit:
            room, used = f"{limit / unit:g}", f"{milli / 1000 / unit:g}"
            said = f"{vehicle.code} carries {room} {rule}, {used} {rule} are left on the truck."
            raise CannotRescueError(rule, said, vehicle=vehicle.code, room=room, used=used)
    for stop in stops:
        site = stop.site
        needed = {*site.skills, *(skill for each in stop.portions for skill in each.line.product.skills)}
        if missing := ", ".join(sorted(needed - set(vehicle.skills))):
            said = f"{vehicle.code} has no {missing}, which {site.name} needs."
            raise CannotRescueError("skill", said, vehicle=vehicle.code, site=site.name, missing=missing)
        if site.max_vehicle_kg and vehicle.gross_kg and vehicle.gross_kg > site.max_vehicle_kg:
            room, used = f"{site.max_vehicle_kg}", f"{vehicle.gross_kg}"
            said = f"{site.name} admits {room} kg, {vehicle.code} weighs {used} kg."
            raise CannotRescueError("weight", said, vehicle=vehicle.code, site=site.name, room=room, used=used)


def _driver_of(session: Session, vehicle: Vehicle, tour: Tour) -> int | None:
    """The rescuing vehicle's own driver where nobody else has him that day, else the one who waits at the truck."""
    busy = select(Tour.driver_id).where(Tour.day == tour.day, Tour.state != "cancelled", Tour.driver_id.is_not(None))
    own = select(Driver.id).where(Driver.vehicle_id == vehicle.id, Driver.active, Driver.id.not_in(busy))
    return session.scalars(own.order_by(Driver.code).limit(1)).first() or tour.driver_id
