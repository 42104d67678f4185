"""Price lists: by which customers buy, between two days."""

from __future__ import annotations

from dispatch import clock
from dispatch.catalog.price_models import PriceList
from dispatch.intake.columns import Column, Kind
from dispatch.intake.dates import check_forward
from dispatch.intake.parsers import code, day, name
from dispatch.intake.upsert import Upsert

PRICE_LISTS = Kind(
    name="price_lists",
    fr="Les tarifs et leurs dates ; leurs prix sont un fichier à part.",
    en="Price lists and their dates; their prices are a file of their own.",
    key=("price_list",),
    decide=Upsert(PriceList, ("code",), "price_list", check=check_forward).decide,
    columns=(
        Column("price_list", code, "Code du tarif", "Price list's code", "GROS", required=True, attribute="code"),
        Column("name", name, "Nom", "Name", "Tarif grossistes", required=True),
        Column(
            "valid_from",
            day,
            "Premier jour ; vide : aujourd'hui",
            "First day; empty: today",
            "01/01/2026",
            default=clock.today,
        ),
        Column("valid_to", day, "Dernier jour ; vide : sans fin", "Last day; empty: no end", ""),
    ),
)
