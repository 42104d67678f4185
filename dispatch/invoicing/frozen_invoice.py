"""An invoice's sheet as one text and back: what was issued stays readable whatever becomes of the customer's file."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from dispatch.documents.fingerprint import content
from dispatch.documents.invoice_sheets import (
    InvoiceDelivery,
    InvoiceLineSheet,
    InvoiceParty,
    InvoiceSheet,
    InvoiceVatSheet,
)


def freeze(sheet: InvoiceSheet) -> str:
    """The text whose SHA-256 is the invoice's content hash."""
    return content(sheet)


def thaw(text: str) -> InvoiceSheet:
    """The sheet of a text that `freeze` gave."""
    data: dict[str, Any] = json.loads(text)["data"]
    days = {name: _day(data[name]) for name in ("period_start", "period_end", "corrects_on")}
    return InvoiceSheet(
        **{
            **data,
            **days,
            "issued_on": date.fromisoformat(data["issued_on"]),
            "due_on": date.fromisoformat(data["due_on"]),
            "seller": _party(data["seller"]),
            "buyer": _party(data["buyer"]),
            "deliveries": tuple(_delivery(one) for one in data["deliveries"]),
            "lines": tuple(InvoiceLineSheet(**one) for one in data["lines"]),
            "vat": tuple(InvoiceVatSheet(**one) for one in data["vat"]),
        }
    )


def _party(data: dict[str, Any]) -> InvoiceParty:
    return InvoiceParty(**{**data, "address": tuple(data["address"])})


def _delivery(data: dict[str, Any]) -> InvoiceDelivery:
    return InvoiceDelivery(
        **{**data, "delivered_on": date.fromisoformat(data["delivered_on"]), "place": _party(data["place"])}
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
