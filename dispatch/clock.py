"""Business time: the one place that says what time it is, so that demos, tests and replays can fix it.

Leases, time limits and rate limits follow the real clock (``time.monotonic``), never this one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch import settings


def now() -> datetime:
    """The business instant, in UTC."""
    fixed = settings.current().now
    return fixed.astimezone(UTC) if fixed is not None else datetime.now(UTC)


def real_now() -> datetime:
    """The real instant, in UTC: for leases and heartbeats, which must not stand still in a replay."""
    return datetime.now(UTC)


def zone() -> ZoneInfo:
    """The zone of business days."""
    return ZoneInfo(settings.current().timezone)


def today() -> date:
    """The business day, in the company's zone."""
    return now().astimezone(zone()).date()


def day_start(day: date) -> datetime:
    """The instant at which a business day begins, in UTC (days of 23 and 25 hours exist)."""
    return datetime.combine(day, time(0), tzinfo=zone()).astimezone(UTC)


def local(instant: datetime) -> datetime:
    """An instant as the clock on the depot's wall shows it."""
    return instant.astimezone(zone())


def at(day: date, moment: time) -> datetime:
    """The instant of a wall-clock time on a business day, in UTC."""
    return datetime.combine(day, moment, tzinfo=zone()).astimezone(UTC)


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def next_working_day(day: date) -> date:
    """The next day from Monday to Saturday after `day`."""
    following = day + timedelta(days=1)
    return following if following.weekday() < 6 else following + timedelta(days=1)
