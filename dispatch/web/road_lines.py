"""The day's tours on their roads and the streets around, for the map: fetched after the page, kept until the plan changes."""

from __future__ import annotations

from collections import OrderedDict
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from dispatch.delivery.day_map import day_drawing
from dispatch.errors import RefusedError
from dispatch.tours.queries import version
from dispatch.web.shell import shell
from maps.day import DayDrawing

NOTHING: dict[str, Any] = {"lines": {}, "streets": [], "attribution": ""}
_KEPT: OrderedDict[tuple[str, date, int], dict[str, Any]] = OrderedDict()
_MOST_KEPT = 8
_lock = Lock()


def has_roads() -> bool:
    """Whether this installation knows roads at all; else tours are drawn straight from place to place."""
    return shell().settings.router != "great_circle"


def road_lines(session: Session, day: date) -> dict[str, Any]:
    """Lines by tour letter, streets, and whose roads they are; empty lists where nothing is known."""
    if not has_roads():
        return NOTHING
    key = (shell().database.url, day, version(session, day))
    with _lock:
        if key in _KEPT:
            return _KEPT[key]
    try:
        found = as_json(day_drawing(session, day, "fr"))
    except RefusedError:
        return NOTHING
    with _lock:
        _KEPT[key] = found
        while len(_KEPT) > _MOST_KEPT:
            _KEPT.popitem(last=False)
    return found


def as_json(drawing: DayDrawing) -> dict[str, Any]:
    """The lines of a drawing, to about a metre."""
    return {
        "lines": {
            tour.letter: [[round(p.latitude, 5), round(p.longitude, 5)] for p in tour.points]
            for tour in drawing.tours
            if not tour.straight
        },
        "streets": [[[round(p.latitude, 5), round(p.longitude, 5)] for p in line] for line in drawing.streets],
        "attribution": drawing.attribution or ("© OpenStreetMap contributors" if drawing.streets else ""),
    }
