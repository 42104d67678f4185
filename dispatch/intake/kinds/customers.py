"""Customers: who orders and pays, on which terms."""

from __future__ import annotations

from typing import Any

from dispatch.customers.models import Customer
from dispatch.customers.terms import terms_refusal
from dispatch.intake.columns import Column, Kind, Row
from dispatch.intake.doubts import doubt_contact, doubt_identity
from dispatch.intake.findings import Findings
from dispatch.intake.parsers import cents, code, compact, name, postcode, terms, whole
from dispatch.intake.upsert import Attributes, Upsert
from dispatch.intake.words import (
    BILLING_MODES,
    BILLING_PERIODS,
    LANGUAGES,
    POST_OR_MAIL,
    REGULATED,
    Choice,
    SomeOf,
    country,
    yes_or_no,
)


def _check(row: Row, attributes: Attributes, stored: Any, findings: Findings) -> None:
    doubt_identity(row, findings, attributes["country"])
    doubt_contact(row, findings, attributes["country"])

    def of(name: str, default: Any) -> Any:
        return attributes.get(name, getattr(stored, name) if stored else default)

    illegal = terms_refusal(
        attributes["terms_days"],
        attributes["terms_end_of_month"],
        of("billing_mode", "per_delivery"),
        of("billing_period", ""),
        of("regulated_goods", ()),
    )
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


def _terms_shown(customer: Customer, language: str) -> str:
    if customer.cash_on_delivery:
        return "cash" if language == "en" else "comptant"
    days, month_end = ("days", "end of month") if language == "en" else ("jours", "fin de mois")
    return f"{customer.terms_days} {days}" + (f" {month_end}" if customer.terms_end_of_month else "")


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
            shown=_terms_shown,
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
            Choice(BILLING_MODES),
            "Facturation : à la livraison, facture valant BL, périodique",
            "Billing: per_delivery, note_is_invoice, periodic",
            "per_delivery",
            default="per_delivery",
        ),
        Column(
            "billing_period",
            Choice(BILLING_PERIODS),
            "Période des récapitulatives : mois, quinzaine, décade ; vide : celle de la société",
            "Period of summing-up invoices: month, fortnight, decade; empty: the company's",
            "",
            default="",
        ),
        Column(
            "regulated_goods",
            SomeOf(REGULATED),
            "Achats aux délais réduits par la loi : denrées périssables, viandes fraîches, alcools, transport routier",
            "Purchases with shorter legal terms: perishable, fresh_meat, spirits, transport",
            "",
            default=list,
        ),
        Column(
            "bill_to",
            code,
            "Client payeur, code ; vide : lui-même",
            "Customer who pays, code; empty: this one",
            "",
            attribute="bill_to_id",
            refers="customers",
        ),
        Column(
            "price_list",
            code,
            "Tarif, code ; vide : le prix des articles",
            "Price list, code; empty: the products' prices",
            "",
            attribute="price_list_id",
            refers="price_lists",
        ),
        Column(
            "priced_note", yes_or_no, "Bon de livraison valorisé", "Prices on the delivery note", "non", default=False
        ),
        Column(
            "note_copies",
            whole(1, 9),
            "Exemplaires du bon de livraison ; vide : comme la société",
            "Copies of the delivery note; empty: as the company",
            "",
        ),
        Column(
            "acknowledgement_by",
            Choice(POST_OR_MAIL),
            "Envoi des accusés : e-mail, courrier",
            "Acknowledgements leave by: email, post",
            "email",
            default="email",
        ),
        Column(
            "language",
            Choice(LANGUAGES),
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
