"""When a site takes deliveries on one day: OpenStreetMap opening hours, public holidays, days of 23 and 25 hours."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from opening_hours import (  # type: ignore[attr-defined]  # its stub forgets the two errors
    OpeningHours,
    ParserError,
    State,
    UnknownCountryError,
)

Window = tuple[datetime, datetime]
"""First and last instant at which service may begin, in UTC; both ends included."""

ALSACE_MOSELLE = {"57": "57", "67": "6AE", "68": "6AE"}
"""Département → the subdivision that has Good Friday and 26 December off."""
MENTIONS_HOLIDAYS = re.compile(r"\bPH\b")


def windows_on(
    opening_hours: str, day: date, country: str, zone: ZoneInfo, deliver_on_holidays: bool, postcode: str = ""
) -> list[Window] | None:
    """The windows of one business day.

    A window that began the evening before opens the day at midnight; one that runs past midnight ends on the next day.
    Hours that say nothing of public holidays (no hours at all among them) are closed on them, unless
    `deliver_on_holidays`.

    Parameters
    ----------
    opening_hours
        OpenStreetMap syntax; empty or unreadable: no restriction.
    country
        ISO 3166 code whose public holidays count.
    zone
        The zone of the site's wall clock.
    deliver_on_holidays
        Whether sites whose hours do not mention holidays take deliveries on them.
    postcode
        Refines French holidays for Alsace and Moselle.

    Returns
    -------
    list of (start, end), or None
        None: any time. Empty: closed all day.
    """
    hours = _parsed(opening_hours.strip(), country)
    if not deliver_on_holidays and is_holiday(day, country, postcode):
        mentioned = hours is not None and MENTIONS_HOLIDAYS.search(opening_hours) is not None
        if not mentioned or not is_holiday(day, country):  # a regional holiday is unknown to the parser's calendar
            return []
    if hours is None:
        return None
    midnight, next_midnight = datetime.combine(day, time(0)), datetime.combine(day + timedelta(days=1), time(0))
    found: list[tuple[datetime, datetime]] = []
    for start, end, state, _comment in hours.intervals(midnight, next_midnight + timedelta(days=1)):
        if start >= next_midnight or state != State.OPEN:
            continue
        if found and found[-1][1] == start:  # two stretches that differ in their comment only
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [(_instant(start, zone), _instant(end, zone)) for start, end in found]


def readable(opening_hours: str) -> bool:
    """Whether the hours can be read; empty hours can (any time)."""
    return not opening_hours.strip() or _parsed(opening_hours.strip(), "") is not None


def is_holiday(day: date, country: str, postcode: str = "") -> bool:
    """Whether a day is a public holiday; a country that is not known has none."""
    subdivision = ALSACE_MOSELLE.get(postcode[:2]) if country == "FR" else None
    calendar = _calendar(country, subdivision)
    return calendar is not None and day in calendar


@lru_cache(maxsize=4096)
def _parsed(text: str, country: str) -> OpeningHours | None:
    try:
        return OpeningHours(text, country=country or None, auto_country=False, auto_timezone=False)
    except UnknownCountryError:
        return _parsed(text, "")
    except ParserError:
        return None


@lru_cache(maxsize=64)
def _calendar(country: str, subdivision: str | None) -> holidays.HolidayBase | None:
    try:
        return holidays.country_holidays(country, subdiv=subdivision)
    except NotImplementedError:  # how the library says that it knows no such country or part of one
        return None


def _instant(wall: datetime, zone: ZoneInfo) -> datetime:
    return wall.replace(tzinfo=zone).astimezone(UTC)
