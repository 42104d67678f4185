"""The router that the settings name, with its cache and its fallback: who tells travel times and draws lines on roads."""

from __future__ import annotations

from dispatch import settings
from dispatch.errors import SettingsError
from maps.errors import MapsError
from maps.factory import RouterSettings, build_router
from maps.router import Router


def router_in_use() -> Router:
    """The one router of this installation; it never fails when asked, but says when it had to estimate.

    Raises
    ------
    SettingsError
        When the settings do not name a router that can be asked.
    """
    chosen = settings.current()
    try:
        return build_router(
            RouterSettings(
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
        )
    except MapsError as error:
        raise SettingsError(error.detail, error.hint) from error
