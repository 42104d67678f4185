"""Amendments in the reader's words: which field changed, and its values as people write them."""

from __future__ import annotations

from datetime import date

from flask import Flask

from dispatch.web import words
from dispatch.web.formats import day, quantity, unit_price
from dispatch.web.language import gettext as _

QUANTITIES = ("ordered_qty", "partial_minimum_qty", "multiple_qty")
DAYS = ("requested_on", "promised_on", "latest_on", "valid_until")


def amended_field(field: str) -> str:
    """A field of an order or a line."""
    return {
        "ordered_qty": _("quantité"),
        "unit_price_micros": _("prix HT"),
        "requested_on": _("date demandée"),
        "promised_on": _("date promise"),
        "latest_on": _("date limite"),
        "valid_until": _("fin de validité"),
        "customer_reference": _("référence du client"),
        "site_id": _("site de livraison"),
        "priority": _("priorité"),
        "partial": _("livraison partielle"),
        "partial_minimum_qty": _("minimum par livraison"),
        "multiple_qty": _("multiple"),
        "max_deliveries": _("livraisons au plus"),
        "forecast": _("prévisionnel"),
        "state": _("état"),
        "product_id": _("produit"),
        "customer_id": _("client"),
    }.get(field, field)


def amended_value(value: str, field: str) -> str:
    """A value of that field, stored as text; one that cannot be read is shown as it is."""
    if not value:
        return "—"
    if field in DAYS:
        return day(date.fromisoformat(value))
    if field in QUANTITIES:
        return quantity(int(value))
    if field == "unit_price_micros":
        return unit_price(int(value))
    if field == "state":
        return words.order_state(value)
    if field == "forecast":
        return _("oui") if value == "True" else _("non")
    if field == "partial":
        return {"allowed": _("permise"), "complete": _("tout ensemble"), "minimum": _("avec un minimum")}.get(
            value, value
        )
    return value


def install(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.filters["amended_field"] = amended_field
    app.jinja_env.filters["amended_value"] = amended_value
