"""Why a line bears VAT or not: the category of the e-invoice, from the rate and from where the customer is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from dispatch.invoicing.mentions import UNION, VAT_TERRITORY
from dispatch.invoicing.sentences import sentence


def category(vat_bp: int, operation: str, country: str) -> str:
    """UNTDID 5305: S taxed; without tax K for goods within the Union, AE for services there, G beyond, E at home."""
    if vat_bp:
        return "S"
    if country in VAT_TERRITORY:
        return "E"
    if country in UNION:
        return "AE" if operation == "service" else "K"
    return "G"


def texts_of(code: str, operations: Collection[str]) -> tuple[str, ...]:
    """Codes of the sentences that say why a category bears no tax, by what its lines are (`goods`, `service`).

    Beyond the Union goods are exempt as exports, services are not taxed in France at all: two articles. The e-invoice has G
    for both: its O (outside the scope) forbids the seller's VAT number (BR-O-02), which French law wants.
    """
    if code == "S":
        return ()
    if code != "G":
        return (f"exempt_{code}",)
    goods = ("exempt_G",) if set(operations) - {"service"} else ()
    return (*goods, "exempt_G_service") if "service" in operations else goods


def reason(session: Session, code: str, operations: Collection[str], on: date, language: str) -> str:
    """The legal sentences of a category without tax; empty where one is not in force (then the invoice is not issued)."""
    said = [sentence(session, text, on, language) for text in texts_of(code, operations)]
    return " ".join(said) if all(said) else ""
