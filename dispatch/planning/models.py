"""Planning runs and the lines they did not plan."""

from __future__ import annotations

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from dispatch.db import Base, LifeCycle, Utc
from dispatch.db.types import BigInt, Id, Json, LongText, Milli, Name
from dispatch.orders.models import OrderLine

RUN = LifeCycle(
    "The planning run",
    {
        "queued": ("running", "cancelled"),
        "running": ("solved", "failed", "cancelled", "queued"),
        "solved": ("adopted", "stale", "discarded"),
        "adopted": (),
        "stale": (),
        "failed": (),
        "cancelled": (),
        "discarded": (),
    },
)

REASONS = ("data", "window", "load", "shift", "skill", "distance", "release", "supply", "dock", "locked", "outbid")


class PlanningRun(Base):
    """One calculation: who asked for what, what came out, the checker's verdict."""

    __tablename__ = "planning_runs"
    __table_args__ = (
        UniqueConstraint("job_id"),
        CheckConstraint(
            "state IN ('queued', 'running', 'solved', 'adopted', 'stale', 'failed', 'cancelled', 'discarded')",
            name="state_known",
        ),
        CheckConstraint("days >= 1 AND early_days >= 0", name="span_known"),
        CheckConstraint("violation_count = 0 OR state <> 'adopted'", name="adopted_is_clean"),
    )

    id: Mapped[Id]
    job_id: Mapped[int | None] = mapped_column(BigInt, ForeignKey("jobs.id"))
    first_day: Mapped[date] = mapped_column(index=True)
    days: Mapped[int] = mapped_column(default=1)
    early_days: Mapped[int] = mapped_column(default=0)
    seed: Mapped[int] = mapped_column(BigInt, default=1)
    time_limit_ms: Mapped[int]
    base_versions: Mapped[Json] = mapped_column(JSON, default=dict)
    """Version of each day's plan when the problem was read (ISO day → version)."""
    state: Mapped[str] = mapped_column(String(16), default="queued")
    state_at: Mapped[Utc]
    state_by: Mapped[Name]
    asked_at: Mapped[Utc]
    asked_by: Mapped[Name]
    router: Mapped[Name] = mapped_column(default="")
    source_fr: Mapped[Name] = mapped_column(default="")
    source_en: Mapped[Name] = mapped_column(default="")
    estimated: Mapped[bool] = mapped_column(default=True)
    cost_cents: Mapped[int | None] = mapped_column(BigInt)
    tour_cost_cents: Mapped[int | None] = mapped_column(BigInt)
    """The part of the cost that driving causes; the rest prices what stays undelivered."""
    bound_cents: Mapped[int | None] = mapped_column(BigInt)
    violation_count: Mapped[int] = mapped_column(default=0)
    served_lines: Mapped[int] = mapped_column(default=0)
    due_lines: Mapped[int] = mapped_column(default=0)
    matrix_ms: Mapped[int] = mapped_column(default=0)
    solve_ms: Mapped[int] = mapped_column(default=0)
    problem_sha256: Mapped[str] = mapped_column(String(64), default="")
    plan_sha256: Mapped[str] = mapped_column(String(64), default="")
    error: Mapped[LongText] = mapped_column(default="")

    unplanned: Mapped[list[UnplannedLine]] = relationship(back_populates="run", order_by="UnplannedLine.id")


class UnplannedLine(Base):
    """What a run left of a due line, why, and at which price it would go."""

    __tablename__ = "unplanned_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("code IN (" + ", ".join(f"'{code}'" for code in REASONS) + ")", name="code_known"),
        Index("ix_unplanned_lines_line", "order_line_id"),
    )

    id: Mapped[Id]
    run_id: Mapped[int] = mapped_column(BigInt, ForeignKey("planning_runs.id"), index=True)
    order_line_id: Mapped[int] = mapped_column(BigInt, ForeignKey("order_lines.id"))
    quantity: Mapped[Milli]
    code: Mapped[str] = mapped_column(String(16))
    rule: Mapped[Name] = mapped_column(default="")
    vehicle: Mapped[Name] = mapped_column(default="")
    by: Mapped[int | None] = mapped_column(BigInt)
    """How much is missing, in the rule's unit (seconds, grams, milli-units …)."""
    facts: Mapped[Json] = mapped_column(JSON, default=dict)
    """Names and numbers for the sentence that people read."""
    remedy: Mapped[Name] = mapped_column(default="")
    """In the solver's own words; people read the one that `facts` tell."""
    price_cents: Mapped[int | None] = mapped_column(BigInt)
    """The added cost of forcing it in, when a solve has shown it."""
    lost_cents: Mapped[int] = mapped_column(BigInt, default=0)
    """Value of the goods that stay."""

    run: Mapped[PlanningRun] = relationship(back_populates="unplanned")
    line: Mapped[OrderLine] = relationship()
