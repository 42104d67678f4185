"""A router that never fails a plan: what the roads do not answer is estimated, and flagged with the reason."""

import dataclasses
import logging
import time
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from maps.errors import MapsError, OffRoadError, ServiceDownError, ServiceSlowError
from maps.matrix import RouteGeometry, TravelMatrix
from maps.places import Place
from maps.router import Router
from maps.source import Source

__all__ = ["FallbackRouter"]

_log = logging.getLogger(__name__)


class FallbackRouter:
    """Asks a router, and where that fails an estimator.

    A place that no road reaches spoils only its own legs: the others keep their roads, the legs to and from it are
    estimated, and the source counts such places. Any other failure gives an estimate of everything. After a server
    was down or slow it is left in peace for a while, so that ten tours do not wait ten time-outs.

    Parameters
    ----------
    primary
        May raise anything.
    fallback
        Must not fail: `GreatCircleRouter`.
    pause_s
        How long a server that was down or slow is not asked again.
    """

    def __init__(self, primary: Router, fallback: Router, pause_s: float = 60.0) -> None:
        self.primary = primary
        self.fallback = fallback
        self.pause_s = pause_s
        self._down: tuple[float, MapsError] | None = None

    def key(self, profile: str) -> str:
        """Name both."""
        return f"{self.primary.key(profile)}|{self.fallback.key(profile)}"

    def matrix(self, places: Sequence[Place], profile: str) -> TravelMatrix:
        """Give the road matrix, estimated where there is none; never raise for what an engine does."""
        try:
            self._respect_pause()
            return self._on_roads(places, profile)
        except Exception as error:  # noqa: BLE001  whatever an engine does, the plan goes on
            travel = self.fallback.matrix(places, profile)
            return dataclasses.replace(travel, source=self._flagged(travel.source, error))

    def route(self, places: Sequence[Place], profile: str) -> RouteGeometry:
        """Give the way on roads; straight lines to stops off the road, or everywhere when the engine fails."""
        try:
            self._respect_pause()
            return self._way(places, profile)
        except Exception as error:  # noqa: BLE001  whatever an engine does, the map is drawn
            way = self.fallback.route(places, profile)
            return dataclasses.replace(way, source=self._flagged(way.source, error))

    def _on_roads(self, places: Sequence[Place], profile: str) -> TravelMatrix:
        """Leave out the places off the road until the rest is answered, then estimate the legs of those."""
        on_road = list(range(len(places)))
        reason: OffRoadError | None = None
        while True:
            try:
                roads = self.primary.matrix([places[index] for index in on_road], profile)
                break
            except OffRoadError as error:
                reason, left = error, [index for at, index in enumerate(on_road) if at not in error.indexes]
                if len(left) < 2 or len(left) == len(on_road):
                    raise
                on_road = left
        if reason is None:
            return roads
        estimate = self.fallback.matrix(places, profile)
        durations, distances = estimate.durations_s.copy(), estimate.distances_m.copy()
        cells = np.ix_(on_road, on_road)
        durations[cells], distances[cells] = roads.durations_s, roads.distances_m
        count = len(places) - len(on_road)
        source = dataclasses.replace(roads.source, fallback_reason=reason.code, estimated_places=count)
        return TravelMatrix(durations, distances, source)

    def _way(self, places: Sequence[Place], profile: str) -> RouteGeometry:
        try:
            return self.primary.route(places, profile)
        except OffRoadError as error:
            off_road = set(error.indexes)
            runs = _runs(len(places), off_road)
            if len(runs) == 1:
                raise
        pieces = []
        for run in runs:
            router = self.fallback if off_road & set(run) else self.primary
            pieces.append(router.route([places[index] for index in run], profile))
        source = next(piece.source for piece in pieces if not piece.source.estimated)
        return RouteGeometry(
            points=tuple(point for piece in pieces for point in piece.points),
            duration_s=sum(piece.duration_s for piece in pieces),
            distance_m=sum(piece.distance_m for piece in pieces),
            source=dataclasses.replace(source, fallback_reason="off_road", estimated_places=len(off_road)),
        )

    def _flagged(self, source: Source, error: Exception) -> Source:
        _log.warning("no road distances, estimated instead: %s", error)
        if isinstance(error, ServiceDownError | ServiceSlowError) and self._down is None:
            self._down = (time.monotonic() + self.pause_s, error)
        code = error.code if isinstance(error, MapsError) else type(error).__name__
        return dataclasses.replace(source, fallback_reason=code, detail=str(error))

    def _respect_pause(self) -> None:
        if self._down is not None:
            until, error = self._down
            if time.monotonic() < until:
                raise error
            self._down = None


def _runs(count: int, off_road: set[int]) -> list[list[int]]:
    """Cut the stops into runs of legs that are all on the road or all off it; neighbours share a stop."""
    runs: list[list[int]] = []
    before: bool | None = None
    for start, end in pairwise(range(count)):
        off = bool({start, end} & off_road)
        if off == before:
            runs[-1].append(end)
        else:
            runs.append([start, end])
        before = off
    return runs
