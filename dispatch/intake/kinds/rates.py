"""Production rates: how much of a product a work centre makes in an hour."""

from __future__ import annotations

from dispatch.intake.columns import Column, Kind
from dispatch.intake.parsers import code, quantity
from dispatch.intake.upsert import Upsert
from dispatch.production.models import ProductionRate

RATES = Kind(
    name="rates",
    fr="Les cadences : ce qu'un centre de charge fait d'un article en une heure.",
    en="Production rates: what a work centre makes of a product in an hour.",
    key=("work_centre", "product"),
    decide=Upsert(ProductionRate, ("work_centre_id", "product_id"), "production_rate").decide,
    columns=(
        Column(
            "work_centre",
            code,
            "Centre de charge, code",
            "Work centre, code",
            "L1",
            required=True,
            attribute="work_centre_id",
            refers="work_centres",
        ),
        Column(
            "product",
            code,
            "Article, code",
            "Product, code",
            "P001",
            required=True,
            attribute="product_id",
            refers="products",
        ),
        Column(
            "per_hour",
            quantity,
            "Quantité par heure",
            "Quantity per hour",
            "40",
            required=True,
            attribute="qty_per_hour",
        ),
    ),
)
