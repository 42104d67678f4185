"""A tour as the phone's script reads it: plain JSON, instants with the depot's offset, so that the phone shows them as they stand."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from dispatch import clock
from dispatch.delivery.models import NATURES
from dispatch.delivery.phone_models import PROBLEMS
from dispatch.delivery.phone_tour import PhoneTour
from dispatch.delivery.reserves import VOID_WORDS


def tour_data(tour: PhoneTour) -> dict[str, Any]:
    """Everything that the page shows, and the rules that it checks before a customer has left."""
    return {
        "tour": _plain(tour),
        "now": clock.now().isoformat(),
        "natures": list(NATURES),
        "problems": list(PROBLEMS),
        "void_words": VOID_WORDS,
    }


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="milliseconds")
    return value.isoformat() if isinstance(value, date) else value
