"""The router in use, as the settings say it: for the lines on the day's map."""

from __future__ import annotations

from dispatch import settings
from maps.factory import RouterSettings, build_router
from maps.router import Router


def router_in_use() -> Router:
    """The one that planning asks too; it never fails, but says when it had to estimate."""
    chosen = settings.current()
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
