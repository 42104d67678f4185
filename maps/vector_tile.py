"""Read the segments of road out of a vector tile as OSRM makes it (Mapbox vector tile 2.1, layer `speeds`)."""

import math
from collections.abc import Iterator
from typing import Any

from maps.places import Place

__all__ = ["Segment", "segments", "tile_at"]

Segment = tuple[Place, Place, int]
"""Two ends of a straight piece of road and its speed in km/h."""

_LAYERS, _NAME, _FEATURES, _KEYS, _VALUES, _EXTENT = 3, 1, 2, 3, 4, 5
_TAGS, _GEOMETRY = 2, 4
_MOVE_AND_LINE = (9, 10)
"""Command words: move to one point, then a line to one point."""


def tile_at(place: Place, zoom: int) -> tuple[int, int]:
    """Column and row of the tile that holds a place (Web Mercator)."""
    count = 2**zoom
    column = (place.longitude + 180) / 360 * count
    row = (1 - math.asinh(math.tan(math.radians(place.latitude))) / math.pi) / 2 * count
    return min(int(column), count - 1), min(max(int(row), 0), count - 1)


def segments(tile: bytes, column: int, row: int, zoom: int) -> Iterator[Segment]:
    """Give the segments of the layer `speeds`; other layers and other shapes are passed over.

    Raises
    ------
    ValueError, IndexError
        If the bytes are no tile.
    """
    for number, layer in _fields(tile):
        parts: dict[int, list[Any]] = {}
        if number == _LAYERS:
            for part, value in _fields(layer):
                parts.setdefault(part, []).append(value)
        if parts.get(_NAME) == [b"speeds"]:
            extent = parts.get(_EXTENT, [4096])[0]
            speed_key = parts[_KEYS].index(b"speed")
            values = [next((int(v) for _, v in _fields(value) if isinstance(v, int)), 0) for value in parts[_VALUES]]
            for feature in parts.get(_FEATURES, []):
                yield from _segment(dict(_fields(feature)), speed_key, values, (column, row, zoom, extent))


def _segment(
    feature: dict[int, Any], speed_key: int, values: list[int], frame: tuple[int, int, int, int]
) -> Iterator[Segment]:
    words, tags = _numbers(feature[_GEOMETRY]), _numbers(feature[_TAGS])
    if len(words) == 6 and (words[0], words[3]) == _MOVE_AND_LINE:
        x, y = _signed(words[1]), _signed(words[2])
        ends = ((x, y), (x + _signed(words[4]), y + _signed(words[5])))
        speed = next((values[value] for key, value in zip(tags[::2], tags[1::2], strict=True) if key == speed_key), 0)
        yield _place(ends[0], frame), _place(ends[1], frame), speed


def _place(point: tuple[int, int], frame: tuple[int, int, int, int]) -> Place:
    column, row, zoom, extent = frame
    longitude = (column + point[0] / extent) / 2**zoom * 360 - 180
    mercator = math.pi * (1 - 2 * (row + point[1] / extent) / 2**zoom)
    return Place(round(math.degrees(math.atan(math.sinh(mercator))), 5), round(longitude, 5))


def _fields(message: bytes) -> Iterator[tuple[int, Any]]:
    """Take a protocol buffer apart: (field number, integer or bytes)."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            value, at = _varint(message, at)
            yield key >> 3, value
        elif kind in {1, 2, 5}:
            if kind == 2:
                length, at = _varint(message, at)
            else:
                length = 8 if kind == 1 else 4
            if at + length > len(message):
                raise ValueError("a vector tile that ends too soon")
            yield key >> 3, message[at : at + length]
            at += length
        else:
            raise ValueError(f"wire type {kind} in a vector tile")


def _numbers(packed: bytes) -> list[int]:
    numbers, at = [], 0
    while at < len(packed):
        number, at = _varint(packed, at)
        numbers.append(number)
    return numbers


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _signed(number: int) -> int:
    return number >> 1 ^ -(number & 1)
