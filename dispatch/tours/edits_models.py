"""The log of a day's edits by hand: what each tour looked like before and after, so that every step can be taken back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base, Utc
from dispatch.db.types import Id, Json, Name


class DayEdit(Base):
    """One edit of a day. `closed` ones can be neither undone nor redone: something else has changed the day since."""

    __tablename__ = "day_edits"
    __table_args__ = (
        CheckConstraint("state IN ('done', 'undone', 'closed')", name="state_known"),
        Index("ix_day_edits_day_state", "day", "state"),
    )

    id: Mapped[Id]
    day: Mapped[date]
    kind: Mapped[str] = mapped_column(String(16))
    """move, off, later, insert, lock, unlock …"""
    state: Mapped[str] = mapped_column(String(16), default="done")
    version: Mapped[int]
    """Version of the day's plan after the edit was last done or undone."""
    facts: Mapped[Json] = mapped_column(JSON, default=dict)
    """Names for the sentence in the log: site, from, to."""
    before: Mapped[Json] = mapped_column(JSON)
    after: Mapped[Json] = mapped_column(JSON)
    """Vehicle id → tour, None where there is none; and the days on which lines are expected."""
    edited_at: Mapped[Utc]
    edited_by: Mapped[Name]
