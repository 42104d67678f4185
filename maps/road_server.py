"""A routing engine behind HTTP, whatever its dialect: asks in blocks, within one deadline, and believes nothing."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from maps.answers import checked_matrix, checked_route
from maps.errors import MapsError, ServiceAnswerError
from maps.http_client import checked_url, fetch_json
from maps.matrix import RouteGeometry, TravelMatrix
from maps.places import Place
from maps.source import Engine, Source

__all__ = ["Block", "Dialect", "Line", "Request", "RoadServer", "SnappingDialect"]


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask: path and query below the server's address, and a body where it is a POST."""

    path: str
    body: Any = None


@dataclass(frozen=True, slots=True)
class Block:
    """Part of a matrix: rows from sources to targets, NaN where there is no way, and how far sources were moved."""

    durations_s: NDArray[np.float64]
    distances_m: NDArray[np.float64]
    source_offsets_m: Sequence[float | None] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A route as the engine gave it: (longitude, latitude) pairs, seconds, metres, none of it checked."""

    points: list[Any]
    duration_s: Any
    distance_m: Any


class Dialect(ABC):
    """How to talk to one kind of server. Readers stumble over nonsense with whatever Python raises."""

    engine: ClassVar[Engine]
    knows_profiles: ClassVar[bool]
    block_size: ClassVar[int]
    most_stops: ClassVar[int]

    def headers(self) -> dict[str, str]:
        """Say what to send with each request, a key for example."""
        return {}

    @abstractmethod
    def matrix_request(self, sources: Sequence[Place], targets: Sequence[Place], profile: str, /) -> Request:
        """Ask for a block of the matrix."""

    @abstractmethod
    def read_matrix(self, answer: Any, sources: Sequence[Place], targets: Sequence[Place], /) -> Block:
        """Read that block."""

    @abstractmethod
    def route_request(self, places: Sequence[Place], profile: str, /) -> Request:
        """Ask for the way through the places."""

    @abstractmethod
    def read_route(self, answer: Any) -> Line:
        """Read that way."""


class SnappingDialect(Dialect):
    """One whose matrix does not say how far the places are from roads: that is asked first."""

    @abstractmethod
    def snap_request(self, places: Sequence[Place], profile: str, /) -> Request:
        """Ask how far the places are from roads."""

    @abstractmethod
    def read_snap(self, answer: Any, places: Sequence[Place]) -> list[float | None]:
        """Read the metres to the nearest road of each place, None where there is none."""


@dataclass(frozen=True)
class RoadServer:
    """A router that asks a server.

    Parameters
    ----------
    url
        The server's address; `{profile}` in it is replaced by `van` or `truck`, where each has its own server.
    timeout_s
        For a whole matrix or a whole route, however many requests it takes.
    snap_limit_m
        How far from a road a place may lie.
    max_bytes
        Of one answer: a block of a matrix takes under 1 MB, a long route 2 MB.
    """

    url: str
    dialect: Dialect
    timeout_s: float = 30.0
    snap_limit_m: float = 1_000.0
    max_bytes: int = 10_000_000

    def __post_init__(self) -> None:
        self._address("van")

    def key(self, profile: str) -> str:
        """Engine, address and limit."""
        return f"{self.dialect.engine}:{self._address(profile)}:{self.snap_limit_m:g}"

    def matrix(self, places: Sequence[Place], profile: str) -> TravelMatrix:
        """Ask for the matrix, in blocks of the size that servers accept by default."""
        ask = self._asker(profile)
        count, size = len(places), self.dialect.block_size
        durations, distances = np.zeros((count, count)), np.zeros((count, count))
        offsets = self._snapped(ask, places, profile)
        for row in range(0, count, size):
            for column in range(0, count, size):
                sources, targets = places[row : row + size], places[column : column + size]
                answer = ask(self.dialect.matrix_request(sources, targets, profile))
                with _reading(self.url):
                    block = self.dialect.read_matrix(answer, sources, targets)
                cells = (slice(row, row + len(sources)), slice(column, column + len(targets)))
                durations[cells], distances[cells] = block.durations_s, block.distances_m
                if block.source_offsets_m is not None:
                    offsets[row : row + len(sources)] = block.source_offsets_m
        return checked_matrix(durations, distances, offsets, places, self.snap_limit_m, self._source(profile))

    def route(self, places: Sequence[Place], profile: str) -> RouteGeometry:
        """Ask for the way, in pieces of as many stops as servers accept by default."""
        ask, source = self._asker(profile), self._source(profile)
        pieces = []
        step = self.dialect.most_stops - 1
        for start in range(0, len(places) - 1, step):
            stops = places[start : start + step + 1]
            answer = ask(self.dialect.route_request(stops, profile))
            with _reading(self.url):
                line = self.dialect.read_route(answer)
                pieces.append(
                    checked_route(line.points, line.duration_s, line.distance_m, stops, self.snap_limit_m, source)
                )
        return RouteGeometry(
            points=tuple(point for piece in pieces for point in piece.points),
            duration_s=sum(piece.duration_s for piece in pieces),
            distance_m=sum(piece.distance_m for piece in pieces),
            source=source,
        )

    def _snapped(self, ask: Callable[[Request], Any], places: Sequence[Place], profile: str) -> list[float | None]:
        """Ask first how far the places are from roads, where the matrix itself does not say."""
        if not isinstance(self.dialect, SnappingDialect):
            return [None] * len(places)
        offsets: list[float | None] = []
        for start in range(0, len(places), self.dialect.block_size):
            piece = places[start : start + self.dialect.block_size]
            request = self.dialect.snap_request(piece, profile)
            answer = ask(request)
            with _reading(self.url):
                offsets += self.dialect.read_snap(answer, piece)
        return offsets

    def _asker(self, profile: str) -> Callable[[Request], Any]:
        deadline = time.monotonic() + self.timeout_s

        def ask(request: Request) -> Any:
            return fetch_json(
                self._address(profile) + request.path,
                body=request.body,
                headers=self.dialect.headers(),
                deadline=deadline,
                max_bytes=self.max_bytes,
            )

        return ask

    def _address(self, profile: str) -> str:
        return checked_url(self.url.replace("{profile}", profile))

    def _source(self, profile: str) -> Source:
        known = self.dialect.knows_profiles or "{profile}" in self.url
        host = urlsplit(self._address(profile)).netloc
        return Source(self.dialect.engine, profile if known else "", estimated=False, detail=host)


@contextmanager
def _reading(url: str) -> Iterator[None]:
    """Whatever a reader stumbles over is the server's fault."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, MapsError):
            raise
        raise ServiceAnswerError(f"{url} answered something else than was asked: {error!r}.") from error
