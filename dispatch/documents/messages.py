"""The outbox to other programs: webhooks, files for the ERP, invoices for the platform; sent later, again where it failed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, LifeCycle, Utc, not_journaled
from dispatch.db.types import BigInt, Id, LongText, Name
from dispatch.documents.models import Document

CHANNELS = ("webhook", "erp", "platform")
MESSAGE = LifeCycle("The message", {"waiting": ("sent", "dead"), "dead": ("waiting",), "sent": ()})


@not_journaled
class OutgoingMessage(Base):
    """One message to one channel. What it tells of is in the journal; leaving and dying are journaled when they happen."""

    __tablename__ = "outgoing_messages"
    __table_args__ = (
        UniqueConstraint("key"),
        CheckConstraint("channel IN ('webhook', 'erp', 'platform')", name="channel_known"),
        CheckConstraint("state IN ('waiting', 'sent', 'dead')", name="state_known"),
        Index(
            "ix_outgoing_messages_waiting",
            "next_at",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[Id]
    channel: Mapped[str] = mapped_column(String(16))
    event: Mapped[str] = mapped_column(String(64))
    """The journal's kind: `note.received`, `invoice.validated`."""
    subject: Mapped[str] = mapped_column(String(128), index=True)
    key: Mapped[Name]
    """The same at every attempt: whoever receives it twice knows that it is one."""
    body: Mapped[LongText] = mapped_column(default="")
    document_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("documents.id"))
    created_at: Mapped[Utc]
    created_by: Mapped[Name]
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[Utc]
    """Not tried before; while it is being tried, when it may be taken over."""
    answer: Mapped[Name] = mapped_column(default="")
    """What the other side called it."""
    last_error: Mapped[LongText] = mapped_column(default="")

    document: Mapped[Document | None] = relationship()
