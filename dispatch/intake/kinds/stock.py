"""Stock counts: what lies ready on the morning of a day."""

from __future__ import annotations

from dispatch import clock
from dispatch.intake.columns import Column, Kind
from dispatch.intake.parsers import code, day, quantity_or_none
from dispatch.intake.upsert import Upsert
from dispatch.production.models import Stock

STOCK = Kind(
    name="stock",
    fr="Les stocks comptés ; un comptage remplace les précédents à partir de son jour.",
    en="Stock counts; a count replaces earlier ones from its day on.",
    key=("product", "depot", "on"),
    decide=Upsert(Stock, ("product_id", "depot_id", "counted_on"), "stock").decide,
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
        Column("quantity", quantity_or_none, "Quantité en stock", "Quantity in stock", "120", required=True),
        Column(
            "depot",
            code,
            "Code du dépôt ; vide : à tout dépôt",
            "Depot's code; empty: at any depot",
            "",
            attribute="depot_id",
            refers="depots",
        ),
        Column(
            "on",
            day,
            "Jour du comptage, au matin ; vide : aujourd'hui",
            "Day of the count, in the morning; empty: today",
            "24/11/2026",
            default=clock.today,
            attribute="counted_on",
        ),
    ),
)
