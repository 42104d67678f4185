"""The one port through which the chain asks for travel times and routes."""

from collections.abc import Sequence
from typing import Protocol

from maps.matrix import RouteGeometry, TravelMatrix
from maps.places import Place

__all__ = ["PROFILES", "Router"]

PROFILES = ("van", "truck")
"""The vehicle profiles that road graphs are built for."""


class Router(Protocol):
    """Something that knows how long it takes from place to place.

    An adapter raises `maps.errors.MapsError`; wrapped in `maps.fallback.FallbackRouter` it never raises.
    """

    def key(self, profile: str) -> str:
        """Name what the answers depend on besides the places; two routers with one key answer alike."""
        ...

    def matrix(self, places: Sequence[Place], profile: str) -> TravelMatrix:
        """Give travel from each place to each other, in the order given."""
        ...

    def route(self, places: Sequence[Place], profile: str) -> RouteGeometry:
        """Give the way through the places (two or more), in the order given."""
        ...
