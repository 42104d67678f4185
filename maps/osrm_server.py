"""The dialect of OSRM's HTTP server (`osrm-routed`): `/table/v1` and `/route/v1`, coordinates in the path."""

from collections.abc import Sequence
from typing import Any

from maps.answers import numbers, offsets_m
from maps.places import Place
from maps.road_server import Block, Dialect, Line, Request

__all__ = ["OsrmDialect"]


class OsrmDialect(Dialect):
    """One server serves one profile; which one is not in its answers.

    `block_size` keeps sources × targets within `--max-table-size` 100, the server's default.
    """

    engine = "osrm_server"
    knows_profiles = False
    block_size = 100
    most_stops = 100

    def matrix_request(self, sources: Sequence[Place], targets: Sequence[Place], _profile: str) -> Request:
        """One table from the sources to the targets; a block on the diagonal names its places once."""
        query = "?annotations=duration,distance&generate_hints=false"
        if list(sources) == list(targets):
            return Request(f"/table/v1/driving/{_path(sources)}{query}")
        first, last = len(sources), len(sources) + len(targets)
        return Request(
            f"/table/v1/driving/{_path([*sources, *targets])}{query}"
            f"&sources={_numbers(0, first)}&destinations={_numbers(first, last)}"
        )

    def read_matrix(self, answer: Any, sources: Sequence[Place], targets: Sequence[Place]) -> Block:
        """Read seconds, metres, and where each source was moved to."""
        shape = (len(sources), len(targets))
        return Block(
            numbers(answer["durations"], shape, "durations"),
            numbers(answer["distances"], shape, "distances"),
            offsets_m(sources, [waypoint["location"] for waypoint in answer["sources"]]),
        )

    def route_request(self, places: Sequence[Place], _profile: str) -> Request:
        """Ask for the whole line, as GeoJSON."""
        return Request(f"/route/v1/driving/{_path(places)}?overview=full&geometries=geojson&generate_hints=false")

    def read_route(self, answer: Any) -> Line:
        """Read the first route."""
        route = answer["routes"][0]
        return Line(route["geometry"]["coordinates"], route["duration"], route["distance"])


def _path(places: Sequence[Place]) -> str:
    return ";".join(f"{place.longitude:.6f},{place.latitude:.6f}" for place in places)


def _numbers(first: int, last: int) -> str:
    return ";".join(str(number) for number in range(first, last))
