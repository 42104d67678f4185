"""The company as its papers name it: the legal sentence of the foot, a SIREN in groups."""

from __future__ import annotations

from dispatch.company.models import Company


def legal_footer(company: Company) -> str:
    """Name, form, capital and register, for the foot of the notes."""
    capital = (
        f"au capital de {company.capital_cents // 100:,} €".replace(",", "\u202f") if company.capital_cents else ""
    )
    form = " ".join(part for part in (company.name, company.legal_form, capital) if part)
    register = f"{grouped(company.siren)} RCS {company.rcs}" if company.rcs else f"SIREN {grouped(company.siren)}"
    vat = f"TVA {company.vat_number}" if company.vat_number else ""
    return " · ".join(part for part in (form, register, vat) if part)


def grouped(siren: str) -> str:
    """A SIREN in groups of three digits."""
    return f"{siren[:3]} {siren[3:6]} {siren[6:]}" if len(siren) == 9 and siren.isdigit() else siren
