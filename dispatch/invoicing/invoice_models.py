"""Invoices and credit notes: a draft has no number; what is validated is never changed, the database refuses."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.customers.models import Customer
from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BasisPoints, BigInt, Cents, Code, Id, LongText, Micros, Milli, Name
from dispatch.documents.models import Document
from dispatch.invoicing.models import InvoiceTriggerLine

INVOICE = LifeCycle("The invoice", {"draft": ("validated", "discarded"), "validated": (), "discarded": ()})

KINDS = ("invoice", "credit_note")
STATUSES = {
    "200": "deposited", "201": "issued", "202": "received", "203": "made_available", "204": "taken_over", "205": "approved",
    "206": "approved_in_part", "207": "disputed", "208": "suspended", "209": "completed", "210": "refused",
    "211": "payment_sent", "212": "cashed", "213": "rejected",
}  # fmt: skip
"""Life-cycle codes of a transmitted invoice; 200, 213, 210 and 212 are the mandatory ones."""


class Invoice(Base):
    """An invoice, or the credit note that corrects one; amounts are positive in both."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("request_key"),
        CheckConstraint("kind IN ('invoice', 'credit_note')", name="kind_known"),
        CheckConstraint("state IN ('draft', 'validated', 'discarded')", name="state_known"),
        CheckConstraint("billing_mode IN ('per_delivery', 'note_is_invoice', 'periodic')", name="billing_mode_known"),
        CheckConstraint("gross_cents = net_cents + vat_cents", name="gross_adds_up"),
        CheckConstraint("net_cents >= 0 AND vat_cents >= 0", name="not_negative"),
        CheckConstraint("(kind = 'credit_note') = (corrects_id IS NOT NULL)", name="credit_note_names_its_invoice"),
        CheckConstraint("(state = 'validated') = (number IS NOT NULL)", name="validated_has_number"),
        CheckConstraint("(number IS NULL) = (issued_on IS NULL)", name="number_has_date"),
        CheckConstraint("(number IS NULL) = (due_on IS NULL)", name="number_has_due_date"),
        CheckConstraint("(number IS NULL) = (sheet IS NULL)", name="number_has_sheet"),
        CheckConstraint("(number IS NULL) = (content_hash IS NULL)", name="number_has_hash"),
        CheckConstraint("due_on >= issued_on", name="due_after_issue"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(16), default="invoice")
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    corrects_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("invoices.id"), index=True)
    """Credit notes: the invoice that it corrects."""
    request_key: Mapped[str | None] = mapped_column(String(64))
    """Credit notes: idempotency key of the request that made it."""
    reason: Mapped[LongText] = mapped_column(default="")
    """Credit notes: why; printed."""
    billing_mode: Mapped[str] = mapped_column(String(16))
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    net_cents: Mapped[Cents]
    vat_cents: Mapped[Cents]
    gross_cents: Mapped[Cents]
    created_at: Mapped[Utc]
    created_by: Mapped[Name]
    number: Mapped[str | None] = mapped_column(String(64))
    issued_on: Mapped[date | None] = mapped_column(index=True)
    due_on: Mapped[date | None]
    sheet: Mapped[LongText | None]
    """Everything that the paper and the XML say, as canonical JSON: from validation on only this counts."""
    content_hash: Mapped[str | None] = mapped_column(String(64))
    document_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("documents.id"))
    """The Factur-X PDF, once it is drawn and checked."""
    state: Mapped[str] = mapped_column(String(16), default="draft")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]

    customer: Mapped[Customer] = relationship()
    corrects: Mapped[Invoice | None] = relationship(remote_side="Invoice.id")
    document: Mapped[Document | None] = relationship()
    lines: Mapped[list[InvoiceLine]] = relationship(back_populates="invoice", order_by="InvoiceLine.line_no")
    vat: Mapped[list[InvoiceVat]] = relationship(back_populates="invoice", order_by="InvoiceVat.id")
    statuses: Mapped[list[InvoiceStatus]] = relationship(back_populates="invoice", order_by="InvoiceStatus.id")


