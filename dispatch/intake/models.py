"""What was imported when, and the warnings that wait for a person."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Id, LongText, Name, Sha256


class ImportBatch(Base):
    """One file that came in."""

    __tablename__ = "import_batches"

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(32))
    file_name: Mapped[Name]
    sha256: Mapped[Sha256]
    imported_at: Mapped[Utc]
    imported_by: Mapped[Name]
    row_count: Mapped[int] = mapped_column(default=0)
    created_count: Mapped[int] = mapped_column(default=0)
    changed_count: Mapped[int] = mapped_column(default=0)
    unchanged_count: Mapped[int] = mapped_column(default=0)

    warnings: Mapped[list[ImportNotice]] = relationship(back_populates="batch", order_by="ImportNotice.id")


class ImportNotice(Base):
    """Something in a file that was accepted and needs a look: the worklist."""

    __tablename__ = "import_warnings"
    __table_args__ = (
        CheckConstraint("row_no >= 1", name="row_no_positive"),
        Index("ix_import_warnings_open", "code", "closed_at"),
    )

    id: Mapped[Id]
    batch_id: Mapped[int] = mapped_column(BigInt, ForeignKey("import_batches.id"), index=True)
    code: Mapped[str] = mapped_column(String(48))
    row_no: Mapped[int]
    """The line of the file, the header being 1."""
    column: Mapped[str] = mapped_column(String(64))
    value: Mapped[LongText]
    subject: Mapped[str] = mapped_column(String(64), index=True)
    """Business key of what it is about."""
    reason: Mapped[LongText]
    remedy: Mapped[LongText]
    closed_at: Mapped[Utc | None]
    closed_by: Mapped[Name] = mapped_column(default="")

    batch: Mapped[ImportBatch] = relationship(back_populates="warnings")
