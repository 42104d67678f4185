"""Why a line bears VAT or not: the category of the e-invoice, from the rate and from where the customer is."""

from __future__ import annotations

from datetime import date

from dispatch.invoicing.law import said
from dispatch.invoicing.mentions import UNION, VAT_TERRITORY


def category(vat_bp: int, operation: str, country: str) -> str:
    """UNTDID 5305: S taxed; without tax K for goods within the Union, AE for services there, G beyond, E at home."""
    if vat_bp:
        return "S"
    if country in VAT_TERRITORY:
        return "E"
    if country in UNION:
        return "AE" if operation == "service" else "K"
    return "G"


def reason(code: str, on: date, language: str) -> str:
    """The legal sentence of a category without tax; empty where none is in force (then the invoice is not issued)."""
    return said(f"exempt_{code}", on, language) if code != "S" else ""
