"""What a usual round may be made of: the sites and the vehicles that there are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.customers.models import Site
from dispatch.fleet.queries import vehicles
from dispatch.orders.choices import SiteChoice


@dataclass(frozen=True, slots=True)
class RoundChoices:
    """Sites by id, in order of name, and vehicles as (id, code)."""

    sites: dict[int, SiteChoice]
    vehicles: tuple[tuple[int, str], ...]


def round_choices(session: Session) -> RoundChoices:
    """All sites, and the vehicles in service."""
    rows = session.execute(select(Site.id, Site.code, Site.name, Site.city).order_by(Site.name, Site.code))
    sites = {row.id: SiteChoice(row.id, row.code, row.name, row.city) for row in rows}
    return RoundChoices(sites, tuple((one.id, one.code) for one in vehicles(session)))
