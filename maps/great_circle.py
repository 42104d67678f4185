"""Travel without roads: great circle × circuity at a mean speed. Needs nothing, and says that it is an estimate."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from maps.errors import MapsSettingsError
from maps.matrix import RouteGeometry, TravelMatrix
from maps.places import Place
from maps.source import Source

__all__ = ["EARTH_RADIUS_M", "GreatCircleRouter", "great_circle_m"]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG)."""

_ROWS_AT_ONCE = 256


class GreatCircleRouter:
    """Estimates travel from coordinates alone.

    Parameters
    ----------
    circuity
        Road length over great circle: 1.3 is usual, 1.4 in valleys.
    speed_kmh
        Mean driving speed.
    """

    def __init__(self, circuity: float = 1.3, speed_kmh: float = 40.0) -> None:
        if not 1.0 <= circuity <= 10.0:
            raise MapsSettingsError(f"A circuity of {circuity} is not between 1 and 10.", "1.3 is usual.")
        if not 1.0 <= speed_kmh <= 130.0:
            raise MapsSettingsError(f"A mean speed of {speed_kmh} km/h is not between 1 and 130.", "40 is usual.")
        self.circuity = circuity
        self.speed_kmh = speed_kmh

    def key(self, profile: str) -> str:  # noqa: ARG002  the port asks for it
        """Name circuity and speed; the profile changes nothing."""
        return f"great_circle:{self.circuity:g}:{self.speed_kmh:g}"

    def matrix(self, places: Sequence[Place], profile: str) -> TravelMatrix:
        """Great circle × circuity, and the time that takes at the mean speed."""
        metres = great_circle_m(places) * self.circuity
        seconds = metres * (3.6 / self.speed_kmh)
        return TravelMatrix(
            np.rint(seconds).astype(np.int64), np.rint(metres).astype(np.int64), source=self._source(profile)
        )

    def route(self, places: Sequence[Place], profile: str) -> RouteGeometry:
        """Straight lines, with the length and time of the matrix."""
        travel = self.matrix(places, profile)
        legs = np.arange(len(places) - 1) if len(places) > 1 else np.empty(0, dtype=np.int64)
        return RouteGeometry(
            points=tuple(places),
            duration_s=int(travel.durations_s[legs, legs + 1].sum()),
            distance_m=int(travel.distances_m[legs, legs + 1].sum()),
            source=travel.source,
        )

    def _source(self, profile: str) -> Source:
        return Source("great_circle", profile, estimated=True, circuity=self.circuity, speed_kmh=self.speed_kmh)


def great_circle_m(places: Sequence[Place]) -> NDArray[np.float64]:
    """Metres along the great circle from each place to each other (haversine formula; Sinnott 1984).

    Returns
    -------
    ndarray of shape (n, n)
        Computed a few hundred rows at a time, to keep memory near that of the answer.
    """
    latitude = np.radians(np.array([place.latitude for place in places], dtype=np.float64))
    longitude = np.radians(np.array([place.longitude for place in places], dtype=np.float64))
    metres = np.zeros((len(places), len(places)))
    for start in range(0, len(places), _ROWS_AT_ONCE):
        rows = slice(start, start + _ROWS_AT_ONCE)
        north = np.sin((latitude[rows, None] - latitude[None, :]) / 2) ** 2
        east = np.sin((longitude[rows, None] - longitude[None, :]) / 2) ** 2
        chord = north + np.cos(latitude[rows, None]) * np.cos(latitude[None, :]) * east
        metres[rows] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return metres
