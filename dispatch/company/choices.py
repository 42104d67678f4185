"""Settings that are the company's choice rather than the installation's: kept as rows, changed in the console."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base, Utc
from dispatch.db.types import LongText, Name


class StoredSetting(Base):
    """One setting as somebody has chosen it; an environment variable of the same name wins."""

    __tablename__ = "stored_settings"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[LongText]
    set_at: Mapped[Utc]
    set_by: Mapped[Name]
