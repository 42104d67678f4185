"""Planned against actual: when each stop of a day was to be reached, when a phone reported it, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.delivery.phone_models import PhoneEvent
from dispatch.tours.queries import tours_on
from dispatch.tours.rows import StopRow, TourRow

OUT = ("released", "under_way", "done")


@dataclass(frozen=True, slots=True)
class ActualStop:
    """One stop.

    Attributes
    ----------
    reached_at
        By the phone's clock; None: no phone has reported it (not there yet, or a round on paper).
    place
        Its place in the order in which the tour's stops were reached, 1 the first; None like `reached_at`.
    """

    stop: StopRow
    reached_at: datetime | None = None
    place: int | None = None

    @property
    def shift_s(self) -> int | None:
        """Seconds later than planned, below zero: earlier."""
        return None if self.reached_at is None else round((self.reached_at - self.stop.arrives_at).total_seconds())

    @property
    def after_window(self) -> bool:
        """Whether the truck came after the site's window had closed."""
        closes = self.stop.window_closes_at
        return self.reached_at is not None and closes is not None and self.reached_at > closes


@dataclass(frozen=True, slots=True)
class ActualTour:
    """One tour that has left, or may."""

    tour: TourRow
    stops: tuple[ActualStop, ...]

    @property
    def reached(self) -> tuple[ActualStop, ...]:
        """What phones have reported, in the order in which it was reached."""
        return tuple(sorted((one for one in self.stops if one.place), key=lambda one: one.place or 0))

    @property
    def reordered(self) -> bool:
        """Whether stops were reached in another order than planned."""
        planned = [one.stop.sequence for one in self.reached]
        return planned != sorted(planned)


@dataclass(frozen=True, slots=True)
class DayActual:
    """A day as it was planned and as it went."""

    tours: tuple[ActualTour, ...]

    @property
    def stops(self) -> tuple[ActualStop, ...]:
        """Those of all tours."""
        return tuple(one for tour in self.tours for one in tour.stops)

    @property
    def reported(self) -> int:
        """How many stops a phone has reported."""
        return sum(one.reached_at is not None for one in self.stops)

    @property
    def in_window(self) -> int:
        """How many of those were reached before their window closed."""
        return sum(one.reached_at is not None and not one.after_window for one in self.stops)

    @property
    def median_shift_s(self) -> int | None:
        """The median of how much later than planned stops were reached, seconds."""
        shifts = [one.shift_s for one in self.stops if one.shift_s is not None]
        return round(median(shifts)) if shifts else None


def day_actual(session: Session, day: date) -> DayActual:
    """The tours of a day that may leave, with what phones have reported of them."""
    tours = tours_on(session, day, OUT)
    reached = _reached(session, [tour.id for tour in tours])
    return DayActual(tuple(ActualTour(tour, _stops(tour, reached)) for tour in tours))


def _reached(session: Session, tour_ids: Sequence[int]) -> dict[int, datetime]:
    """Stop → the first arrival or delivery that was taken."""
    query = (
        select(PhoneEvent.stop_id, func.min(PhoneEvent.device_at))
        .where(
            PhoneEvent.tour_id.in_(tour_ids),
            PhoneEvent.outcome == "taken",
            PhoneEvent.kind.in_(("arrive", "deliver")),
            PhoneEvent.stop_id.is_not(None),
        )
        .group_by(PhoneEvent.stop_id)
    )
    return {stop: at for stop, at in session.execute(query) if stop is not None}


def _stops(tour: TourRow, reached: dict[int, datetime]) -> tuple[ActualStop, ...]:
    order = sorted((reached[stop.id], stop.sequence) for stop in tour.stops if stop.id in reached)
    places = {sequence: place for place, (_at, sequence) in enumerate(order, 1)}
    return tuple(ActualStop(stop, reached.get(stop.id), places.get(stop.sequence)) for stop in tour.stops)
