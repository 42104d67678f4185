"""Fields and codes as the steps of a trail name them, in a reader's words: which field changed, and its values."""

from __future__ import annotations

from datetime import date
from typing import Any

_COLUMN = {"fr": 0, "en": 1}
FIELDS: dict[str, tuple[str, str]] = {
    "ordered_qty": ("quantité", "quantity"),
    "quantity": ("quantité", "quantity"),
    "unit_price_micros": ("prix HT", "net price"),
    "price": ("prix HT", "net price"),
    "requested_on": ("date demandée", "day asked for"),
    "promised_on": ("date promise", "promised day"),
    "latest_on": ("date limite", "last day"),
    "date": ("date", "day"),
    "valid_until": ("fin de validité", "valid until"),
    "customer_reference": ("référence du client", "customer's reference"),
    "site_id": ("site de livraison", "delivery site"),
    "priority": ("priorité", "priority"),
    "partial": ("livraison partielle", "partial delivery"),
    "partial_minimum_qty": ("minimum par livraison", "least per delivery"),
    "multiple_qty": ("multiple", "multiple"),
    "max_deliveries": ("livraisons au plus", "deliveries at most"),
    "forecast": ("prévisionnel", "forecast"),
    "state": ("état", "state"),
    "product_id": ("produit", "product"),
    "missing": ("ligne du devis absente", "line of the quote missing"),
    "added": ("ligne en plus du devis", "line beyond the quote"),
    "no_quote": ("sans devis", "without quote"),
}
CODES: dict[str, tuple[str, str]] = {
    "missing": ("manquant", "missing"),
    "damaged": ("abîmé", "damaged"),
    "wrong_product": ("mauvais produit", "wrong product"),
    "wrong_quantity": ("mauvaise quantité", "wrong quantity"),
    "late": ("retard", "late"),
    "refused": ("refusé", "refused"),
    "price": ("prix", "price"),
    "quality": ("qualité", "quality"),
    "other": ("autre", "other"),
    "credit_note": ("avoir", "credit note"),
    "redelivery": ("nouvelle livraison", "new delivery"),
    "new_delivery": ("nouvelle livraison", "new delivery"),
    "back_order": ("reliquat", "back order"),
    "allowed": ("permise", "allowed"),
    "complete": ("tout ensemble", "all together"),
    "minimum": ("avec un minimum", "with a minimum"),
    "True": ("oui", "yes"),
    "False": ("non", "no"),
}
"""Natures of réserves and claims, what becomes of them, and rules of delivery."""


def field_name(name: str, language: str) -> str:
    """A field; one that has no words yet keeps its own name."""
    return FIELDS.get(name, (name, name))[_COLUMN[language]]


def code(value: Any, language: str) -> str:
    """A code of the trade in words."""
    return CODES.get(str(value), (str(value), str(value)))[_COLUMN[language]]


def field_value(name: str, value: Any, language: str) -> str:
    """A value of a field, as amendments store it; one that cannot be read is shown as it is."""
    if value in (None, ""):
        return "—"
    said = str(value)
    if name.endswith("_qty") and said.isdigit():
        return _decimal(int(said) / 1000, language)
    if name.endswith("_micros") and said.isdigit():
        return f"{_decimal(int(said) / 1_000_000, language)}\u00a0€"
    if name.endswith("_on") or name in ("valid_until", "date"):
        return _day(said, language)
    return code(said, language)


def _decimal(value: float, language: str) -> str:
    return f"{value:.10g}".replace(".", "," if language == "fr" else ".")


def _day(said: str, language: str) -> str:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return said
    return f"{day:%d/%m/%Y}" if language == "fr" else day.isoformat()
