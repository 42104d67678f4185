"""The company: one row."""

from __future__ import annotations

from typing import Any

from dispatch.company.models import Company
from dispatch.intake.columns import Column, Kind, Row
from dispatch.intake.doubts import doubt_contact, doubt_identity
from dispatch.intake.findings import Findings
from dispatch.intake.parsers import cents, code, compact, name, postcode, text, whole
from dispatch.intake.upsert import Attributes, Upsert
from dispatch.intake.words import CENTRES, OPERATIONS, Choice, country, yes_or_no


def _check(row: Row, attributes: Attributes, _stored: Any, findings: Findings) -> None:
    doubt_identity(row, findings, attributes["country"])
    doubt_contact(row, findings, attributes["country"])


COMPANY = Kind(
    name="company",
    fr="La société qui vend et livre : une seule ligne.",
    en="The company that sells and delivers: one row.",
    key=(),
    decide=Upsert(Company, ("id",), "company", check=_check, fixed={"id": 1}).decide,
    columns=(
        Column("name", name, "Dénomination sociale", "Company name", "Atelier Clair", required=True),
        Column("siren", compact(9), "SIREN, neuf chiffres", "SIREN, nine digits", "732829320", required=True),
        Column("vat_number", compact(32), "Numéro de TVA", "VAT number", "FR44732829320", required=True),
        Column("address", name, "Adresse du siège", "Address of the seat", "1 rue du Four", required=True),
        Column("postcode", postcode, "Code postal", "Postcode", "38000", required=True),
        Column("city", name, "Ville", "Town", "Grenoble", required=True),
        Column("country", country, "Pays, code ou nom", "Country, code or name", "FR", required=True),
        Column("legal_form", text(32), "Forme juridique", "Legal form", "SAS", default=""),
        Column("capital", cents, "Capital, en euros", "Capital, in euros", "50000", attribute="capital_cents"),
        Column(
            "siret",
            compact(14),
            "SIRET du siège, quatorze chiffres",
            "SIRET of the seat, fourteen digits",
            "73282932000074",
            default="",
        ),
        Column("rcs", name, "Ville du RCS", "Town of the trade register", "Grenoble", default=""),
        Column("iban", compact(34), "IBAN", "IBAN", "FR7630006000011234567890189", default=""),
        Column("email", name, "E-mail", "E-mail", "adv@atelier-clair.fr", default=""),
        Column("phone", code, "Téléphone", "Telephone", "+33476000000", default=""),
        Column(
            "operations",
            Choice(OPERATIONS),
            "Nature des opérations : biens, services, les deux",
            "Nature of operations: goods, services, both",
            "biens",
            default="goods",
        ),
        Column(
            "vat_on_debits",
            yes_or_no,
            "Option pour la TVA sur les débits",
            "Option for VAT on debits",
            "non",
            default=False,
        ),
        Column(
            "centre",
            Choice(CENTRES),
            "Centre d'intérêt : client, affaire, site, article ; le carnet et les listes s'y groupent",
            "Centre of interest: customer, deal, site, product; order book and lists group by it",
            "client",
            default="customer",
        ),
        Column(
            "note_copies",
            whole(1, 9),
            "Exemplaires de chaque bon de livraison ; vide : 2",
            "Copies of each delivery note; empty: 2",
            "2",
            default=2,
        ),
    ),
)
