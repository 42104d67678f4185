"""What is kept of days beside the plan in force: versions of a day, named or sent, and usual rounds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, Utc
from dispatch.db.types import BigInt, Id, Json, Name
from dispatch.fleet.models import Vehicle


class DayVersion(Base):
    """The tours of a day as they once stood: kept under a name, or as they were published."""

    __tablename__ = "day_versions"
    __table_args__ = (CheckConstraint("kind IN ('named', 'sent')", name="kind_known"),)

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[Name]
    plan_version: Mapped[int]
    """Version of the day's plan that it is a copy of."""
    tours: Mapped[Json] = mapped_column(JSON)
    """Vehicle id → tour (see `edits.TourImage`)."""
    saved_at: Mapped[Utc]
    saved_by: Mapped[Name]


class UsualRound(Base):
    """A round that comes again: which vehicle calls at which sites, in which order."""

    __tablename__ = "usual_rounds"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("every_weeks BETWEEN 1 AND 12", name="every_weeks_bounds"),
    )

    id: Mapped[Id]
    name: Mapped[Name]
    vehicle_id: Mapped[int] = mapped_column(BigInt, ForeignKey("vehicles.id"))
    site_ids: Mapped[list[list[int]]] = mapped_column(JSON)
    """Per trip, in driving order."""
    weekdays: Mapped[list[int]] = mapped_column(JSON, default=list)
    """1 Monday … 7 Sunday, sorted; none: any day."""
    every_weeks: Mapped[int] = mapped_column(default=1)
    first_on: Mapped[date | None] = mapped_column(default=None)
    """A day of the first week in which it goes; weeks are counted from there."""
    saved_at: Mapped[Utc]
    saved_by: Mapped[Name]

    vehicle: Mapped[Vehicle] = relationship()
