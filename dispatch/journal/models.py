"""The table of journal entries, and the row that serialises its writers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base, Utc, not_journaled
from dispatch.db.types import BigInt, LongText, Name, Sha256

GENESIS = "0" * 64
"""What the first entry links to."""


@not_journaled
class JournalEntry(Base):
    """One entry; `hash` covers everything else in it and the hash before it."""

    __tablename__ = "journal"
    __table_args__ = (UniqueConstraint("prev_hash"), CheckConstraint("seq >= 1", name="seq_from_one"))

    seq: Mapped[int] = mapped_column(BigInt, primary_key=True, autoincrement=False)
    at: Mapped[Utc]
    actor: Mapped[Name]
    kind: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(128), index=True, default="")
    payload: Mapped[LongText]
    prev_hash: Mapped[Sha256]
    hash: Mapped[Sha256]


@not_journaled
class JournalHead(Base):
    """The end of the chain: one row, locked by whoever appends."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="single_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInt)
    hash: Mapped[Sha256]
