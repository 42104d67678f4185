"""Settings that are the company's choice rather than the installation's: rows, changed in the console, read by every process.

An environment variable of the same name wins: what the operator has fixed nobody changes in a browser.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from dispatch import settings
from dispatch.db.base import Base
from dispatch.db.engine import Database
from dispatch.db.types import LongText, Name, Utc


class StoredSetting(Base):
    """One setting as somebody has chosen it."""

    __tablename__ = "stored_settings"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[LongText]
    set_at: Mapped[Utc]
    set_by: Mapped[Name]


def read_stored(session: Session) -> Mapping[str, str]:
    """Name → value, as chosen."""
    return {row.name: row.value for row in session.scalars(select(StoredSetting))}


def use_stored(database: Database) -> None:
    """Let this process work with what is stored now."""
    with database.reading() as session:
        settings.use_stored(read_stored(session))
