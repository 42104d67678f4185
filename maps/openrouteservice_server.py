"""The dialect of openrouteservice: `/v2/matrix` and `/v2/directions`, GeoJSON, a key in a header."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from maps.answers import numbers, offsets_m
from maps.places import Place
from maps.road_server import Block, Dialect, Line, Request

__all__ = ["OpenRouteServiceDialect"]

_PROFILES = {"van": "driving-car", "truck": "driving-hgv"}


@dataclass(frozen=True, slots=True)
class OpenRouteServiceDialect(Dialect):
    """Sizes are those that a server accepts as it comes: 2,500 pairs, 50 stops."""

    api_key: str = field(default="", repr=False)
    engine = "openrouteservice"
    knows_profiles = True
    block_size = 50
    most_stops = 50

    def headers(self) -> dict[str, str]:
        """Send the key, where there is one."""
        return {"Authorization": self.api_key} if self.api_key else {}

    def matrix_request(self, sources: Sequence[Place], targets: Sequence[Place], profile: str) -> Request:
        """From the first so many places to the others."""
        first, last = len(sources), len(sources) + len(targets)
        return Request(
            f"/v2/matrix/{_profile(profile)}",
            {
                "locations": _locations([*sources, *targets]),
                "sources": [str(number) for number in range(first)],
                "destinations": [str(number) for number in range(first, last)],
                "metrics": ["duration", "distance"],
                "units": "m",
            },
        )

    def read_matrix(self, answer: Any, sources: Sequence[Place], targets: Sequence[Place]) -> Block:
        """Read seconds, metres, and where each source was moved to: null where there is no road."""
        shape = (len(sources), len(targets))
        return Block(
            numbers(answer["durations"], shape, "durations"),
            numbers(answer["distances"], shape, "distances"),
            offsets_m(sources, [source and source["location"] for source in answer["sources"]]),
        )

    def route_request(self, places: Sequence[Place], profile: str) -> Request:
        """Ask for the whole line, as GeoJSON."""
        return Request(
            f"/v2/directions/{_profile(profile)}/geojson",
            {"coordinates": _locations(places), "instructions": False, "units": "m"},
        )

    def read_route(self, answer: Any) -> Line:
        """Read the first feature."""
        feature = answer["features"][0]
        summary = feature["properties"]["summary"]
        return Line(feature["geometry"]["coordinates"], summary.get("duration", 0), summary.get("distance", 0))


def _profile(profile: str) -> str:
    return _PROFILES.get(profile, profile)


def _locations(places: Sequence[Place]) -> list[list[float]]:
    return [[place.longitude, place.latitude] for place in places]
