"""What in the data stands in the way of a day, seen before anything is calculated: each gap can be closed in one step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from dispatch.fleet.queries import VehicleRow
from dispatch.orders.queries import PoolLine
from dispatch.planning.horizon import Horizon, site_windows
from dispatch.tours.rows import TourRow
from maps.great_circle import great_circle_m
from maps.places import Place

Kind = Literal["place", "weight", "closed", "window"]
FASTEST_M_S = 36.0
"""No van drives faster than 130 km/h as the crow flies: whoever is missed at that speed is missed."""
LOOK_AHEAD_DAYS = 21


@dataclass(frozen=True, slots=True)
class Gap:
    """One site that has no place, is closed or cannot be reached in its hours, or one product without a weight."""

    kind: Kind
    key: int
    """Id of the site; 0 for a product."""
    code: str
    """Of the site or the product."""
    name: str
    city: str
    hours: str
    """Opening hours of the site."""
    lines: int
    """How many due lines it concerns."""
    orders: tuple[str, ...]
    first_at: datetime | None = None
    """When the first vehicle could be there at the earliest, for a window that nobody meets."""
    next_on: date | None = None
    """The first working day after this one on which the site takes deliveries."""


def gaps_of(
    lines: Iterable[PoolLine],
    tours: Iterable[TourRow],
    fleet: Sequence[VehicleRow],
    away: Collection[tuple[date, int]],
    day: date,
) -> tuple[Gap, ...]:
    """Sites to place first, then weights, closed sites, hours that no vehicle meets; those with most lines first.

    Parameters
    ----------
    lines
        Lines due by the day that are on no tour.
    tours
        The day's tours, whose products may lack a weight as well.
    away
        (day, vehicle id) of vehicles that are not there.
    """
    open_lines = [line for line in lines if line.latest_on is None or line.latest_on >= day]
    sites: dict[int, list[PoolLine]] = defaultdict(list)
    for line in open_lines:
        sites[line.site_id].append(line)
    there = [one for one in fleet if (day, one.id) not in away]
    found = [gap for rows in sites.values() if (gap := _of_site(rows, there, day)) is not None]
    found += _weights(open_lines, tours)
    order = ("place", "weight", "closed", "window")
    return tuple(sorted(found, key=lambda gap: (order.index(gap.kind), -gap.lines, gap.code)))


def _of_site(rows: Sequence[PoolLine], fleet: Sequence[VehicleRow], day: date) -> Gap | None:
    site, horizon = rows[0], Horizon.of(day)
    windows = site_windows(site, day, day, horizon)

    def gap(kind: Kind, first_at: datetime | None = None, next_on: date | None = None) -> Gap:
        orders = tuple(dict.fromkeys(row.order_reference for row in rows))
        hours = site.opening_hours
        return Gap(
            kind, site.site_id, site.site_code, site.site_name, site.city, hours, len(rows), orders, first_at, next_on
        )

    if site.latitude is None or site.longitude is None:
        return gap("place")
    if not windows:
        return gap("closed", next_on=_next_open(site, day))
    reach = [_reach(Place(site.latitude, site.longitude), one, day, horizon) for one in fleet]
    if not reach or any(start <= last and end >= first for start, end in windows for first, last in reach):
        return None
    return gap("window", horizon.instant(min(first for first, _ in reach)), _next_open(site, day))


def _reach(site: Place, vehicle: VehicleRow, day: date, horizon: Horizon) -> tuple[int, int]:
    """Between which seconds a vehicle could be at the site, driving straight and fast."""
    start, end = (horizon.second(instant) for instant in vehicle.shift_on(day))
    metres = float(great_circle_m([Place(vehicle.depot.latitude, vehicle.depot.longitude), site])[0, 1])
    seconds = round(metres / FASTEST_M_S)
    return start + vehicle.depot.loading_s + seconds, end - seconds


def _next_open(site: PoolLine, day: date) -> date | None:
    for number in range(1, LOOK_AHEAD_DAYS + 1):
        then = day + timedelta(days=number)
        windows = site_windows(site, then, then, Horizon.of(then))
        if then.weekday() < 6 and windows:
            return then
    return None


def _weights(lines: Iterable[PoolLine], tours: Iterable[TourRow]) -> list[Gap]:
    """Goods without a weight: whatever they load is counted as nothing."""
    orders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in lines:
        if line.product_kind == "goods" and not line.weight_g:
            orders[line.product_code, line.product_name].append(line.order_reference)
    for portion in (portion for tour in tours for stop in tour.stops for portion in stop.portions):
        if portion.kind == "goods" and not portion.weight_g and portion.quantity >= 1000:
            orders[portion.product_code, portion.product_name].append(portion.order_reference)
    return [
        Gap("weight", 0, code, name, "", "", len(found), tuple(dict.fromkeys(found)))
        for (code, name), found in orders.items()
    ]
