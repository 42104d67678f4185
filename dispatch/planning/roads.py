"""Travel times for a run: the router that the settings name, asked once per vehicle profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dispatch import settings
from dispatch.errors import SettingsError
from dispatch.settings import Settings
from maps.errors import MapsError
from maps.factory import RouterSettings, build_router
from maps.matrix import TravelMatrix
from maps.places import Place
from maps.router import Router


@dataclass(frozen=True, slots=True)
class Roads:
    """One matrix per profile over the same places, and what people are told about them."""

    by_profile: Mapping[str, TravelMatrix]

    @property
    def estimated(self) -> bool:
        """Whether any of them looked at no road."""
        return any(matrix.source.estimated for matrix in self.by_profile.values())

    @property
    def engine(self) -> str:
        """Who computed them."""
        return ", ".join(sorted({matrix.source.engine for matrix in self.by_profile.values()}))

    def sentence(self, language: str, profile: str | None = None) -> str:
        """Where distances come from, for one profile or all of them."""
        chosen = [matrix for name, matrix in self.by_profile.items() if profile in (None, name)]
        told = (matrix.source.sentence("en" if language == "en" else "fr") for matrix in chosen)
        return "; ".join(dict.fromkeys(told))[:255]


def router() -> Router:
    """The router of this installation, with its cache and its fallback.

    Raises
    ------
    SettingsError
        When the settings do not name a router that can be asked.
    """
    try:
        return build_router(router_settings(settings.current()))
    except MapsError as error:
        raise SettingsError(error.detail, error.hint) from error


def router_settings(chosen: Settings) -> RouterSettings:
    """What `maps` needs to know of our settings."""
    return RouterSettings(
        engine=chosen.router,
        url=chosen.router_url or None,
        road_dir=chosen.roads,
        circuity=chosen.circuity,
        speed_kmh=chosen.speed_kmh,
        timeout_s=chosen.router_timeout_s,
        snap_limit_m=chosen.snap_limit_m,
        cache_dir=chosen.folder / "matrices",
        api_key=chosen.router_key.get_secret_value() if chosen.router_key else "",
    )


def measure(places: Sequence[Place], profiles: Sequence[str], asked: Router | None = None) -> Roads:
    """Travel between all places for each profile; never fails for what a router does."""
    chosen = asked or router()
    return Roads({profile: chosen.matrix(places, profile) for profile in profiles})
