"""An invoice's sheet as one text and back: what was issued stays readable whatever becomes of the customer's file."""

from __future__ import annotations

from dispatch.documents import thawing
from dispatch.documents.fingerprint import content
from dispatch.documents.invoice_sheets import InvoiceSheet


def freeze(sheet: InvoiceSheet) -> str:
    """The text whose SHA-256 is the invoice's content hash."""
    return content(sheet)


def thaw(text: str) -> InvoiceSheet:
    """The sheet of a text that `freeze` gave."""
    return thawing.thaw(InvoiceSheet, text)
