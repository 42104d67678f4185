"""Short ways to what follows a receipt: figures of a customer, and an installation that must verify."""

from __future__ import annotations

from sqlalchemy import select

from dispatch.controls.verify import verify
from dispatch.customers.credit import exposure
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.documents.register import installed_store
from dispatch.invoicing.invoice_models import Invoice
from dispatch.orders.models import OrderLine


def papers(database: Database) -> list[tuple[str, int]]:
    """Number and total of every issued invoice and credit note."""
    with database.reading() as session:
        query = select(Invoice.number, Invoice.gross_cents).where(Invoice.state == "validated").order_by(Invoice.id)
        return [(str(number), cents) for number, cents in session.execute(query)]


def account(database: Database, code: str = "C1") -> tuple[int, int, int]:
    """Ordered, delivered and invoiced cents of a customer; everything must verify."""
    with database.reading() as session:
        assert [str(fault) for fault in verify(session, installed_store()) if fault.name != "available"] == []
        found = exposure(session, session.scalars(select(Customer.id).where(Customer.code == code)).one())
        return found.ordered_cents, found.delivered_cents, found.invoiced_cents


def standing(database: Database, line_no: int = 1) -> tuple[int, int, int]:
    """Delivered, backlog, cancelled of a line of C1's order."""
    with database.reading() as session:
        query = select(OrderLine).join(OrderLine.order).where(OrderLine.line_no == line_no).order_by(OrderLine.id)
        row = session.scalars(query).first()
        assert row is not None
        return row.delivered_qty, row.backlog_qty, row.cancelled_qty
