"""The table of jobs: the application's own rows are the truth about what runs."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from dispatch.db import Base, LifeCycle, Utc, not_journaled
from dispatch.db.types import Id, Json, LongText, Name, UtcInstant

JOB = LifeCycle(
    "The job",
    {
        "queued": ("running", "cancelled"),
        "running": ("queued", "done", "failed", "cancelled"),
        "done": (),
        "failed": (),
        "cancelled": (),
    },
)


@not_journaled
class Job(Base):
    """One piece of work: its state, its lease, how far it is, and what it was asked to do."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint("state IN ('queued', 'running', 'done', 'failed', 'cancelled')", name="state_known"),
        CheckConstraint("attempts >= 0", name="attempts_not_negative"),
        Index("ix_jobs_state_id", "state", "id"),
    )

    id: Mapped[Id]
    kind: Mapped[str] = mapped_column(String(32))
    params: Mapped[Json]
    state: Mapped[str] = mapped_column(String(16), default="queued")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]
    created_at: Mapped[Utc]
    created_by: Mapped[Name]
    attempts: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(String(128), default="")
    lease_until: Mapped[datetime | None] = mapped_column(UtcInstant)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcInstant)
    progress: Mapped[Json] = mapped_column(JSON, default=dict)
    stop_requested: Mapped[bool] = mapped_column(default=False)
    """Stop early and keep the best plan so far."""
    cancel_requested: Mapped[bool] = mapped_column(default=False)
    """Stop and throw away."""
    result: Mapped[Json | None]
    error: Mapped[LongText] = mapped_column(default="")
