"""Travel between places: a matrix of seconds and metres, and a route one can draw."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from maps.errors import ServiceAnswerError
from maps.places import Place
from maps.source import Source

__all__ = ["RouteGeometry", "TravelMatrix"]


@dataclass(frozen=True, slots=True, eq=False)
class TravelMatrix:
    """Seconds and metres from each place (row) to each place (column), and where they come from.

    Parameters
    ----------
    durations_s, distances_m
        Square arrays of int64, not negative, zero on the diagonal, read-only.
    source
        The engine that gave them, flagged where it is an estimate.

    Raises
    ------
    ServiceAnswerError
        If the arrays are not such.
    """

    durations_s: NDArray[np.int64]
    distances_m: NDArray[np.int64]
    source: Source

    def __post_init__(self) -> None:
        size = len(self.durations_s)
        for name, array in (("durations", self.durations_s), ("distances", self.distances_m)):
            if array.dtype != np.int64 or array.shape != (size, size):
                raise ServiceAnswerError(f"The {name} are {array.dtype} of shape {array.shape}, not {size} × {size}.")
            if size and (array.min() < 0 or array.diagonal().any()):
                raise ServiceAnswerError(f"The {name} are negative somewhere, or not zero from a place to itself.")
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.durations_s)


@dataclass(frozen=True, slots=True)
class RouteGeometry:
    """The way through some places, as a line to draw.

    Parameters
    ----------
    points
        The line, from the first place to the last.
    duration_s, distance_m
        Driving only, whole seconds and metres.
    """

    points: tuple[Place, ...]
    duration_s: int
    distance_m: int
    source: Source
