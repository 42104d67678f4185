"""An invoice's sheet as one text and back: what was issued stays readable whatever becomes of the customer's file."""

from __future__ import annotations

import json

from dispatch.documents import thawing
from dispatch.documents.fingerprint import content
from dispatch.documents.invoice_sheets import InvoiceSheet


def freeze(sheet: InvoiceSheet) -> str:
    """The text whose SHA-256 is the invoice's content hash."""
    return content(sheet)


def thaw(text: str) -> InvoiceSheet:
    """The sheet of a text that `freeze` gave."""
    return thawing.thaw(InvoiceSheet, text)


def buyer_name(text: str) -> str:
    """Whom the invoice of a frozen text is made out to, without the rest of it."""
    return str(json.loads(text)["data"]["buyer"]["name"])
