"""What the map of two versions draws, as plain JSON: what leaves in red, what comes in green, what stays in grey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dispatch import clock
from dispatch.tours.version_ways import Ways
from dispatch.tours.versions import StopChange


def change_map(ways: Ways, changes: Sequence[StopChange], tile_url: str = "") -> dict[str, Any]:
    """Ways by side, and a mark for each stop that differs; `row` is its row in the table below."""
    return {
        "tiles": tile_url,
        "depots": [{"name": name, "at": list(at)} for name, at in ways.depots],
        "ways": [{"vehicle": way.vehicle_code, "side": way.side, "trips": way.trips} for way in ways.ways],
        "stops": [
            {"row": row, "kind": one.kind, "name": one.site_name, "at": list(one.place), "told": _told(one)}
            for row, one in enumerate(changes)
            if one.place is not None
        ],
    }


def _told(one: StopChange) -> str:
    """``V1 07:40 → V3 09:10``."""
    sides = ((one.was_vehicle, one.was_at), (one.now_vehicle, one.now_at))
    return " → ".join("—" if at is None else f"{vehicle} {clock.local(at):%H:%M}" for vehicle, at in sides)
