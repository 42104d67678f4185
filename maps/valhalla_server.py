"""The dialect of Valhalla's HTTP server: `/locate`, `/sources_to_targets`, `/route`; kilometres and polylines."""

from collections.abc import Sequence
from typing import Any

from maps.answers import numbers
from maps.great_circle import great_circle_m
from maps.places import Place
from maps.road_server import Block, Line, Request, SnappingDialect

__all__ = ["ValhallaDialect", "decode_polyline"]

_COSTING = {"van": "auto", "truck": "truck"}


class ValhallaDialect(SnappingDialect):
    """Sizes are those that a server accepts as it comes: 2,500 pairs, 20 stops."""

    engine = "valhalla"
    knows_profiles = True
    block_size = 50
    most_stops = 20

    def snap_request(self, places: Sequence[Place], profile: str) -> Request:
        """`/locate`: the edges near each place."""
        return Request("/locate", {"locations": _locations(places), "costing": _costing(profile), "verbose": False})

    def read_snap(self, answer: Any, places: Sequence[Place]) -> list[float | None]:
        """From each place to the nearest of its edges."""
        if len(answer) != len(places):
            raise ValueError(f"{len(answer)} located of {len(places)}")
        return [_nearest(place, located.get("edges") or []) for place, located in zip(places, answer, strict=True)]

    def matrix_request(self, sources: Sequence[Place], targets: Sequence[Place], profile: str) -> Request:
        """`/sources_to_targets`, in kilometres."""
        return Request(
            "/sources_to_targets",
            {
                "sources": _locations(sources),
                "targets": _locations(targets),
                "costing": _costing(profile),
                "units": "kilometers",
            },
        )

    def read_matrix(self, answer: Any, sources: Sequence[Place], targets: Sequence[Place]) -> Block:
        """Read rows of objects with `time` and `distance`, null where there is no way."""
        shape = (len(sources), len(targets))
        rows = answer["sources_to_targets"]
        return Block(
            numbers([[cell["time"] for cell in row] for row in rows], shape, "times"),
            numbers([[cell["distance"] for cell in row] for row in rows], shape, "distances") * 1_000,
        )

    def route_request(self, places: Sequence[Place], profile: str) -> Request:
        """`/route`, without directions."""
        return Request(
            "/route",
            {
                "locations": _locations(places),
                "costing": _costing(profile),
                "units": "kilometers",
                "directions_type": "none",
            },
        )

    def read_route(self, answer: Any) -> Line:
        """One leg between any two stops, each with its own line."""
        trip = answer["trip"]
        points = [pair for leg in trip["legs"] for pair in decode_polyline(leg["shape"])]
        return Line(points, trip["summary"]["time"], trip["summary"]["length"] * 1_000)


def decode_polyline(text: str, digits: int = 6) -> list[list[float]]:
    """Read an encoded polyline (Google's algorithm, with six digits as Valhalla writes it).

    Returns
    -------
    list of [longitude, latitude]

    Raises
    ------
    ValueError
        If the text ends within a number or holds other characters.
    """
    deltas: list[int] = []
    value = shift = 0
    for character in text:
        chunk = ord(character) - 63
        if not 0 <= chunk < 64 or shift > 60:
            raise ValueError(f"{character!r} in a polyline")
        value |= (chunk & 31) << shift
        shift += 5
        if chunk < 32:
            deltas.append(~(value >> 1) if value & 1 else value >> 1)
            value = shift = 0
    if shift or len(deltas) % 2:
        raise ValueError("a polyline that ends too soon")
    points, latitude, longitude = [], 0, 0
    for north, east in zip(deltas[::2], deltas[1::2], strict=True):
        latitude, longitude = latitude + north, longitude + east
        points.append([longitude / 10**digits, latitude / 10**digits])
    return points


def _costing(profile: str) -> str:
    return _COSTING.get(profile, profile)


def _locations(places: Sequence[Place]) -> list[dict[str, float]]:
    return [{"lat": place.latitude, "lon": place.longitude} for place in places]


def _nearest(place: Place, edges: list[Any]) -> float | None:
    points = [Place(edge["correlated_lat"], edge["correlated_lon"]) for edge in edges]
    return float(great_circle_m([place, *points])[0, 1:].min()) if points else None
