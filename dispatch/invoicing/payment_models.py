"""Payments that came in and the invoices that they settle; and credits that wait for the invoice of what they take back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.customers.models import Customer
from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Cents, Code, Id, LongText, Milli, Name
from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.invoicing.invoice_models import Invoice

PAYMENT_MEANS = ("transfer", "cheque", "card", "cash", "direct_debit", "bill")
CAUSES = ("receipt", "claim", "return", "withdrawal")
"""Why something is to be credited."""


class Payment(Base):
    """Money that a customer paid. One recorded by mistake is cancelled with a reason, never deleted."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("request_key"),
        CheckConstraint("cents > 0", name="cents_positive"),
        CheckConstraint("means IN ('transfer', 'cheque', 'card', 'cash', 'direct_debit', 'bill')", name="means_known"),
        CheckConstraint("(cancelled_at IS NULL) = (cancel_reason = '')", name="cancelled_with_reason"),
    )

    id: Mapped[Id]
    request_key: Mapped[str] = mapped_column(String(64))
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    received_on: Mapped[date] = mapped_column(index=True)
    cents: Mapped[Cents]
    means: Mapped[str] = mapped_column(String(16))
    reference: Mapped[Name] = mapped_column(default="")
    note_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("delivery_notes.id"))
    """Cash on delivery: the note it was paid with."""
    recorded_at: Mapped[Utc]
    recorded_by: Mapped[Name]
    cancelled_at: Mapped[Utc | None]
    cancelled_by: Mapped[Name] = mapped_column(default="")
    cancel_reason: Mapped[LongText] = mapped_column(default="")

    customer: Mapped[Customer] = relationship()
    note: Mapped[DeliveryNote | None] = relationship()
    matches: Mapped[list[PaymentMatch]] = relationship(back_populates="payment", order_by="PaymentMatch.id")


class PaymentMatch(Base):
    """How much of a payment settles which invoice."""

    __tablename__ = "payment_matches"
    __table_args__ = (
        CheckConstraint("cents > 0", name="cents_positive"),
        Index(
            "uq_payment_matches_live",
            "payment_id",
            "invoice_id",
            unique=True,
            postgresql_where=text("live"),
            sqlite_where=text("live"),
        ),
    )

    id: Mapped[Id]
    payment_id: Mapped[int] = mapped_column(BigInt, ForeignKey("payments.id"))
    invoice_id: Mapped[int] = mapped_column(BigInt, ForeignKey("invoices.id"), index=True)
    cents: Mapped[Cents]
    live: Mapped[bool] = mapped_column(default=True)
    """False once its payment was cancelled."""
    matched_at: Mapped[Utc]
    matched_by: Mapped[Name]

    payment: Mapped[Payment] = relationship(back_populates="matches")
    invoice: Mapped[Invoice] = relationship()


class CreditDue(Base):
    """A quantity of a delivered line that is to be credited: at once where it is invoiced, else as soon as it is."""

    __tablename__ = "credits_due"
    __table_args__ = (
        UniqueConstraint("cause", "cause_key", "note_line_id"),
        CheckConstraint("cause IN ('receipt', 'claim', 'return', 'withdrawal')", name="cause_known"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[Id]
    note_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("note_lines.id"), index=True)
    quantity: Mapped[Milli]
    cause: Mapped[str] = mapped_column(String(16))
    cause_key: Mapped[Code]
    """Number of the claim or the return; of the note where the receipt itself differed."""
    reason: Mapped[LongText]
    """Printed on the credit note."""
    created_at: Mapped[Utc]
    created_by: Mapped[Name]
    credit_note_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("invoices.id"), index=True)
    """The credit note that took it back; None: it waits."""

    note_line: Mapped[NoteLine] = relationship()
    credit_note: Mapped[Invoice | None] = relationship()
