"""From settings to the one router that the chain asks."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from maps.cache import CachedRouter, DirectoryCache
from maps.errors import MapsSettingsError
from maps.fallback import FallbackRouter
from maps.great_circle import GreatCircleRouter
from maps.openrouteservice_server import OpenRouteServiceDialect
from maps.osrm_engine import OsrmRouter
from maps.osrm_server import OsrmDialect
from maps.road_server import Dialect, RoadServer
from maps.router import Router
from maps.source import Engine
from maps.valhalla_server import ValhallaDialect

__all__ = ["RouterSettings", "build_router"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterSettings:
    """Which roads to ask; the default needs nothing and asks nobody.

    Parameters
    ----------
    engine
        `great_circle`; `osrm` (in this process, on graphs in `road_dir`); `osrm_server`, `valhalla` or
        `openrouteservice` (at `url`).
    url
        The server's address; `{profile}` in it is replaced by `van` or `truck`.
    road_dir
        What `dispatch roads build` wrote.
    circuity, speed_kmh
        For estimates, those of a fallback included.
    timeout_s
        For one whole matrix or route.
    snap_limit_m
        A place further than this from any road has its legs estimated.
    cache_dir
        Where road matrices are kept; None keeps none.
    api_key
        For openrouteservice.
    """

    engine: Engine = "great_circle"
    url: str | None = None
    road_dir: Path | None = None
    circuity: float = 1.3
    speed_kmh: float = 40.0
    timeout_s: float = 30.0
    snap_limit_m: float = 1_000.0
    cache_dir: Path | None = None
    api_key: str = field(default="", repr=False)


def build_router(settings: RouterSettings) -> Router:
    """Put the router together: cache around roads, fallback around both.

    Raises
    ------
    MapsSettingsError
        If the settings do not go together; nothing is asked yet.
    """
    if not settings.timeout_s > 0 or not settings.snap_limit_m > 0:
        raise MapsSettingsError("Time-out and snapping limit must be positive.", "30 s and 1,000 m are usual.")
    estimate = GreatCircleRouter(settings.circuity, settings.speed_kmh)
    if settings.engine == "great_circle":
        return estimate
    roads = _roads(settings)
    if settings.cache_dir is not None:
        roads = CachedRouter(roads, DirectoryCache(settings.cache_dir))
    return FallbackRouter(roads, estimate)


_DIALECTS: dict[str, Callable[[RouterSettings], Dialect]] = {
    "osrm_server": lambda _: OsrmDialect(),
    "valhalla": lambda _: ValhallaDialect(),
    "openrouteservice": lambda settings: OpenRouteServiceDialect(settings.api_key),
}


def _roads(settings: RouterSettings) -> Router:
    if settings.engine == "osrm":
        if settings.road_dir is None:
            raise MapsSettingsError("OSRM needs a folder of road graphs.", "Build one: dispatch roads build.")
        return OsrmRouter(settings.road_dir, settings.snap_limit_m)
    if settings.engine not in _DIALECTS:
        raise MapsSettingsError(
            f"There is no road engine {settings.engine!r}.", f"There are: osrm, {', '.join(_DIALECTS)}."
        )
    if settings.url is None:
        raise MapsSettingsError(
            f"The engine {settings.engine} needs an address.", "Give one such as http://localhost:5000."
        )
    dialect = _DIALECTS[settings.engine](settings)
    return RoadServer(settings.url, dialect, settings.timeout_s, settings.snap_limit_m)
