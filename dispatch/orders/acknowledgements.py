"""Acknowledgements of orders (ARC): numbered once per order, issued again with an index when a date moves."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Name, Sha256
from dispatch.documents.models import Document
from dispatch.orders.models import Order

CHANNELS = ("post", "email")


class Acknowledgement(Base):
    """What the customer was told of an order; frozen when it is issued."""

    __tablename__ = "acknowledgements"
    __table_args__ = (
        UniqueConstraint("number", "index_letter"),
        UniqueConstraint("order_id", "index_letter"),
        CheckConstraint("channel IN ('post', 'email')", name="channel_known"),
        CheckConstraint("length(content_hash) = 64", name="content_hash_whole"),
    )

    id: Mapped[Id]
    number: Mapped[Code]
    index_letter: Mapped[str] = mapped_column(String(2), default="")
    """Empty for the first, then B, C …"""
    order_id: Mapped[int] = mapped_column(BigInt, ForeignKey("orders.id"))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    channel: Mapped[str] = mapped_column(String(8))
    reason: Mapped[Name] = mapped_column(default="")
    """Why it was issued again."""
    content_hash: Mapped[Sha256]
    sheet: Mapped[LongText]
    """Everything that it shows, as canonical JSON."""
    document_id: Mapped[int] = mapped_column(BigInt, ForeignKey("documents.id"))
    issued_at: Mapped[Utc]
    issued_by: Mapped[Name]
    sent_at: Mapped[Utc | None]
    """When it was printed for the post, or taken by the mail server."""
    sent_by: Mapped[Name] = mapped_column(default="")

    order: Mapped[Order] = relationship()
    document: Mapped[Document] = relationship()

    @property
    def title(self) -> str:
        """``ARC-2026-000012 B``."""
        return f"{self.number} {self.index_letter}".strip()
