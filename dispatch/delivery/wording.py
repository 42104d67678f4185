"""Words that notes and truck papers take from the files of company, customer and site, in the reader's language."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from dispatch import clock
from dispatch.company.models import Company
from dispatch.customers.models import Customer, Site
from dispatch.documents.sheets import Language, Party, Window
from dispatch.errors import RefusedError
from dispatch.fleet.models import Depot
from dispatch.tours.models import Stop, Tour

_SKILLS = {
    "fr": {"tail_lift": "hayon", "cold": "froid", "crane": "grue", "adr": "ADR"},
    "en": {"hayon": "tail lift", "froid": "cold", "grue": "crane", "tail_lift": "tail lift", "adr": "ADR"},
}


def language_of(text: str) -> Language:
    """A language that papers speak; French for any other."""
    return cast(Language, text if text in ("fr", "en") else "fr")


def terms(customer: Customer, language: Language) -> str:
    """Payment terms: ``30 jours fin de mois``."""
    if customer.cash_on_delivery:
        return "comptant" if language == "fr" else "cash on delivery"
    if customer.terms_days == 0 and not customer.terms_end_of_month:
        return "à réception" if language == "fr" else "on receipt"
    days = f"{customer.terms_days} {'jours' if language == 'fr' else 'days'}"
    if not customer.terms_end_of_month:
        return days
    return f"{days} fin de mois" if language == "fr" else f"{days} end of month"


def equipment(skills: list[str], language: Language) -> tuple[str, ...]:
    """What a stop needs of the vehicle: ``hayon``, ``froid``."""
    return tuple(_SKILLS[language].get(skill, skill) for skill in skills)


def distances(tour: Tour, language: Language) -> str:
    """Where the distances and times of a tour come from."""
    return tour.source_fr if language == "fr" else tour.source_en


def shipper(company: Company | None) -> Party:
    """The seller.

    Raises
    ------
    RefusedError
        There is no company yet: nothing can leave in nobody's name.
    """
    if company is None:
        raise RefusedError("The company that delivers is not known.", "Import it: dispatch import company FILE.")
    return Party(
        company.name,
        _address(company.address),
        company.postcode,
        company.city,
        company.country,
        tuple(
            part
            for part in (f"SIREN {_grouped(company.siren)}", f"TVA {company.vat_number}" if company.vat_number else "")
            if part
        ),
        phone=company.phone,
    )


def legal_footer(company: Company) -> str:
    """Name, form, capital and register, for the foot of the notes."""
    capital = (
        f"au capital de {company.capital_cents // 100:,} €".replace(",", "\u202f") if company.capital_cents else ""
    )
    form = " ".join(part for part in (company.name, company.legal_form, capital) if part)
    register = f"{_grouped(company.siren)} RCS {company.rcs}" if company.rcs else f"SIREN {_grouped(company.siren)}"
    vat = f"TVA {company.vat_number}" if company.vat_number else ""
    return " · ".join(part for part in (form, register, vat) if part)


def consignee(site: Site) -> Party:
    """Where the goods go."""
    return Party(
        site.name,
        _address(site.address),
        site.postcode,
        site.city,
        site.country,
        contact=site.contact,
        phone=site.phone,
    )


def bill_to(customer: Customer, site: Site) -> Party | None:
    """Who pays, where it is not the place delivered."""
    here = (site.name, site.address, site.postcode, site.city)
    if here == (customer.name, customer.billing_address, customer.postcode, customer.city):
        return None
    return Party(
        customer.name,
        _address(customer.billing_address),
        customer.postcode,
        customer.city,
        customer.country,
        (f"SIREN {_grouped(customer.siren)}",) if customer.siren else (),
    )


def depot_party(depot: Depot) -> Party:
    """Where a trip loads."""
    return Party(depot.name, _address(depot.address), depot.postcode, depot.city, depot.country)


def on_the_wall(instant: datetime) -> datetime:
    """An instant as the clock at the depot shows it, without its zone, to the minute."""
    return clock.local(instant).replace(tzinfo=None, second=0, microsecond=0)


def windows(stop: Stop) -> tuple[Window, ...]:
    """When service may begin at a stop; nothing where the site does not say."""
    if stop.window_opens_at is None or stop.window_closes_at is None:
        return ()
    return (Window(on_the_wall(stop.window_opens_at), on_the_wall(stop.window_closes_at)),)


def _address(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.splitlines() if part.strip())


def _grouped(siren: str) -> str:
    return f"{siren[:3]} {siren[3:6]} {siren[6:]}" if len(siren) == 9 and siren.isdigit() else siren
