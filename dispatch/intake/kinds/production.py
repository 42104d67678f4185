"""Production slots: what will have been made of a product by a time of a day."""

from __future__ import annotations

from datetime import time

from dispatch.intake.columns import Column, Kind
from dispatch.intake.parsers import code, day, moment, quantity_or_none
from dispatch.intake.upsert import Upsert
from dispatch.production.models import ProductionSlot

PRODUCTION = Kind(
    name="production",
    fr="La production : les lignes d'un article et d'un jour s'ajoutent ; les quatre mêmes clés remplacent la quantité.",
    en="Production: rows of a product and day add up; the same four keys again replace the quantity.",
    key=("product", "date", "ready_at", "work_centre"),
    decide=Upsert(
        ProductionSlot, ("product_id", "made_on", "ready_at", "work_centre"), "production_slot", last_wins=True
    ).decide,
    columns=(
        Column(
            "product",
            code,
            "Code de l'article",
            "Product's code",
            "P001",
            required=True,
            attribute="product_id",
            refers="products",
        ),
        Column(
            "date", day, "Jour de fabrication", "Day of production", "25/11/2026", required=True, attribute="made_on"
        ),
        Column("quantity", quantity_or_none, "Quantité fabriquée", "Quantity made", "80", required=True),
        Column(
            "ready_at",
            moment,
            "Mise à disposition, HH:MM ; vide : début du jour",
            "Ready at, HH:MM; empty: the day's start",
            "05:00",
            default=time(0),
        ),
        Column("work_centre", code, "Ligne ou atelier", "Work centre", "L1", default=""),
    ),
)
