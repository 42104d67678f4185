"""The solver's time axis: whole seconds from the first planned day's local midnight; days of 23 and 25 hours exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dispatch import clock, settings
from dispatch.customers.hours import windows_on
from dispatch.orders.queries import PoolLine

Window = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Horizon:
    """Seconds from an instant, and back."""

    origin: datetime

    @classmethod
    def of(cls, first_day: date) -> Horizon:
        """The axis of a run that begins on a day."""
        return cls(clock.day_start(first_day))

    def second(self, instant: datetime) -> int:
        """An instant on the axis; negative before the first day."""
        return round((instant - self.origin).total_seconds())

    def instant(self, second: int) -> datetime:
        """A second of the axis as an instant, in UTC."""
        return self.origin + timedelta(seconds=second)

    def whole_day(self, day: date) -> Window:
        """First and last second of a business day."""
        return self.second(clock.day_start(day)), self.second(clock.day_start(day + timedelta(days=1))) - 1


def site_windows(site: PoolLine, first: date, last: date, horizon: Horizon, night_s: int = 0) -> tuple[Window, ...]:
    """When service at a line's site may begin from one day to another; empty when it is closed on all of them.

    Parameters
    ----------
    night_s
        How long after the last day's midnight a shift that began on it still delivers.
    """
    found: list[Window] = []
    for number in range((last - first).days + 1):
        found.extend(_on(site, first + timedelta(days=number), horizon))
    if night_s:
        dawn = horizon.whole_day(last)[1] + night_s
        following = _on(site, last + timedelta(days=1), horizon)
        found.extend((start, min(end, dawn)) for start, end in following if start <= dawn)
    return tuple(_joined(sorted(found)))


def _on(site: PoolLine, day: date, horizon: Horizon) -> list[Window]:
    windows = windows_on(
        site.opening_hours, day, site.country, clock.zone(), settings.current().deliver_on_holidays, site.postcode
    )
    if windows is None:
        return [horizon.whole_day(day)]
    return [(horizon.second(start), horizon.second(end)) for start, end in windows]


def _joined(windows: list[Window]) -> list[Window]:
    joined: list[Window] = []
    for start, end in windows:
        if joined and start <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
