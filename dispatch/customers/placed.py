"""Where the customers' sites are: the points by which somebody finds their way on an empty map."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.customers.models import Site


@dataclass(frozen=True, slots=True)
class PlacedSite:
    """A site and its coordinates."""

    name: str
    city: str
    latitude: float
    longitude: float


def placed_sites(session: Session, limit: int = 2000) -> tuple[PlacedSite, ...]:
    """Sites that have coordinates."""
    query = (
        select(Site.name, Site.city, Site.latitude, Site.longitude)
        .where(Site.latitude.is_not(None), Site.longitude.is_not(None))
        .order_by(Site.code)
        .limit(limit)
    )
    return tuple(
        PlacedSite(name, city, latitude, longitude)
        for name, city, latitude, longitude in session.execute(query)
        if latitude is not None and longitude is not None
    )