class InvoiceLine(Base):
    """One line: what a trigger line allows, what a note that is an invoice carries, or what a credit note takes back of a line."""

    __tablename__ = "invoice_lines"
    __table_args__ = (
        UniqueConstraint("invoice_id", "line_no"),
        CheckConstraint("quantity > 0 AND net_cents >= 0", name="quantity_positive"),
        CheckConstraint(
            "(trigger_line_id IS NOT NULL AND credits_line_id IS NULL AND note_line_id IS NULL)"
            " OR (trigger_line_id IS NULL AND (credits_line_id IS NULL) <> (note_line_id IS NULL))",
            name="one_origin",
        ),
        CheckConstraint("category IN ('S', 'E', 'K', 'AE', 'G')", name="category_known"),
        Index(
            "uq_invoice_lines_live_trigger_line",
            "trigger_line_id",
            unique=True,
            postgresql_where=text("live"),
            sqlite_where=text("live"),
        ),
        Index(
            "uq_invoice_lines_live_note_line",
            "note_line_id",
            unique=True,
            postgresql_where=text("live"),
            sqlite_where=text("live"),
        ),
    )

    id: Mapped[Id]
    invoice_id: Mapped[int] = mapped_column(BigInt, ForeignKey("invoices.id"))
    line_no: Mapped[int]
    trigger_line_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("invoice_trigger_lines.id"))
    credits_line_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("invoice_lines.id"), index=True)
    note_line_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("note_lines.id"))
    """A note that is an invoice: the line of the note, numbered before anybody has signed."""
    order_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("order_lines.id"), index=True)
    live: Mapped[bool] = mapped_column(default=True)
    """False on a discarded draft: its trigger lines are free again."""
    note_number: Mapped[Code]
    order_reference: Mapped[Code]
    customer_reference: Mapped[Code] = mapped_column(default="")
    delivered_on: Mapped[date]
    product_code: Mapped[Code]
    designation: Mapped[Name]
    unit: Mapped[Name]
    operation: Mapped[str] = mapped_column(String(16))
    """`goods` or `service`."""
    quantity: Mapped[Milli]
    unit_price_micros: Mapped[Micros]
    category: Mapped[str] = mapped_column(String(2))
    """VAT category, UNTDID 5305: S taxed, E exempt, K within the Union, AE reverse charge, G export."""
    vat_bp: Mapped[BasisPoints]
    net_cents: Mapped[Cents]

    invoice: Mapped[Invoice] = relationship(back_populates="lines")
    trigger_line: Mapped[InvoiceTriggerLine | None] = relationship()
    credits: Mapped[InvoiceLine | None] = relationship(remote_side="InvoiceLine.id")


class InvoiceVat(Base):
    """VAT of one category and rate."""

    __tablename__ = "invoice_vat"
    __table_args__ = (UniqueConstraint("invoice_id", "category", "vat_bp"),)

    id: Mapped[Id]
    invoice_id: Mapped[int] = mapped_column(BigInt, ForeignKey("invoices.id"))
    category: Mapped[str] = mapped_column(String(2))
    vat_bp: Mapped[BasisPoints]
    net_cents: Mapped[Cents]
    vat_cents: Mapped[Cents]

    invoice: Mapped[Invoice] = relationship(back_populates="vat")


class InvoiceStatus(Base):
    """One step in the life of an issued invoice, as a platform, the customer or the bank told it."""

    __tablename__ = "invoice_statuses"
    __table_args__ = (UniqueConstraint("invoice_id", "source_key"),)

    id: Mapped[Id]
    invoice_id: Mapped[int] = mapped_column(BigInt, ForeignKey("invoices.id"))
    code: Mapped[str] = mapped_column(String(3))
    source_key: Mapped[str] = mapped_column(String(64))
    """The teller's own key: the same message twice is one step."""
    reason: Mapped[LongText] = mapped_column(default="")
    at: Mapped[Utc]
    by: Mapped[Name]

    invoice: Mapped[Invoice] = relationship(back_populates="statuses")
