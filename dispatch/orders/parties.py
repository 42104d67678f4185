"""Who sells, who pays, where goods go and on which terms, as papers say it in the reader's language."""

from __future__ import annotations

from typing import cast

from dispatch.company.identity import grouped
from dispatch.company.models import Company
from dispatch.customers.models import Customer, Site
from dispatch.documents.sheets import Language, Party
from dispatch.errors import RefusedError


def language_of(text: str) -> Language:
    """A language that papers speak; French for any other."""
    return cast(Language, text if text in ("fr", "en") else "fr")


def terms(customer: Customer, language: Language) -> str:
    """Payment terms of whoever pays: ``30 jours fin de mois``."""
    customer = customer.payer
    if customer.cash_on_delivery:
        return "comptant" if language == "fr" else "cash on delivery"
    if customer.terms_days == 0 and not customer.terms_end_of_month:
        return "à réception" if language == "fr" else "on receipt"
    days = f"{customer.terms_days} {'jours' if language == 'fr' else 'days'}"
    if not customer.terms_end_of_month:
        return days
    return f"{days} fin de mois" if language == "fr" else f"{days} end of month"


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
        address_lines(company.address),
        company.postcode,
        company.city,
        company.country,
        tuple(
            part
            for part in (f"SIREN {grouped(company.siren)}", f"TVA {company.vat_number}" if company.vat_number else "")
            if part
        ),
        phone=company.phone,
    )


def consignee(site: Site) -> Party:
    """Where the goods go."""
    return Party(
        site.name,
        address_lines(site.address),
        site.postcode,
        site.city,
        site.country,
        contact=site.contact,
        phone=site.phone,
    )


def bill_to(customer: Customer, site: Site) -> Party | None:
    """Who pays, where it is not the place delivered."""
    here = (site.name, site.address, site.postcode, site.city)
    pays = customer.payer
    if here == (pays.name, pays.billing_address, pays.postcode, pays.city):
        return None
    return at_billing_address(pays)


def at_billing_address(customer: Customer) -> Party:
    """A customer at the address of their file."""
    return Party(
        customer.name,
        address_lines(customer.billing_address),
        customer.postcode,
        customer.city,
        customer.country,
        (f"SIREN {grouped(customer.siren)}",) if customer.siren else (),
    )


def address_lines(text: str) -> tuple[str, ...]:
    """An address as its lines."""
    return tuple(part.strip() for part in text.splitlines() if part.strip())
