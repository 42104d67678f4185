"""The streets around some places, from the road graph itself: a background for maps that need no network."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from maps.errors import MapsError
from maps.osrm_engine import OsrmRouter
from maps.places import Place
from maps.vector_tile import segments, tile_at

__all__ = ["streets_around"]

_log = logging.getLogger(__name__)
_SCALES = ((14, 0), (13, 30), (12, 45))
"""Zoom, and the slowest roads (km/h) still drawn there: the nearest that takes few tiles is chosen."""
_MOST_TILES = 16
_MARGIN = 0.1

Line = tuple[Place, ...]


def streets_around(road_dir: Path, places: Sequence[Place], profile: str = "van") -> tuple[Line, ...]:
    """Give the streets of the area that the places span, as lines.

    Parameters
    ----------
    road_dir
        What `maps.roads.build_roads` wrote.

    Returns
    -------
    tuple of lines
        Empty where there is no road graph or the area is larger than about 25 km: a background is worth no failure.
    """
    if not places:
        return ()
    area = _area(places)
    scale = _scale(area)
    if scale is None:
        return ()
    zoom, slowest, tiles = scale
    south, west, north, east = area
    router = OsrmRouter(road_dir)
    pieces: set[tuple[Place, Place]] = set()
    try:
        for column, row in tiles:
            for start, end, speed in segments(router.tile(column, row, zoom, profile), column, row, zoom):
                inside = south <= start.latitude <= north and west <= start.longitude <= east
                if inside and speed >= slowest and start != end:
                    pieces.add((min(start, end), max(start, end)))
    except (MapsError, ValueError, LookupError) as error:
        _log.info("no streets for the background: %s", error)
        return ()
    return tuple(_joined(pieces))


def _scale(area: tuple[float, float, float, float]) -> tuple[int, int, list[tuple[int, int]]] | None:
    """Choose zoom, slowest roads and tiles; None where even the farthest zoom takes too many."""
    south, west, north, east = area
    for zoom, slowest in _SCALES:
        left, top = tile_at(Place(north, west), zoom)
        right, bottom = tile_at(Place(south, east), zoom)
        if (right - left + 1) * (bottom - top + 1) <= _MOST_TILES:
            return zoom, slowest, [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
    return None


def _area(places: Sequence[Place]) -> tuple[float, float, float, float]:
    latitudes, longitudes = [p.latitude for p in places], [p.longitude for p in places]
    up = max((max(latitudes) - min(latitudes)) * _MARGIN, 0.003)
    aside = max((max(longitudes) - min(longitudes)) * _MARGIN, 0.003)
    return (
        max(min(latitudes) - up, -85.0),
        max(min(longitudes) - aside, -180.0),
        min(max(latitudes) + up, 85.0),
        min(max(longitudes) + aside, 180.0),
    )


def _joined(pieces: Iterable[tuple[Place, Place]]) -> list[Line]:
    """Join pieces into lines that run from crossing to crossing: half the points."""
    beside: dict[Place, list[Place]] = {}
    for start, end in sorted(pieces):
        beside.setdefault(start, []).append(end)
        beside.setdefault(end, []).append(start)
    crossings = {place for place, others in beside.items() if len(others) != 2}
    lines = []
    for start in [*sorted(crossings), *sorted(beside)]:  # what the crossings leave over are rings
        while beside[start]:
            line = [start]
            while len(line) == 1 or (line[-1] not in crossings and beside[line[-1]]):
                here = line[-1]
                there = beside[here].pop()
                beside[there].remove(here)
                line.append(there)
            lines.append(tuple(line))
    return lines
