"""What the map of a day draws, as plain JSON: names go to the page as data and are shown by `textContent` only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from dispatch import clock
from dispatch.customers.placed import PlacedSite
from dispatch.tours.rows import StopRow, TourRow, TripRow
from dispatch.web.tour_marks import mark_number

Point = tuple[float, float]


def map_data(
    tours: Iterable[TourRow],
    unplanned: Iterable[dict[str, Any]] = (),
    tile_url: str = "",
    around: Iterable[PlacedSite] = (),
    late_min: Mapping[int, int] | None = None,
) -> dict[str, Any]:
    """Depots, tours with their lines and stops, and what stays behind; latitude first everywhere.

    Parameters
    ----------
    around
        Other sites, by which somebody finds where one without a place is.
    late_min
        Tour id → minutes by which its driver said to be late since its times were last told.
    """
    tours = list(tours)
    depots = {(trip.depot_latitude, trip.depot_longitude): trip.depot_name for tour in tours for trip in tour.trips}
    return {
        "depots": [{"at": list(place), "name": name} for place, name in depots.items()],
        "tours": [_tour(tour, timedelta(minutes=(late_min or {}).get(tour.id, 0))) for tour in tours],
        "unplanned": list(unplanned),
        "tiles": tile_url,
        "known": [{"at": [site.latitude, site.longitude], "city": site.city} for site in around],
    }


def _tour(tour: TourRow, late: timedelta) -> dict[str, Any]:
    return {
        "letter": tour.letter,
        "mark": mark_number(tour.letter),
        "lines": [_line(trip) for trip in tour.trips],
        "stops": [_stop(stop, late) for stop in tour.stops if stop.latitude is not None],
    }


def _line(trip: TripRow) -> list[list[float]]:
    """Straight from place to place; the page may put the roads in their stead."""
    depot = [trip.depot_latitude, trip.depot_longitude]
    stops = [[s.latitude, s.longitude] for s in trip.stops if s.latitude is not None and s.longitude is not None]
    return [depot, *stops, depot]


def _stop(stop: StopRow, late: timedelta) -> dict[str, Any]:
    return {
        "at": [stop.latitude, stop.longitude],
        "n": stop.sequence,
        "name": stop.site_name,
        "city": stop.city,
        "time": clock.local(stop.begins_at).strftime("%H:%M"),
        "window": _window(stop),
        "slack": _slack_min(stop, late),
        "orders": list(stop.orders),
    }


def _window(stop: StopRow) -> str:
    if stop.window_opens_at is None or stop.window_closes_at is None:
        return ""
    return f"{clock.local(stop.window_opens_at):%H:%M}–{clock.local(stop.window_closes_at):%H:%M}"


def _slack_min(stop: StopRow, late: timedelta) -> int | None:
    """Whole minutes from the beginning of service to the end of the window, below zero: too late; None without one."""
    if stop.window_closes_at is None:
        return None
    return int((stop.window_closes_at - max(stop.begins_at, stop.arrives_at + late)).total_seconds() // 60)
