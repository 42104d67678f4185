"""How much of a framework order has been invoiced, through its call-offs."""

from __future__ import annotations

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.issue import note_is_back
from dispatch.orders.models import Order, OrderLine


def invoiced_of_framework(session: Session, framework_id: int) -> dict[int, int]:
    """Framework line → milli-units invoiced less credited; a note that is an invoice counts once it has come back."""
    sign = case((Invoice.kind == "invoice", InvoiceLine.quantity), else_=-InvoiceLine.quantity)
    query = (
        select(OrderLine.framework_line_id, func.sum(sign))
        .join(InvoiceLine, InvoiceLine.order_line_id == OrderLine.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.framework_id == framework_id, Invoice.state == "validated", note_is_back())
        .group_by(OrderLine.framework_line_id)
    )
    return {line_id or 0: int(quantity) for line_id, quantity in session.execute(query)}
