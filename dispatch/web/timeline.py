"""The timeline of a day: one row a tour, each thing it does as a span in percent of the axis, ready for an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch import clock
from dispatch.tours.rows import StopRow, TourRow, TripRow

MAX_LABELS = 16


@dataclass(frozen=True)
class Span:
    """One block: `start` and `width` in percent; `kind` is loading, drive, wait, stop or break."""

    kind: str
    start: float
    width: float
    label: str = ""
    stop: StopRow | None = None


@dataclass(frozen=True)
class Tick:
    """One hour of the axis."""

    start: float
    hour: str


@dataclass(frozen=True)
class Row:
    """One tour's line."""

    tour: TourRow
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Timeline:
    """The whole drawing; `now` is where the present stands, None outside the axis."""

    ticks: tuple[Tick, ...]
    rows: tuple[Row, ...]
    now: float | None


def timeline(tours: Sequence[TourRow], now: datetime) -> Timeline | None:
    """Lay the tours out on one axis of whole hours; None without tours."""
    if not tours:
        return None
    first = clock.local(min(tour.starts_at for tour in tours)).replace(minute=0, second=0, microsecond=0)
    last = max(tour.ends_at for tour in tours)
    hours = max(1, -int((first - last).total_seconds() // 3600))
    axis = _Axis(first, first + timedelta(hours=hours))
    every = -(-hours // MAX_LABELS)
    ticks = [first + timedelta(hours=hour) for hour in range(0, hours, every)]
    place = axis.at(now)
    return Timeline(
        ticks=tuple(Tick(axis.at(tick), clock.local(tick).strftime("%H:%M")) for tick in ticks),
        rows=tuple(Row(tour, tuple(_spans(tour, axis))) for tour in tours),
        now=place if 0 < place < 100 else None,
    )


class _Axis:
    """From an instant to percent."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self._first, self._length_s = first, (last - first).total_seconds()

    def at(self, instant: datetime) -> float:
        return round(100 * (instant - self._first).total_seconds() / self._length_s, 3)

    def span(self, kind: str, start: datetime, end: datetime, label: str = "", stop: StopRow | None = None) -> Span:
        begin = self.at(start)
        return Span(kind, begin, round(max(self.at(end) - begin, 0.0), 3), label, stop)


def _spans(tour: TourRow, axis: _Axis) -> list[Span]:
    spans: list[Span] = []
    for index, trip in enumerate(tour.trips):
        following = tour.trips[index + 1].loading_at if index + 1 < len(tour.trips) else tour.ends_at
        spans += _trip(trip, following, axis)
    if tour.break_at and tour.break_s:
        spans.append(axis.span("break", tour.break_at, tour.break_at + timedelta(seconds=tour.break_s)))
    return spans


def _trip(trip: TripRow, back_at: datetime, axis: _Axis) -> list[Span]:
    spans = [axis.span("loading", trip.loading_at, trip.leaves_at)]
    left_at = trip.leaves_at
    for stop in trip.stops:
        spans.append(axis.span("drive", left_at, stop.arrives_at))
        if stop.begins_at > stop.arrives_at:
            spans.append(axis.span("wait", stop.arrives_at, stop.begins_at))
        spans.append(axis.span("stop", stop.begins_at, stop.leaves_at, str(stop.sequence), stop))
        left_at = stop.leaves_at
    if trip.stops:
        spans.append(axis.span("drive", left_at, back_at))
    return spans
