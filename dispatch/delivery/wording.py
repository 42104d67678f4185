"""Words that notes and truck papers take from the files of company, customer and site, in the reader's language."""

from __future__ import annotations

from datetime import datetime

from dispatch import clock
from dispatch.documents.sheets import Language, Party, Window
from dispatch.fleet.models import Depot
from dispatch.orders.parties import address_lines, bill_to, consignee, language_of, shipper, terms
from dispatch.tours.models import Stop, Tour

__all__ = [
    "bill_to",
    "consignee",
    "depot_party",
    "distances",
    "equipment",
    "language_of",
    "on_the_wall",
    "shipper",
    "terms",
    "windows",
]

_SKILLS = {
    "fr": {"tail_lift": "hayon", "cold": "froid", "crane": "grue", "adr": "ADR"},
    "en": {"hayon": "tail lift", "froid": "cold", "grue": "crane", "tail_lift": "tail lift", "adr": "ADR"},
}


def equipment(skills: list[str], language: Language) -> tuple[str, ...]:
    """What a stop needs of the vehicle: ``hayon``, ``froid``."""
    return tuple(_SKILLS[language].get(skill, skill) for skill in skills)


def distances(tour: Tour, language: Language) -> str:
    """Where the distances and times of a tour come from."""
    return tour.source_fr if language == "fr" else tour.source_en


def depot_party(depot: Depot) -> Party:
    """Where a trip loads."""
    return Party(depot.name, address_lines(depot.address), depot.postcode, depot.city, depot.country)


def on_the_wall(instant: datetime) -> datetime:
    """An instant as the clock at the depot shows it, without its zone, to the minute."""
    return clock.local(instant).replace(tzinfo=None, second=0, microsecond=0)


def windows(stop: Stop) -> tuple[Window, ...]:
    """When service may begin at a stop; nothing where the site does not say."""
    if stop.window_opens_at is None or stop.window_closes_at is None:
        return ()
    return (Window(on_the_wall(stop.window_opens_at), on_the_wall(stop.window_closes_at)),)
