"""The outbox of mails: written in the transaction that has something to say, sent later, in order, once."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Name
from dispatch.documents.models import Document

STATES = ("waiting", "sent", "refused")


class OutgoingMail(Base):
    """One mail with one document."""

    __tablename__ = "outgoing_mails"
    __table_args__ = (
        UniqueConstraint("message_id"),
        CheckConstraint("state IN ('waiting', 'sent', 'refused')", name="state_known"),
        Index(
            "ix_outgoing_mails_waiting",
            "id",
            postgresql_where=text("state = 'waiting'"),
            sqlite_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[Id]
    recipient: Mapped[Name]
    subject: Mapped[Name]
    body: Mapped[LongText]
    document_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("documents.id"))
    subject_kind: Mapped[str] = mapped_column(String(32))
    subject_key: Mapped[Code]
    message_id: Mapped[Name]
    """The same at every attempt, so that a mail that arrives twice is seen to be one."""
    created_at: Mapped[Utc]
    created_by: Mapped[Name]
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    state_at: Mapped[Utc]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[LongText] = mapped_column(default="")

    document: Mapped[Document | None] = relationship()
