"""Deals (affaires): the jobs of customers under which orders are kept."""

from __future__ import annotations

from dispatch import clock
from dispatch.intake.columns import Column, Kind
from dispatch.intake.parsers import code, day, long_text, name
from dispatch.intake.upsert import Attributes, Upsert
from dispatch.orders.deals import Deal


def _complete(attributes: Attributes) -> None:
    if "state" in attributes and attributes["state_at"] is None:
        attributes["state_at"] = clock.now()


DEALS = Kind(
    name="deals",
    fr="Les affaires : un chantier ou un marché d'un client, avec ses commandes.",
    en="Deals: a job or a contract of a customer, with its orders.",
    key=("deal",),
    decide=Upsert(
        Deal,
        ("code",),
        "deal",
        complete=_complete,
        initial={"state": "open", "state_at": None, "state_by": ""},
    ).decide,
    columns=(
        Column("deal", code, "Code de l'affaire", "Deal's code", "AF-2026-01", required=True, attribute="code"),
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
        Column("name", name, "Intitulé", "Name", "Fêtes de fin d'année", required=True),
        Column(
            "opened_on",
            day,
            "Ouverte le ; vide : aujourd'hui",
            "Opened on; empty: today",
            "01/10/2026",
            default=clock.today,
        ),
        Column("remark", long_text, "Remarques", "Remarks", "", default=""),
    ),
)
