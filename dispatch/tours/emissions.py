"""CO₂ that a tour is reckoned to emit: its distance at the grams per kilometre that the settings give for its kind of vehicle."""

from __future__ import annotations

from dispatch import settings


def co2_g(distance_m: int, profile: str) -> int:
    """Grams; a profile that the settings do not know counts as a van."""
    chosen = settings.current()
    grams = {"van": chosen.co2_van_g_km, "truck": chosen.co2_truck_g_km}
    return distance_m * grams.get(profile, grams["van"]) // 1000
