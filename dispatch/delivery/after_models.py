"""What follows a receipt: what becomes of a shortage, goods that come back, empties, lots, scans, cash. Rows are only added."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.customers.models import Customer
from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Cents, Code, Id, LongText, Milli, Name
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt, ReceiptLine
from dispatch.documents.models import Document

CHOICES = ("back_order", "credit_note", "new_delivery")
"""What becomes of a quantity that was not accepted: owed as before, given up (and credited where invoiced), promised anew."""
RETURN_OUTCOMES = ("credit_note", "redelivery")
MEANS = ("cheque", "cash", "card", "transfer")
"""How cash on delivery is paid."""


class ShortageChoice(Base):
    """What was decided about the missing and refused quantity of one receipt line; one that has none is undecided."""

    __tablename__ = "shortage_choices"
    __table_args__ = (
        UniqueConstraint("receipt_line_id"),
        CheckConstraint("choice IN ('back_order', 'credit_note', 'new_delivery')", name="choice_known"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("(choice = 'new_delivery') = (deliver_on IS NOT NULL)", name="new_delivery_has_day"),
        CheckConstraint("choice <> 'credit_note' OR reason <> ''", name="given_up_with_reason"),
    )

    id: Mapped[Id]
    receipt_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("receipt_lines.id"))
    choice: Mapped[str] = mapped_column(String(16))
    quantity: Mapped[Milli]
    deliver_on: Mapped[date | None]
    reason: Mapped[LongText] = mapped_column(default="")
    chosen_at: Mapped[Utc]
    chosen_by: Mapped[Name]

    receipt_line: Mapped[ReceiptLine] = relationship()


class GoodsReturn(Base):
    """Goods that a customer had accepted and gave back: a movement of its own, the receipt stays."""

    __tablename__ = "goods_returns"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("request_key"),
        CheckConstraint("outcome IN ('credit_note', 'redelivery')", name="outcome_known"),
        CheckConstraint("reason <> ''", name="has_reason"),
    )

    id: Mapped[Id]
    number: Mapped[Code]
    request_key: Mapped[str] = mapped_column(String(64))
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    note_id: Mapped[int] = mapped_column(BigInt, ForeignKey("delivery_notes.id"), index=True)
    returned_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(16))
    """Credited and done with, or credited and owed again."""
    reason: Mapped[LongText]
    recorded_at: Mapped[Utc]
    recorded_by: Mapped[Name]

    customer: Mapped[Customer] = relationship()
    note: Mapped[DeliveryNote] = relationship()
    lines: Mapped[list[ReturnLine]] = relationship(back_populates="goods_return", order_by="ReturnLine.id")


class ReturnLine(Base):
    """How much of one line came back."""

    __tablename__ = "return_lines"
    __table_args__ = (
        UniqueConstraint("return_id", "note_line_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[Id]
    return_id: Mapped[int] = mapped_column(BigInt, ForeignKey("goods_returns.id"))
    note_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("note_lines.id"), index=True)
    quantity: Mapped[Milli]

    goods_return: Mapped[GoodsReturn] = relationship(back_populates="lines")
    note_line: Mapped[NoteLine] = relationship()


class PackagingMovement(Base):
    """Returnable packaging that went to a customer and came back, in pieces."""

    __tablename__ = "packaging_movements"
    __table_args__ = (
        UniqueConstraint("request_key", "packaging"),
        CheckConstraint("delivered >= 0 AND taken_back >= 0 AND delivered + taken_back > 0", name="moves_something"),
    )

    id: Mapped[Id]
    customer_id: Mapped[int] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    note_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("delivery_notes.id"), index=True)
    packaging: Mapped[Name]
    """One of the setting `packagings`."""
    moved_on: Mapped[date]
    delivered: Mapped[int]
    taken_back: Mapped[int]
    request_key: Mapped[str] = mapped_column(String(64))
    recorded_at: Mapped[Utc]
    recorded_by: Mapped[Name]

    customer: Mapped[Customer] = relationship()
    note: Mapped[DeliveryNote | None] = relationship()


class NoteLot(Base):
    """A lot that went out on a line of a note."""

    __tablename__ = "note_lots"
    __table_args__ = (
        UniqueConstraint("note_line_id", "lot"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[Id]
    note_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("note_lines.id"))
    lot: Mapped[Code] = mapped_column(index=True)
    quantity: Mapped[Milli]
    entered_at: Mapped[Utc]
    entered_by: Mapped[Name]

    note_line: Mapped[NoteLine] = relationship()


class ReceiptScan(Base):
    """A scan of the signed paper."""

    __tablename__ = "receipt_scans"
    __table_args__ = (UniqueConstraint("receipt_id", "document_id"),)

    id: Mapped[Id]
    receipt_id: Mapped[int] = mapped_column(BigInt, ForeignKey("receipts.id"))
    document_id: Mapped[int] = mapped_column(BigInt, ForeignKey("documents.id"))
    added_at: Mapped[Utc]
    added_by: Mapped[Name]

    receipt: Mapped[Receipt] = relationship()
    document: Mapped[Document] = relationship()


class CashCollection(Base):
    """Cash on delivery: what the note asked for, what was handed over."""

    __tablename__ = "cash_collections"
    __table_args__ = (
        UniqueConstraint("receipt_id"),
        CheckConstraint("expected_cents >= 0 AND collected_cents >= 0", name="not_negative"),
        CheckConstraint("means IN ('', 'cheque', 'cash', 'card', 'transfer')", name="means_known"),
        CheckConstraint("(collected_cents > 0) = (means <> '')", name="collected_by_some_means"),
    )

    id: Mapped[Id]
    receipt_id: Mapped[int] = mapped_column(BigInt, ForeignKey("receipts.id"))
    expected_cents: Mapped[Cents]
    collected_cents: Mapped[Cents]
    means: Mapped[str] = mapped_column(String(16), default="")
    words: Mapped[LongText] = mapped_column(default="")
    recorded_at: Mapped[Utc]
    recorded_by: Mapped[Name]

    receipt: Mapped[Receipt] = relationship()
