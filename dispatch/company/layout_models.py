"""Layouts of papers as they were saved, and from when each is used for which kind of document; rows are only ever added."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Code, Id, LongText, Name


class LayoutVersion(Base):
    """One saved state of a layout (maquette); the next change is the next version."""

    __tablename__ = "layout_versions"
    __table_args__ = (
        UniqueConstraint("code", "version"),
        CheckConstraint("version > 0", name="version_positive"),
    )

    id: Mapped[Id]
    code: Mapped[Code]
    """What people call it: `maison`, `export`."""
    version: Mapped[int]
    look: Mapped[LongText]
    """Everything but the logo, as canonical JSON."""
    logo: Mapped[bytes | None] = mapped_column(LargeBinary)
    """PNG or JPEG."""
    remark: Mapped[LongText] = mapped_column(default="")
    """What changed, in the words of who saved it."""
    saved_at: Mapped[Utc]
    saved_by: Mapped[Name]


class LayoutAdoption(Base):
    """From a day on, documents of one kind (of one customer, or of all) are drawn with this version."""

    __tablename__ = "layout_adoptions"
    __table_args__ = (Index("ix_layout_adoptions_kind_valid_from", "kind", "valid_from"),)

    id: Mapped[Id]
    kind: Mapped[Code]
    """`quote`, `acknowledgement`, `note`, `invoice`, …"""
    customer_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("customers.id"), index=True)
    """Whose papers; None: everybody's who has no layout of their own."""
    version_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("layout_versions.id"))
    """None: back to the house's layout (for a customer), or to the plain one (for all)."""
    valid_from: Mapped[date]
    adopted_at: Mapped[Utc]
    """A document that was issued before this instant keeps the layout it had."""
    adopted_by: Mapped[Name]

    version: Mapped[LayoutVersion | None] = relationship()
    withdrawal: Mapped[LayoutWithdrawal | None] = relationship(back_populates="adoption")


class LayoutWithdrawal(Base):
    """An adoption that was taken back before its day: documents that are issued from now on do not see it."""

    __tablename__ = "layout_withdrawals"
    __table_args__ = (UniqueConstraint("adoption_id"), CheckConstraint("reason <> ''", name="reason_given"))

    id: Mapped[Id]
    adoption_id: Mapped[int] = mapped_column(BigInt, ForeignKey("layout_adoptions.id"))
    reason: Mapped[LongText]
    withdrawn_at: Mapped[Utc]
    """A document that was issued before this instant, for a day from the adoption's on, keeps the layout it had."""
    withdrawn_by: Mapped[Name]

    adoption: Mapped[LayoutAdoption] = relationship(back_populates="withdrawal")
