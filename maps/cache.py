"""Matrices already asked for: by (source key, profile, places), kept in a folder; a damaged file is a miss."""

import contextlib
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from maps.errors import MapsError
from maps.matrix import RouteGeometry, TravelMatrix
from maps.places import Place
from maps.router import Router
from maps.source import Source

__all__ = ["CachedRouter", "DirectoryCache", "MatrixCache"]


class MatrixCache(Protocol):
    """Somewhere to keep matrices. Neither method raises."""

    def get(self, key: str) -> TravelMatrix | None:
        """Give what was kept under this key, or None."""
        ...

    def put(self, key: str, travel: TravelMatrix) -> None:
        """Keep it, if that is possible."""
        ...


class CachedRouter:
    """Asks a router once for the same places. Wrap it *inside* `FallbackRouter`, so that estimates are not kept."""

    def __init__(self, router: Router, cache: MatrixCache) -> None:
        self.router = router
        self.cache = cache

    def key(self, profile: str) -> str:
        """Give that of the router."""
        return self.router.key(profile)

    def matrix(self, places: Sequence[Place], profile: str) -> TravelMatrix:
        """Look into the cache, else ask the router and keep its answer."""
        key = _key(self.router.key(profile), profile, places)
        kept = self.cache.get(key)
        if kept is not None and len(kept) == len(places):
            return kept
        travel = self.router.matrix(places, profile)
        self.cache.put(key, travel)
        return travel

    def route(self, places: Sequence[Place], profile: str) -> RouteGeometry:
        """Ask the router, always."""
        return self.router.route(places, profile)


class DirectoryCache:
    """A folder of .npz files, the oldest thrown away beyond `most_files`."""

    def __init__(self, folder: Path, most_files: int = 200) -> None:
        self.folder = folder
        self.most_files = most_files

    def get(self, key: str) -> TravelMatrix | None:
        """Read a file; a missing, torn or foreign one is a miss."""
        path = self._path(key)
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                if str(kept["key"]) != key:
                    return None
                source = Source.from_dict(json.loads(str(kept["source"])))
                travel = TravelMatrix(kept["durations_s"], kept["distances_m"], source)
            path.touch()
        except (OSError, ValueError, LookupError, TypeError, EOFError, zipfile.BadZipFile, MapsError):
            return None
        return travel

    def put(self, key: str, travel: TravelMatrix) -> None:
        """Write beside, then rename: a reader sees the whole file or none. A full disk keeps nothing."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, suffix=".tmp", delete=False) as file:
                try:
                    np.savez_compressed(
                        file,
                        key=np.array(key),
                        source=np.array(json.dumps(travel.source.to_dict())),
                        durations_s=travel.durations_s,
                        distances_m=travel.distances_m,
                    )
                    file.flush()
                    os.fsync(file.fileno())
                    Path(file.name).replace(self._path(key))
                except OSError:
                    Path(file.name).unlink(missing_ok=True)
                    raise
            self._prune()

    def _path(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()}.npz"

    def _prune(self) -> None:
        files = sorted(self.folder.glob("*.npz"), key=lambda path: path.stat().st_mtime)
        for path in files[: max(len(files) - self.most_files, 0)]:
            path.unlink(missing_ok=True)


def _key(router_key: str, profile: str, places: Sequence[Place]) -> str:
    digest = hashlib.sha256()
    for place in places:
        digest.update(f"{place.latitude!r},{place.longitude!r};".encode())
    return f"{router_key}|{profile}|{len(places)}|{digest.hexdigest()}"
