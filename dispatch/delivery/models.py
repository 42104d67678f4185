"""Delivery notes and receipts. Neither is edited once it exists; the database refuses."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.customers.models import Customer, Site
from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Micros, Milli, Name
from dispatch.documents.models import Document
from dispatch.orders.models import Order, OrderLine
from dispatch.tours.models import Portion, Stop, Tour

NOTE = LifeCycle("The delivery note", {"issued": ("received", "cancelled"), "received": (), "cancelled": ()})

NATURES = ("missing", "damaged", "wrong_product", "wrong_quantity", "late", "refused", "other")
"""Natures of a réserve; «sous réserve de déballage» is none of them."""


class DeliveryNote(Base):
    """What the customer gets of one order at one stop: the bon de livraison."""

    __tablename__ = "delivery_notes"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("stop_id", "order_id"),
        CheckConstraint("state IN ('issued', 'received', 'cancelled')", name="state_known"),
        CheckConstraint("length(content_hash) = 64", name="content_hash_whole"),
    )

    id: Mapped[Id]
    number: Mapped[Code]
    day: Mapped[date] = mapped_column(index=True)
    order_id: Mapped[int] = mapped_column(BigInt, ForeignKey("orders.id"), index=True)
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    site_id: Mapped[int] = mapped_column(BigInt, ForeignKey("sites.id"))
    tour_id: Mapped[int] = mapped_column(BigInt, ForeignKey("tours.id"), index=True)
    stop_id: Mapped[int] = mapped_column(BigInt, ForeignKey("stops.id"))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of `sheet`, printed in the note's foot."""
    sheet: Mapped[LongText]
    """Everything that the note shows, as canonical JSON: a customer who moves later does not move on old notes."""
    pack_document_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("documents.id"))
    """The print pack in which it was printed."""
    issued_at: Mapped[Utc]
    issued_by: Mapped[Name]
    state: Mapped[str] = mapped_column(String(16), default="issued")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]

    order: Mapped[Order] = relationship()
    customer: Mapped[Customer] = relationship()
    site: Mapped[Site] = relationship()
    tour: Mapped[Tour] = relationship()
    stop: Mapped[Stop] = relationship()
    pack: Mapped[Document | None] = relationship()
    lines: Mapped[list[NoteLine]] = relationship(back_populates="note", order_by="NoteLine.line_no")
    receipt: Mapped[Receipt | None] = relationship(back_populates="note")


class NoteLine(Base):
    """One line of a note, frozen when it was issued."""

    __tablename__ = "note_lines"
    __table_args__ = (
        UniqueConstraint("note_id", "line_no"),
        UniqueConstraint("portion_id"),
        CheckConstraint(
            "loaded_qty > 0 AND ordered_qty > 0 AND delivered_before_qty >= 0 AND rest_qty >= 0",
            name="quantities_known",
        ),
    )

    id: Mapped[Id]
    note_id: Mapped[int] = mapped_column(BigInt, ForeignKey("delivery_notes.id"))
    line_no: Mapped[int]
    order_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("order_lines.id"), index=True)
    portion_id: Mapped[int] = mapped_column(BigInt, ForeignKey("portions.id"))
    product_code: Mapped[Code]
    designation: Mapped[Name]
    unit: Mapped[Name]
    ordered_qty: Mapped[Milli]
    delivered_before_qty: Mapped[Milli]
    loaded_qty: Mapped[Milli]
    """Delivered today, as printed."""
    rest_qty: Mapped[Milli]
    rest_expected_on: Mapped[date | None]
    weight_g: Mapped[int] = mapped_column(BigInt, default=0)
    """Of the whole line."""
    unit_price_micros: Mapped[Micros]
    vat_bp: Mapped[int]

    note: Mapped[DeliveryNote] = relationship(back_populates="lines")
    order_line: Mapped[OrderLine] = relationship()
    portion: Mapped[Portion] = relationship()


class Receipt(Base):
    """The signed note, confirmed: what was accepted, refused, missing. One live receipt per note."""

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("note_id"),
        UniqueConstraint("request_key"),
        CheckConstraint("channel IN ('paper', 'phone')", name="channel_known"),
    )

    id: Mapped[Id]
    note_id: Mapped[int] = mapped_column(BigInt, ForeignKey("delivery_notes.id"))
    request_key: Mapped[str] = mapped_column(String(64))
    """Idempotency key of the confirmation: the same key again gives the same receipt."""
    channel: Mapped[str] = mapped_column(String(8))
    signed_on: Mapped[date]
    signer_name: Mapped[Name] = mapped_column(default="")
    signer_quality: Mapped[Name] = mapped_column(default="")
    confirmed_at: Mapped[Utc]
    confirmed_by: Mapped[Name]
    remark: Mapped[LongText] = mapped_column(default="")

    note: Mapped[DeliveryNote] = relationship(back_populates="receipt")
    lines: Mapped[list[ReceiptLine]] = relationship(back_populates="receipt", order_by="ReceiptLine.id")


class ReceiptLine(Base):
    """What became of one line of the note: accepted + refused + missing = loaded."""

    __tablename__ = "receipt_lines"
    __table_args__ = (
        UniqueConstraint("note_line_id"),
        CheckConstraint("accepted_qty + refused_qty + missing_qty = loaded_qty", name="adds_up"),
        CheckConstraint("accepted_qty >= 0 AND refused_qty >= 0 AND missing_qty >= 0", name="not_negative"),
    )

    id: Mapped[Id]
    receipt_id: Mapped[int] = mapped_column(BigInt, ForeignKey("receipts.id"), index=True)
    note_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("note_lines.id"))
    loaded_qty: Mapped[Milli]
    accepted_qty: Mapped[Milli]
    refused_qty: Mapped[Milli]
    missing_qty: Mapped[Milli]

    receipt: Mapped[Receipt] = relationship(back_populates="lines")
    note_line: Mapped[NoteLine] = relationship()
    discrepancies: Mapped[list[Discrepancy]] = relationship(back_populates="receipt_line", order_by="Discrepancy.id")


class Discrepancy(Base):
    """One réserve: nature, quantity, words."""

    __tablename__ = "discrepancies"
    __table_args__ = (
        CheckConstraint(
            "nature IN ('missing', 'damaged', 'wrong_product', 'wrong_quantity', 'late', 'refused', 'other')",
            name="nature_known",
        ),
        CheckConstraint("quantity >= 0", name="quantity_not_negative"),
        Index(
            "ix_discrepancies_nature",
            "nature",
            postgresql_where=text("quantity > 0"),
            sqlite_where=text("quantity > 0"),
        ),
    )

    id: Mapped[Id]
    receipt_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("receipt_lines.id"), index=True)
    nature: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[Milli]
    words: Mapped[LongText] = mapped_column(default="")

    receipt_line: Mapped[ReceiptLine] = relationship(back_populates="discrepancies")
