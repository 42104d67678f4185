"""Prices: of a price list, or agreed with one customer, by date."""

from __future__ import annotations

from typing import Any

from dispatch import clock
from dispatch.catalog.price_models import Price
from dispatch.intake.columns import Column, Kind, Row
from dispatch.intake.dates import check_forward
from dispatch.intake.findings import Findings
from dispatch.intake.parsers import code, day, micros
from dispatch.intake.upsert import Attributes, Upsert


def _check(row: Row, attributes: Attributes, stored: Any, findings: Findings) -> None:
    if (attributes["price_list_id"] is None) == (attributes["customer_id"] is None):
        findings.error("list_or_customer", row=row.number, column="price_list", subject=row.subject)
    check_forward(row, attributes, stored, findings)


PRICES = Kind(
    name="prices",
    fr="Les prix d'un tarif, ou convenus avec un client ; le prix convenu passe avant le tarif, le tarif avant l'article.",
    en="Prices of a list, or agreed with one customer; the agreed price goes before the list, the list before the product.",
    key=("product", "price_list", "customer", "valid_from"),
    decide=Upsert(Price, ("product_id", "price_list_id", "customer_id", "valid_from"), "price", check=_check).decide,
    columns=(
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
            "price_list",
            code,
            "Tarif, code",
            "Price list, code",
            "GROS",
            attribute="price_list_id",
            refers="price_lists",
        ),
        Column(
            "customer",
            code,
            "Client, code ; au lieu du tarif",
            "Customer, code; instead of the list",
            "",
            attribute="customer_id",
            refers="customers",
        ),
        Column(
            "price",
            micros,
            "Prix unitaire HT, en euros (6 décimales)",
            "Unit price without VAT, in euros (6 decimals)",
            "13.90",
            required=True,
            attribute="unit_price_micros",
        ),
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
