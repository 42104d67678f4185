"""A place on Earth: latitude, longitude, in this order everywhere but at the edge of a router."""

import math
from dataclasses import dataclass
from typing import Any

from maps.errors import PlaceError

__all__ = ["Place"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A point in decimal degrees (WGS 84).

    Raises
    ------
    PlaceError
        If a coordinate is not a finite number within ±90 (latitude) or ±180 (longitude).
    """

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        for name, value, limit in (("latitude", self.latitude, 90), ("longitude", self.longitude, 180)):
            if not _is_number(value):
                raise PlaceError(f"The {name} {value!r} is not a number.", "Give decimal degrees, such as 48.8566.")
            if abs(value) > limit:
                raise PlaceError(
                    f"The {name} {value} is outside ±{limit}.", "Latitude comes first, then longitude, in degrees."
                )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
