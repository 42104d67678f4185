"""Products and services."""

from __future__ import annotations

from dispatch.catalog.models import Product
from dispatch.intake.columns import Column, Kind
from dispatch.intake.parsers import code, grams, micros, millionths, name, quantity, skills, vat_rate
from dispatch.intake.upsert import Upsert
from dispatch.intake.words import PRODUCT_KINDS, REGULATED, Choice, yes_or_no

PRODUCTS = Kind(
    name="products",
    fr="Les articles et les prestations.",
    en="Products and services.",
    key=("product",),
    decide=Upsert(Product, ("code",), "product").decide,
    columns=(
        Column("product", code, "Code de l'article", "Product's code", "P001", required=True, attribute="code"),
        Column("name", name, "Désignation", "Name", "Biscuits au beurre", required=True),
        Column("unit", name, "Unité", "Unit", "carton", required=True),
        Column(
            "price",
            micros,
            "Prix unitaire HT, en euros (6 décimales)",
            "Unit price without VAT, in euros (6 decimals)",
            "14.50",
            required=True,
            attribute="price_micros",
        ),
        Column("vat_rate", vat_rate, "Taux de TVA, en %", "VAT rate, in %", "5.5", required=True, attribute="vat_bp"),
        Column(
            "kg", grams, "Poids d'une unité, en kg", "Weight of one unit, kg", "4.2", default=0, attribute="weight_g"
        ),
        Column(
            "m3",
            millionths,
            "Volume d'une unité, en m³",
            "Volume of one unit, m³",
            "0.018",
            default=0,
            attribute="volume_cm3",
        ),
        Column(
            "pallets",
            millionths,
            "Places de palette d'une unité",
            "Pallet places of one unit",
            "0.0125",
            default=0,
            attribute="pallets_micro",
        ),
        Column(
            "skills",
            skills,
            "Équipements exigés, séparés par des virgules",
            "Equipment needed, separated by commas",
            "",
            default=list,
        ),
        Column(
            "multiple",
            quantity,
            "Se livre par multiples de ; vide : 1",
            "Delivered in multiples of; empty: 1",
            "1",
            default=1000,
            attribute="multiple_qty",
        ),
        Column(
            "kind",
            Choice(PRODUCT_KINDS),
            "Nature : bien, ou prestation (ni camion ni production)",
            "Kind: goods, or service (no truck, no production)",
            "bien",
            default="goods",
        ),
        Column(
            "regulated",
            Choice(REGULATED),
            "Délai de paiement réduit par la loi : denrées périssables, viandes fraîches, alcools, transport routier ; vide : aucun",
            "Shorter legal payment terms: perishable, fresh_meat, spirits, transport; empty: none",
            "",
            default="",
        ),
        Column(
            "lot_tracked",
            yes_or_no,
            "Lots suivis du chargement au client",
            "Lots traced from loading to customer",
            "non",
            default=False,
        ),
        Column("active", yes_or_no, "Se vend encore", "Still sold", "oui", default=True),
    ),
)
