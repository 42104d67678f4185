"""Scenarios of a day: what if; kept with their plan until one is adopted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BigInt, Id, Json, LongText, Name

SCENARIO = LifeCycle(
    "The scenario",
    {
        "queued": ("running", "cancelled", "failed"),
        "running": ("solved", "failed", "cancelled", "queued"),
        "solved": ("adopted",),
        "adopted": (),
        "failed": (),
        "cancelled": (),
    },
)


class Scenario(Base):
    """One what-if: its recipe, what it came to, and the tours that would be put in force."""

    __tablename__ = "scenarios"
    __table_args__ = (
        UniqueConstraint("job_id"),
        CheckConstraint(
            "state IN ('queued', 'running', 'solved', 'adopted', 'failed', 'cancelled')", name="state_known"
        ),
    )

    id: Mapped[Id]
    day: Mapped[date] = mapped_column(index=True)
    job_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("jobs.id"))
    recipe: Mapped[Json] = mapped_column(JSON)
    """What differs from the day as it is (see `scenario_recipe.Recipe`)."""
    state: Mapped[str] = mapped_column(String(16), default="queued")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]
    asked_at: Mapped[Utc]
    asked_by: Mapped[Name]
    base_version: Mapped[int]
    """Version of the day's plan that it starts from and that it is compared with."""
    figures: Mapped[Json] = mapped_column(JSON, default=dict)
    """Cost, metres, lines on time, value delivered, back orders left."""
    tours: Mapped[Json] = mapped_column(JSON, default=dict)
    """Vehicle id → tour."""
    error: Mapped[LongText] = mapped_column(default="")
