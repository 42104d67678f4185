"""Contacts: whom to ask for what at a customer's."""

from __future__ import annotations

from typing import Any

from dispatch.customers.models import Contact
from dispatch.intake.columns import Column, Kind, Row
from dispatch.intake.doubts import doubt_contact
from dispatch.intake.findings import Findings
from dispatch.intake.parsers import code, name
from dispatch.intake.upsert import Attributes, Upsert
from dispatch.intake.words import PURPOSES, Choice


def _check(row: Row, _attributes: Attributes, _stored: Any, findings: Findings) -> None:
    doubt_contact(row, findings, "FR")


CONTACTS = Kind(
    name="contacts",
    fr="Les interlocuteurs chez les clients.",
    en="The people at the customers'.",
    key=("customer", "name"),
    decide=Upsert(Contact, ("customer_id", "name"), "contact", check=_check).decide,
    columns=(
        Column(
            "customer",
            code,
            "Client, code",
            "Customer, code",
            "C001",
            required=True,
            attribute="customer_id",
            refers="customers",
        ),
        Column("name", name, "Nom", "Name", "Mme Blanc", required=True),
        Column(
            "purpose",
            Choice(PURPOSES),
            "S'occupe de : commandes, comptabilité, réception, autre",
            "Takes care of: orders, accounts, goods_in, other",
            "commandes",
            default="orders",
        ),
        Column("email", name, "E-mail", "E-mail", "blanc@epicerie-du-marche.fr", default=""),
        Column("phone", code, "Téléphone", "Telephone", "+33476000003", default=""),
        Column(
            "site",
            code,
            "Site, code ; vide : tous",
            "Site, code; empty: all",
            "S001",
            attribute="site_id",
            refers="sites",
        ),
    ),
)
