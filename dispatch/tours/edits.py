"""A draft tour as a plain value, and putting such values in the place of a day's drafts, quantities included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.db.engine import actor_of
from dispatch.orders import conservation
from dispatch.orders.models import OrderLine
from dispatch.tours.letters import letters_for
from dispatch.tours.lifecycle import drafts_of
from dispatch.tours.models import TOUR, Portion, Stop, Tour, Trip


@dataclass(frozen=True, slots=True)
class PortionImage:
    """Part of an order line, in milli-units; part 0 is given its number when it is put on a tour."""

    line_id: int
    quantity: int
    part: int = 0


@dataclass(frozen=True, slots=True)
class StopImage:
    """A halt; instants are whole seconds since 1970."""

    site_id: int
    arrives_s: int
    begins_s: int
    leaves_s: int
    opens_s: int | None
    closes_s: int | None
    distance_m: int
    locked: bool
    portions: tuple[PortionImage, ...]


@dataclass(frozen=True, slots=True)
class TripImage:
    """A loading and its stops."""

    depot_id: int
    loading_s: int
    leaves_s: int
    distance_m: int
    stops: tuple[StopImage, ...]


@dataclass(frozen=True, slots=True)
class TourImage:
    """A draft tour without its row: equal images are equal tours."""

    vehicle_id: int
    letter: str
    driver_id: int | None
    run_id: int | None
    starts_s: int
    ends_s: int
    drive_s: int
    distance_m: int
    cost_cents: int
    break_at_s: int | None
    break_s: int
    profile: str
    source_fr: str
    source_en: str
    estimated: bool
    trips: tuple[TripImage, ...]
    locked: bool = False

    @property
    def stops(self) -> tuple[StopImage, ...]:
        """All stops in driving order."""
        return tuple(stop for trip in self.trips for stop in trip.stops)

    def quantities(self) -> Counter[int]:
        """Milli-units carried of each line."""
        total: Counter[int] = Counter()
        for stop in self.stops:
            for portion in stop.portions:
                total[portion.line_id] += portion.quantity
        return total


Images = Mapping[int, TourImage | None]
"""Vehicle id → its tour; None where it has none."""


def images(session: Session, day: date) -> dict[int, TourImage]:
    """The draft tours of a day by vehicle."""
    return {tour.vehicle_id: image_of(tour) for tour in drafts_of(session, [day])}


def put(session: Session, day: date, wanted: Images) -> None:
    """Make the day's draft tours of some vehicles what the images say; the caller swaps the version and records it.

    Raises
    ------
    ConservationError
        When a line does not have what a tour would take.
    """
    tours = {tour.vehicle_id: tour for tour in drafts_of(session, [day])}
    before: Counter[int] = Counter()
    for vehicle_id in wanted:
        if vehicle_id in tours:
            before += image_of(tours[vehicle_id]).quantities()
            _empty(session, tours[vehicle_id], keep=wanted[vehicle_id] is not None)
    session.flush()
    new = {vehicle_id: image for vehicle_id, image in wanted.items() if image is not None}
    after: Counter[int] = sum((image.quantities() for image in new.values()), Counter())
    parts = _Parts(session, after)
    for vehicle_id, image in new.items():
        tour = tours.get(vehicle_id) or _new_tour(session, day, image)
        _fill(tour, image, parts)
    session.flush()
    _move_quantities(session, before, after)


def as_json(chosen: Images) -> dict[str, Any]:
    """Images as they are kept in the log."""
    return {str(key): None if image is None else asdict(image) for key, image in chosen.items()}


def from_json(kept: Mapping[str, Any]) -> dict[int, TourImage | None]:
    """Images out of the log."""
    return {int(key): None if value is None else _read(value) for key, value in kept.items()}


def _read(value: Mapping[str, Any]) -> TourImage:
    trips = tuple(
        TripImage(**{**trip, "stops": tuple(_read_stop(stop) for stop in trip["stops"])}) for trip in value["trips"]
    )
    return TourImage(**{**value, "trips": trips})


def _read_stop(value: Mapping[str, Any]) -> StopImage:
    return StopImage(**{**value, "portions": tuple(PortionImage(**portion) for portion in value["portions"])})


def image_of(tour: Tour) -> TourImage:
    """A tour as a value: what is live on it."""
    return TourImage(
        vehicle_id=tour.vehicle_id,
        letter=tour.letter,
        driver_id=tour.driver_id,
        run_id=tour.run_id,
        starts_s=_seconds(tour.starts_at),
        ends_s=_seconds(tour.ends_at),
        drive_s=tour.drive_s,
        distance_m=tour.distance_m,
        cost_cents=tour.cost_cents,
        break_at_s=None if tour.break_at is None else _seconds(tour.break_at),
        break_s=tour.break_s,
        profile=tour.profile,
        source_fr=tour.source_fr,
        source_en=tour.source_en,
        estimated=tour.estimated,
        trips=tuple(
            TripImage(
                trip.depot_id,
                _seconds(trip.loading_at),
                _seconds(trip.leaves_at),
                trip.distance_m,
                tuple(_stop_image(stop) for stop in trip.stops),
            )
            for trip in tour.trips
        ),
        locked=tour.locked,
    )


def _stop_image(stop: Stop) -> StopImage:
    return StopImage(
        site_id=stop.site_id,
        arrives_s=_seconds(stop.arrives_at),
        begins_s=_seconds(stop.begins_at),
        leaves_s=_seconds(stop.leaves_at),
        opens_s=None if stop.window_opens_at is None else _seconds(stop.window_opens_at),
        closes_s=None if stop.window_closes_at is None else _seconds(stop.window_closes_at),
        distance_m=stop.distance_m,
        locked=stop.locked,
        portions=tuple(
            PortionImage(portion.order_line_id, portion.quantity, portion.part)
            for portion in sorted(stop.portions, key=lambda each: each.order_line_id)
            if portion.live
        ),
    )


def _empty(session: Session, tour: Tour, *, keep: bool) -> None:
    """Take everything off a tour that is to be filled anew; without a new content it is cancelled as it was."""
    if keep:
        tour.trips.clear()
        return
    TOUR.advance(tour, "cancelled", at=clock.now(), by=actor_of(session))
    for trip in tour.trips:
        for stop in trip.stops:
            for portion in stop.portions:
                portion.live = False


def _new_tour(session: Session, day: date, image: TourImage) -> Tour:
    """A tour for a vehicle that had none; letter and driver of the image where nobody else has them by now."""
    live = select(Tour).where(Tour.day == day, Tour.state != "cancelled")
    others = session.scalars(live).all()
    letter = image.letter
    if not letter or letter in {other.letter for other in others}:
        letter = letters_for(session, [day])[0]
    driver_id = None if image.driver_id in {other.driver_id for other in others} else image.driver_id
    tour = Tour(
        day=day,
        letter=letter,
        vehicle_id=image.vehicle_id,
        driver_id=driver_id,
        run_id=image.run_id,
        state_at=clock.now(),
        state_by=actor_of(session),
    )
    session.add(tour)
    return tour


def _fill(tour: Tour, image: TourImage, parts: _Parts) -> None:
    tour.starts_at, tour.ends_at = _instant(image.starts_s), _instant(image.ends_s)
    tour.drive_s, tour.distance_m, tour.cost_cents = image.drive_s, image.distance_m, image.cost_cents
    tour.break_at, tour.break_s = _optional(image.break_at_s), image.break_s
    tour.profile, tour.estimated = image.profile, image.estimated
    tour.source_fr, tour.source_en, tour.locked = image.source_fr, image.source_en, image.locked
    sequence = 0
    for number, trip in enumerate(image.trips, 1):
        row = Trip(
            number=number,
            depot_id=trip.depot_id,
            loading_at=_instant(trip.loading_s),
            leaves_at=_instant(trip.leaves_s),
            distance_m=trip.distance_m,
        )
        for stop in trip.stops:
            sequence += 1
            row.stops.append(_stop(sequence, stop, parts))
        tour.trips.append(row)


def _stop(sequence: int, stop: StopImage, parts: _Parts) -> Stop:
    return Stop(
        sequence=sequence,
        site_id=stop.site_id,
        arrives_at=_instant(stop.arrives_s),
        begins_at=_instant(stop.begins_s),
        leaves_at=_instant(stop.leaves_s),
        window_opens_at=_optional(stop.opens_s),
        window_closes_at=_optional(stop.closes_s),
        distance_m=stop.distance_m,
        locked=stop.locked,
        portions=[
            Portion(order_line_id=each.line_id, quantity=each.quantity, part=parts.number(each))
            for each in stop.portions
        ],
    )


class _Parts:
    """Part numbers that live portions of lines do not have yet; the image's own where it is free."""

    def __init__(self, session: Session, lines: Iterable[int]) -> None:
        query = select(Portion.order_line_id, Portion.part).where(Portion.live, Portion.order_line_id.in_(set(lines)))
        self._taken = {(row.order_line_id, row.part) for row in session.execute(query)}

    def number(self, portion: PortionImage) -> int:
        number = portion.part or 1
        while (portion.line_id, number) in self._taken:
            number += 1
        self._taken.add((portion.line_id, number))
        return number


def _move_quantities(session: Session, before: Counter[int], after: Counter[int]) -> None:
    changed = {line_id for line_id in before | after if before[line_id] != after[line_id]}
    rows = session.scalars(select(OrderLine).where(OrderLine.id.in_(changed)))
    lines = {line.id: line for line in rows}
    for line_id in sorted(changed):
        more = after[line_id] - before[line_id]
        if more < 0:
            conservation.give_back(session, lines[line_id], -more)
        else:
            conservation.plan(session, lines[line_id], more)


def _seconds(instant: datetime) -> int:
    return round(instant.timestamp())


def _instant(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _optional(second: int | None) -> datetime | None:
    return None if second is None else _instant(second)
