"""Invoice triggers: one per receipt, written in its transaction; this row is the outbox to the ERP."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.catalog.amounts import gross_cents
from dispatch.customers.models import Customer
from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BasisPoints, BigInt, Cents, Code, Id, Micros, Milli, Name
from dispatch.delivery.models import Receipt, ReceiptLine

TRIGGER = LifeCycle(
    "The invoice trigger",
    {"pending": ("exported", "invoiced"), "exported": ("acknowledged",), "invoiced": (), "acknowledged": ()},
)


class InvoiceTrigger(Base):
    """What one confirmed receipt allows to be invoiced."""

    __tablename__ = "invoice_triggers"
    __table_args__ = (
        UniqueConstraint("receipt_id"),
        UniqueConstraint("idempotency_key"),
        CheckConstraint("state IN ('pending', 'exported', 'invoiced', 'acknowledged')", name="state_known"),
        CheckConstraint("net_cents >= 0", name="net_not_negative"),
    )

    id: Mapped[Id]
    receipt_id: Mapped[int] = mapped_column(BigInt, ForeignKey("receipts.id"))
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    idempotency_key: Mapped[str] = mapped_column(String(64))
    """`trigger:` + note number; the same for every export of it."""
    note_number: Mapped[Code]
    order_reference: Mapped[Code]
    customer_reference: Mapped[Code] = mapped_column(default="")
    billing_mode: Mapped[str] = mapped_column(String(16))
    delivered_on: Mapped[date] = mapped_column(index=True)
    net_cents: Mapped[Cents]
    """Sum of the lines' nets, rounded half up per line; VAT belongs to the invoice."""
    raised_at: Mapped[Utc]
    state: Mapped[str] = mapped_column(String(16), default="pending")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]

    @property
    def gross_cents(self) -> int:
        """What it adds to the customer's exposure: its lines with VAT, taken on the sum of each rate."""
        return gross_cents((line.net_cents, line.vat_bp) for line in self.lines)

    receipt: Mapped[Receipt] = relationship()
    customer: Mapped[Customer] = relationship()
    lines: Mapped[list[InvoiceTriggerLine]] = relationship(back_populates="trigger", order_by="InvoiceTriggerLine.id")


class InvoiceTriggerLine(Base):
    """One accepted line: what, how much, at which price."""

    __tablename__ = "invoice_trigger_lines"
    __table_args__ = (UniqueConstraint("receipt_line_id"), CheckConstraint("quantity > 0", name="quantity_positive"))

    id: Mapped[Id]
    trigger_id: Mapped[int] = mapped_column(BigInt, ForeignKey("invoice_triggers.id"), index=True)
    receipt_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("receipt_lines.id"))
    order_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("order_lines.id"), index=True)
    product_code: Mapped[Code]
    designation: Mapped[Name]
    unit: Mapped[Name]
    quantity: Mapped[Milli]
    unit_price_micros: Mapped[Micros]
    vat_bp: Mapped[BasisPoints]
    net_cents: Mapped[Cents]

    trigger: Mapped[InvoiceTrigger] = relationship(back_populates="lines")
    receipt_line: Mapped[ReceiptLine] = relationship()
