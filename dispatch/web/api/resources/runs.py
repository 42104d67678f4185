"""Planning runs: asked for, watched, stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlalchemy.orm import Session

from dispatch.planning import queries, runs
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Cents, Day, Page, Paging, Shape


class RunIn(Shape):
    """A run to be put in the queue."""

    first_day: Day
    days: Annotated[int, Field(ge=1, le=runs.MOST_DAYS)] = 1
    early_days: Annotated[int, Field(ge=0, le=runs.MOST_EARLY_DAYS)] = 0
    time_limit_s: Annotated[int, Field(ge=1, le=int(runs.MOST_SECONDS))] | None = None
    """Search time; the installation's by default."""
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)] = 1


class RunOut(Shape):
    """A run and how far it is: queued, running, adopted, stale, failed, cancelled."""

    id: int
    state: str
    is_open: bool
    first_day: Day
    days: int
    early_days: int
    seed: int
    time_limit_s: float
    asked_at: datetime
    asked_by: str
    served_lines: int | None
    due_lines: int | None
    violation_count: int | None
    cost_cents: Cents
    bound_cents: Cents
    stop_requested: bool
    source: str
    """Where distances come from."""
    error: str


@operation("GET", "/runs")
def list_runs(session: Session, query: Paging) -> Page[RunOut]:
    """Runs, in the order in which they were asked for."""
    return Page[RunOut].cut(RunOut, queries.runs_after(session, query.after, query.limit, "en"))


@operation("POST", "/runs", status=202)
def ask_run(session: Session, body: RunIn) -> RunOut:
    """Put a run in the queue; a worker takes it."""
    asked = runs.ask(session, **body.model_dump())
    return RunOut.of(queries.run(session, asked.id, "en"))


@operation("GET", "/runs/<int:run_id>")
def get_run(session: Session, run_id: int) -> RunOut:
    """How far a run is."""
    return RunOut.of(queries.run(session, run_id, "en"))


@operation("POST", "/runs/<int:run_id>/stop", status=202)
def stop_run(session: Session, run_id: int) -> RunOut:
    """Stop a run and keep the best plan that it has."""
    runs.request_stop(session, run_id)
    return RunOut.of(queries.run(session, run_id, "en"))
