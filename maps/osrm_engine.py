"""OSRM within this process, on road graphs built by `maps.roads`: a thousand places in a quarter of a second."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from maps.answers import checked_matrix, checked_route, offsets_m
from maps.errors import OffRoadError, RoadEngineMissingError, RoadsMissingError, ServiceAnswerError
from maps.matrix import RouteGeometry, TravelMatrix
from maps.places import Place
from maps.road_data import RoadData, read_road_data
from maps.source import Source

__all__ = ["OsrmRouter", "load_osrm"]


def load_osrm() -> Any:
    """Import OSRM's bindings, which are heavy and need Python 3.12.

    Raises
    ------
    RoadEngineMissingError
        If they are not installed.
    """
    try:
        import osrm
    except ImportError as error:
        raise RoadEngineMissingError(
            "OSRM is not installed beside this Python.",
            "It needs Python 3.12 or later and the package osrm-bindings; or set the address of a road server.",
        ) from error
    return osrm


class OsrmRouter:
    """Answers from the road graphs in a folder, one data set per profile.

    Parameters
    ----------
    road_dir
        What `maps.roads.build_roads` wrote.
    snap_limit_m
        How far from a road a place may lie: OSRM itself moves a place silently, however far.
    """

    def __init__(self, road_dir: Path, snap_limit_m: float = 1_000.0) -> None:
        self.road_dir = road_dir
        self.snap_limit_m = snap_limit_m
        self._engines: dict[str, tuple[RoadData, Any]] = {}
        self._loading = threading.Lock()

    def key(self, profile: str) -> str:
        """Name the digest of extract, profile and engine."""
        return f"osrm:{self._data(profile).digest}:{self.snap_limit_m:g}"

    def matrix(self, places: Sequence[Place], profile: str) -> TravelMatrix:
        """Ask for one table; how far OSRM moved each place is checked."""
        data = self._data(profile)
        if not places:
            empty = np.zeros((0, 0), dtype=np.int64)
            return TravelMatrix(empty, empty.copy(), self._source(data))
        osrm, engine = load_osrm(), self._engine(profile)
        parameters = osrm.TableParameters(
            coordinates=_coordinates(places), annotations=["duration", "distance"], generate_hints=False
        )
        answer = _ask(engine.Table, parameters)
        return checked_matrix(
            _rows(answer["durations"]),
            _rows(answer["distances"]),
            offsets_m(places, [list(waypoint["location"]) for waypoint in answer["sources"]]),
            places,
            self.snap_limit_m,
            self._source(data),
        )

    def route(self, places: Sequence[Place], profile: str) -> RouteGeometry:
        """Give the whole line through the places."""
        data, osrm, engine = self._data(profile), load_osrm(), self._engine(profile)
        parameters = osrm.RouteParameters(
            coordinates=_coordinates(places), overview="full", geometries="geojson", generate_hints=False
        )
        answer = _ask(engine.Route, parameters)
        far = [i for i, point in enumerate(answer["waypoints"]) if float(point["distance"]) > self.snap_limit_m]
        if far:
            raise OffRoadError(far, f"{len(far)} of {len(places)} stops are more than {self.snap_limit_m:g} m off.")
        best = answer["routes"][0]
        line = [list(pair) for pair in best["geometry"]["coordinates"]]
        return checked_route(line, best["duration"], best["distance"], places, self.snap_limit_m, self._source(data))

    def tile(self, column: int, row: int, zoom: int, profile: str) -> bytes:
        """Give the roads of a tile (zoom 12 or more) as a Mapbox vector tile."""
        engine = self._engine(profile)
        return bytes(_ask(engine.Tile, load_osrm().TileParameters([column, row, zoom])))

    def _data(self, profile: str) -> RoadData:
        loaded = self._engines.get(profile)
        return loaded[0] if loaded else read_road_data(self.road_dir, profile)

    def _engine(self, profile: str) -> Any:
        with self._loading:
            if profile not in self._engines:
                data = read_road_data(self.road_dir, profile)
                self._engines[profile] = (data, _open(data))
            return self._engines[profile][1]

    def _source(self, data: RoadData) -> Source:
        return Source("osrm", data.profile, estimated=False, detail=f"{data.extract} ({data.built_on})")


def _open(data: RoadData) -> Any:
    try:
        return load_osrm().OSRM(
            algorithm="CH",
            storage_config=str(data.base),
            use_shared_memory=False,
            max_locations_distance_table=-1,
            max_locations_viaroute=-1,
        )
    except RuntimeError as error:
        raise RoadsMissingError(
            f"The road graph {data.profile} cannot be read: {error}.", "Build it again: dispatch roads build."
        ) from error


def _ask(service: Any, parameters: Any) -> Any:
    try:
        return service(parameters)
    except RuntimeError as error:
        raise ServiceAnswerError(f"OSRM refused: {error}.") from error


def _rows(rows: Any) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([list(row) for row in rows], dtype=np.float64)


def _coordinates(places: Sequence[Place]) -> list[tuple[float, float]]:
    return [(place.longitude, place.latitude) for place in places]
