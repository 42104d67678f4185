"""When a tour's link opens what: before its day it is read, on its day it is driven, a week longer it is read and late events come in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from dispatch import clock
from dispatch.tours.models import Tour

Mode = Literal["early", "live", "over", "gone"]
"""`early` and `over`: read only; `gone`: answers 404."""

BEFORE_START, AFTER_END, KEPT = timedelta(hours=2), timedelta(hours=6), timedelta(days=8)


def mode(tour: Tour, now: datetime) -> Mode:
    """What the link of a tour opens now.

    A draft may still change, a cancelled tour is not driven: both are gone, as is a tour a week after its day. A tour of
    today is live from midnight (or two hours before it starts, if that is earlier) until midnight or six hours after its
    end, so that a night tour is not cut off.
    """
    if tour.state in ("draft", "cancelled") or now >= _kept_until(tour):
        return "gone"
    if now < _opens(tour):
        return "early"
    return "live" if now < _closes(tour) else "over"


def may_report(tour: Tour, device_at: datetime, now: datetime) -> bool:
    """Whether an event counts.

    On its day it does, whatever the phone's clock says. Afterwards, for a week, what happened on the day by the phone's
    clock still does: a phone that was off the network all evening loses nothing.
    """
    standing = mode(tour, now)
    return standing == "live" or (standing == "over" and _opens(tour) <= device_at < _closes(tour))


def _opens(tour: Tour) -> datetime:
    return min(clock.day_start(tour.day), tour.starts_at - BEFORE_START)


def _closes(tour: Tour) -> datetime:
    return max(clock.day_start(tour.day + timedelta(days=1)), tour.ends_at + AFTER_END)


def _kept_until(tour: Tour) -> datetime:
    return clock.day_start(tour.day + KEPT)
