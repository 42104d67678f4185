"""The counter rows of the series."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base, not_journaled
from dispatch.db.types import BigInt, Id


@not_journaled
class NumberSeries(Base):
    """The last number given in one series; the thing that bears the number is what the journal speaks of."""

    __tablename__ = "number_series"
    __table_args__ = (UniqueConstraint("kind", "year"), CheckConstraint("last >= 0", name="last_not_negative"))

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(32))
    year: Mapped[int]
    last: Mapped[int] = mapped_column(BigInt, default=0)
    last_on: Mapped[date]
