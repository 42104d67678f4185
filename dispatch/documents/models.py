"""The register of kept documents: what was shown, to whom it belongs, and its SHA-256."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Id, Name, Sha256


class Document(Base):
    """One kept document; its bytes lie in the content-addressed store under their SHA-256."""

    __tablename__ = "documents"
    __table_args__ = (
        CheckConstraint("size_bytes > 0", name="not_empty"),
        CheckConstraint("length(sha256) = 64", name="sha256_whole"),
        Index("ix_documents_subject", "subject_kind", "subject_key"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(32))
    """`print_pack`, `note`, `day_map`, `problem`, `plan`, …"""
    title: Mapped[Name]
    sha256: Mapped[Sha256] = mapped_column(index=True)
    size_bytes: Mapped[int] = mapped_column(BigInt)
    media_type: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(2), default="fr")
    subject_kind: Mapped[str] = mapped_column(String(32))
    """What it is about: `day`, `note`, `run`."""
    subject_key: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[Utc]
    created_by: Mapped[Name]
