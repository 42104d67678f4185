"""Customers: who orders and pays, on which terms."""

from __future__ import annotations

from typing import Any

from dispatch.customers.models import Customer
from dispatch.customers.terms import terms_refusal
from dispatch.intake.columns import Column, Kind, Row
from dispatch.intake.doubts import doubt_contact, doubt_identity
from dispatch.intake.findings import Findings
from dispatch.intake.parsers import cents, code, compact, name, postcode, terms
from dispatch.intake.upsert import Attributes, Upsert
from dispatch.intake.words import BILLING_MODES, LANGUAGES, choice, country, yes_or_no


def _check(row: Row, attributes: Attributes, stored: Any, findings: Findings) -> None:
    doubt_identity(row, findings, attributes["country"])
    doubt_contact(row, findings, attributes["country"])
    mode = attributes.get("billing_mode") or (stored.billing_mode if stored else "per_delivery")
    illegal = terms_refusal(attributes["terms_days"], attributes["terms_end_of_month"], mode)
    if illegal:
        limit = illegal.limit_fr if findings.language == "fr" else illegal.limit_en
        findings.warn(
            "terms_illegal",
            row=row.number,
            column="payment_terms",
            value=row.raw["payment_terms"],
            subject=row.subject,
            limit=limit,
            article=illegal.article,
        )


def _complete(attributes: Attributes) -> None:
    if attributes.get("electronic_address") == "" and attributes.get("siren"):
        attributes["electronic_address"] = f"0225:{attributes['siren']}"


CUSTOMERS = Kind(
    name="customers",
    fr="Les clients : qui commande et paie, à quelles conditions.",
    en="Customers: who orders and pays, on which terms.",
    key=("customer",),
    decide=Upsert(Customer, ("code",), "customer", check=_check, complete=_complete).decide,
    columns=(
        Column("customer", code, "Code du client", "Customer's code", "C001", required=True, attribute="code"),
        Column("name", name, "Nom ou dénomination", "Name", "Épicerie du Marché", required=True),
        Column("siren", compact(16), "SIREN", "SIREN", "552100554", required=True),
        Column(
            "billing_address", name, "Adresse de facturation", "Billing address", "2 place du Marché", required=True
        ),
        Column("postcode", postcode, "Code postal", "Postcode", "38000", required=True),
        Column("city", name, "Ville", "Town", "Grenoble", required=True),
        Column("country", country, "Pays, code ou nom", "Country, code or name", "FR", required=True),
        Column(
            "payment_terms",
            terms,
            "Règlement : comptant, 30 jours, 45 jours fin de mois",
            "Payment: cash, 30 days, 45 days end of month",
            "30 jours",
            required=True,
        ),
        Column("vat_number", compact(32), "Numéro de TVA", "VAT number", "FR96552100554", default=""),
        Column("email", name, "E-mail", "E-mail", "compta@epicerie-du-marche.fr", default=""),
        Column("phone", code, "Téléphone", "Telephone", "+33476000001", default=""),
        Column(
            "credit_limit",
            cents,
            "Plafond d'encours, en euros TTC ; vide : aucun",
            "Credit limit, in euros with VAT; empty: none",
            "5000",
            attribute="credit_limit_cents",
        ),
        Column(
            "billing_mode",
            choice(BILLING_MODES),
            "Facturation : à la livraison, facture valant BL, périodique",
            "Billing: per_delivery, note_is_invoice, periodic",
            "per_delivery",
            default="per_delivery",
        ),
        Column(
            "priced_note", yes_or_no, "Bon de livraison valorisé", "Prices on the delivery note", "non", default=False
        ),
        Column(
            "language",
            choice(LANGUAGES),
            "Langue des documents : fr, en",
            "Language of papers: fr, en",
            "fr",
            default="fr",
        ),
        Column(
            "electronic_address",
            name,
            "Adresse de facturation électronique ; vide : 0225: et le SIREN",
            "Address for e-invoices; empty: 0225: and the SIREN",
            "0225:552100554",
            default="",
        ),
    ),
)
