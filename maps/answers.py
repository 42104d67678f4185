"""What an engine answered is checked before anybody believes it: sizes, signs, gaps, and whether it fits the map."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from maps.errors import OffRoadError, ServiceAnswerError
from maps.great_circle import great_circle_m
from maps.matrix import RouteGeometry, TravelMatrix
from maps.places import Place
from maps.source import Source

__all__ = ["checked_matrix", "checked_route", "numbers", "offsets_m"]

_LARGEST = 1e8
"""Seconds or metres beyond which an answer is nonsense: three years, two and a half times around the Earth."""
_ROUNDING = 1.0
"""OSRM answers -0.3 m between two places that it moved to almost the same point: that is zero."""
_TOLERANCE_M = 50.0
_FASTEST_M_S = 70.0
_SLOWEST_MEAN_M_S = 0.2
_MOST_POINTS = 500_000


def numbers(rows: Any, shape: tuple[int, int], what: str) -> NDArray[np.float64]:
    """Read nested lists of numbers, null where there is no way.

    Returns
    -------
    ndarray of float64
        NaN where the engine said null.

    Raises
    ------
    ServiceAnswerError
        If the rows are not numbers, or not of that shape.
    """
    try:
        raw = np.array(rows, dtype=object)
        kinds = {type(value) for value in raw.flat}
        values = raw.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise ServiceAnswerError(f"The {what} are not rows of numbers.") from error
    if not kinds <= {int, float, type(None)}:
        raise ServiceAnswerError(f"The {what} are not rows of numbers.")
    if values.shape != shape:
        raise ServiceAnswerError(f"The {what} have the shape {values.shape}, not {shape}.")
    return values


def offsets_m(places: Sequence[Place], moved: Sequence[Any]) -> list[float | None]:
    """How far an engine moved each place to reach a road, None where it found none.

    The distance is measured here rather than read from the answer: an engine that mixes up latitude and longitude
    believes that it moved nothing.

    Parameters
    ----------
    moved
        (longitude, latitude) pairs, or None.
    """
    if len(places) != len(moved):
        raise ServiceAnswerError(f"The answer is about {len(moved)} places, not {len(places)}.")
    offsets: list[float | None] = []
    for place, pair in zip(places, moved, strict=True):
        if pair is None:
            offsets.append(None)
        else:
            longitude, latitude = numbers([pair], (1, 2), "places on the road")[0].tolist()
            offsets.append(float(great_circle_m([place, Place(latitude, longitude)])[0, 1]))
    return offsets


def checked_matrix(
    durations: NDArray[np.float64],
    distances: NDArray[np.float64],
    offsets_m: Sequence[float | None],
    places: Sequence[Place],
    snap_limit_m: float,
    source: Source,
) -> TravelMatrix:
    """Turn an engine's numbers into a matrix, or say what is wrong with them.

    Parameters
    ----------
    durations, distances
        Seconds and metres, NaN where there is no way.
    offsets_m
        How far each place was moved to reach a road; None where there is none.

    Raises
    ------
    OffRoadError
        Naming the places further than `snap_limit_m` from a road, or those without a way to the others.
    ServiceAnswerError
        If a number is negative, too large, shorter than the straight line, or faster than a train.
    """
    far = [index for index, offset in enumerate(offsets_m) if offset is None or not 0 <= offset <= snap_limit_m]
    if far:
        raise OffRoadError(far, f"{len(far)} of {len(places)} places are more than {snap_limit_m:g} m from any road.")
    _within_bounds(durations, distances)
    cut_off = _cut_off(np.isnan(durations) | np.isnan(distances))
    if cut_off:
        raise OffRoadError(cut_off, f"No road joins {len(cut_off)} of {len(places)} places to the others.")
    _fits_the_map(durations, distances, np.array(offsets_m, dtype=np.float64), places)
    whole = [np.rint(np.maximum(array, 0)).astype(np.int64) for array in (durations, distances)]
    for array in whole:
        np.fill_diagonal(array, 0)
    return TravelMatrix(whole[0], whole[1], source)


def checked_route(
    points: Any, duration: Any, distance: Any, places: Sequence[Place], snap_limit_m: float, source: Source
) -> RouteGeometry:
    """Turn an engine's line, (longitude, latitude) pairs, into a route that leads through the places.

    Raises
    ------
    OffRoadError
        Where an end of the line is further than `snap_limit_m` from its place.
    ServiceAnswerError
        If it is not a line of points on Earth, or its length or time is not a number.
    """
    total = numbers([[duration, distance]], (1, 2), "route's totals")
    if not isinstance(points, list) or not 2 <= len(points) <= _MOST_POINTS:
        raise ServiceAnswerError("The route is not a line of points.")
    pairs = numbers([point[:2] if isinstance(point, list) else point for point in points], (len(points), 2), "points")
    if not np.isfinite(pairs).all() or (np.abs(pairs) > [180.0, 90.0]).any():
        raise ServiceAnswerError("The route leaves the Earth.")
    if not np.isfinite(total).all() or (total < 0).any() or (total > _LARGEST).any():
        raise ServiceAnswerError("The route's time or length is not a sensible number.")
    line = tuple(Place(round(latitude, 6), round(longitude, 6)) for longitude, latitude in pairs.tolist())
    ends = ((0, places[0], line[0]), (len(places) - 1, places[-1], line[-1]))
    far = [i for i, asked, given in ends if great_circle_m([asked, given])[0, 1] > snap_limit_m + _TOLERANCE_M]
    if far:
        raise OffRoadError(far, f"The route begins or ends more than {snap_limit_m:g} m from its place.")
    return RouteGeometry(line, duration_s=round(total[0, 0]), distance_m=round(total[0, 1]), source=source)


def _within_bounds(durations: NDArray[np.float64], distances: NDArray[np.float64]) -> None:
    for name, array in (("duration", durations), ("distance", distances)):
        if (array <= -_ROUNDING).any() or (array > _LARGEST).any():
            raise ServiceAnswerError(f"A {name} is negative or larger than {_LARGEST:.0e}.")


def _cut_off(gaps: NDArray[np.bool_]) -> list[int]:
    """Choose few places that cover all gaps: again and again the one with the most."""
    left, chosen = gaps | gaps.T, []
    np.fill_diagonal(left, val=False)
    while left.any():
        worst = int(left.sum(axis=0).argmax())
        left[worst, :] = left[:, worst] = False
        chosen.append(worst)
    return sorted(chosen)


def _fits_the_map(
    durations: NDArray[np.float64],
    distances: NDArray[np.float64],
    offsets_m: NDArray[np.float64],
    places: Sequence[Place],
) -> None:
    """No road is shorter than the straight line between the points on it, no truck faster than 250 km/h.

    This is what unmasks swapped coordinates, swapped arrays and wrong units.
    """
    shortest = great_circle_m(places) * 0.98 - offsets_m[:, None] - offsets_m[None, :] - _TOLERANCE_M
    if (distances < shortest).any():
        raise ServiceAnswerError("Some distances are shorter than the straight line.")
    if (distances > _FASTEST_M_S * durations + 1_000).any() or distances.sum() < _SLOWEST_MEAN_M_S * durations.sum():
        raise ServiceAnswerError("Durations and distances do not go together.")
