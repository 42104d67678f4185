"""An invoice or draft as its paper alone, for the time before its electronic file is drawn."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.company.looks import layout_for
from dispatch.documents.invoice_paper import draw_invoice
from dispatch.documents.invoice_sheets import InvoiceSheet
from dispatch.invoicing.invoice_models import Invoice


def invoice_print(session: Session, invoice_id: int, sheet: InvoiceSheet) -> bytes:
    """Draw a sheet with the layout of its customer; a draft's as if it were issued now."""
    row = session.execute(select(Invoice.customer_id, Invoice.number, Invoice.state_at).where(Invoice.id == invoice_id))
    customer_id, number, state_at = row.one()
    issued_at = state_at if number is not None else clock.now()
    return draw_invoice(sheet, layout_for(session, sheet.kind, customer_id, sheet.issued_on, issued_at))
