"""Consignment notes (lettres de voiture): a tour that a hired carrier drives; never edited, the last one of a tour counts."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Name
from dispatch.tours.models import Tour


class Consignment(Base):
    """One consignment note, as it was printed."""

    __tablename__ = "consignments"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("length(content_hash) = 64", name="content_hash_whole"),
    )

    id: Mapped[Id]
    number: Mapped[Code]
    tour_id: Mapped[int] = mapped_column(BigInt, ForeignKey("tours.id"), index=True)
    carrier: Mapped[Name]
    carrier_siren: Mapped[str] = mapped_column(String(16))
    content_hash: Mapped[str] = mapped_column(String(64))
    """SHA-256 of `sheet`."""
    sheet: Mapped[LongText]
    """Everything that it shows, as canonical JSON."""
    issued_at: Mapped[Utc]
    issued_by: Mapped[Name]

    tour: Mapped[Tour] = relationship()
