"""Planning runs: asking for one, stopping it, and how its row follows its job."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal, settings
from dispatch.db.engine import actor_of
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.jobs import queue
from dispatch.jobs.handlers import Handler
from dispatch.jobs.models import Job
from dispatch.planning.due import Span
from dispatch.planning.execution import execute
from dispatch.planning.models import RUN, PlanningRun
from dispatch.solver.allow import Allow
from dispatch.tours.day_plans import locked_day
from dispatch.tours.models import DayPlan
from dispatch.tours.rounds import rounds as kept_rounds

MOST_DAYS, MOST_EARLY_DAYS, MOST_SECONDS = 14, 30, 3600.0
MARGIN_S = 240.0
"""Beyond its search time a run reads, asks for roads, checks and writes; then its child is killed."""


def ask(
    session: Session,
    first_day: date,
    *,
    days: int = 1,
    early_days: int = 0,
    time_limit_s: float | None = None,
    seed: int = 1,
    rounds: Sequence[int] = (),
    allow: Allow = "all",
    afterwards: bool = False,
) -> PlanningRun:
    """Queue a run; a worker (or the command line) takes its job.

    Parameters
    ----------
    days
        Calendar days planned at once, from `first_day` on.
    early_days
        Lines due up to so many days after the last one come along where that pays.
    time_limit_s
        Search time; the installation's setting by default.

    rounds
        Ids of usual rounds that a single day begins from.
    allow
        How much of them may change.
    afterwards
        Plan all of a day that is partly or wholly over, as a record of it.

    Raises
    ------
    InvalidInputError
        When a number is out of range, or several days are to begin from rounds.
    NotFoundError
        When a round has been forgotten.
    """
    seconds = settings.current().time_limit_s if time_limit_s is None else time_limit_s
    _require("days", days, 1, MOST_DAYS)
    _require("early days", early_days, 0, MOST_EARLY_DAYS)
    if not 0 < seconds <= MOST_SECONDS:
        raise InvalidInputError(
            f"A time limit of {seconds:g} s cannot be used.", f"Give 1 to {MOST_SECONDS:g} seconds."
        )
    names = [one.name for one in kept_rounds(session, rounds)]
    if names and days > 1:
        raise InvalidInputError(f"{days} days cannot begin from usual rounds.", "Plan one day from them.")
    for each in Span(first_day, days).all_days:
        held = session.scalars(select(DayPlan).where(DayPlan.day == each, DayPlan.locked_at.is_not(None))).one_or_none()
        if held is not None:
            raise locked_day(held)
    now, actor = clock.now(), actor_of(session)
    run = PlanningRun(
        first_day=first_day,
        days=days,
        early_days=early_days,
        seed=seed,
        time_limit_ms=round(seconds * 1000),
        state_at=now,
        state_by=actor,
        asked_at=now,
        asked_by=actor,
    )
    session.add(run)
    session.flush()
    params = {"run_id": run.id, "deadline_s": seconds + MARGIN_S}
    beginning = {"rounds": list(rounds), "allow": allow} if names else {}
    run.job_id = queue.enqueue(
        session, "plan", {**params, **beginning, **({"afterwards": True} if afterwards else {})}
    ).id
    facts = {"rounds": names, "allow": allow} if names else {}
    journal.record(
        session, "run.asked", str(run.id), day=first_day, days=days, early_days=early_days, seed=seed, **facts
    )
    session.flush()
    return run


def request_stop(session: Session, run_id: int) -> None:
    """End the search now and adopt the best plan found so far."""
    run = _open_run(session, run_id)
    assert run.job_id is not None
    queue.request_stop(session, run.job_id)
    journal.record(session, "run.stop_asked", str(run_id))


def request_cancel(session: Session, run_id: int) -> None:
    """End the run and throw its plan away; the plan in force stays as it is."""
    run = _open_run(session, run_id)
    assert run.job_id is not None
    if queue.request_cancel(session, run.job_id):
        RUN.advance(run, "cancelled", at=clock.now(), by=actor_of(session))
    journal.record(session, "run.cancel_asked", str(run_id))


def follow_job(session: Session, job: Job) -> None:
    """Bring a run to where its job ended without it: failed, cancelled, or waiting for another attempt."""
    run = session.get(PlanningRun, job.params["run_id"], populate_existing=True)
    if run is None or run.state not in ("queued", "running") or run.state == job.state:
        return
    now, actor = clock.now(), actor_of(session)
    if job.state == "failed" and run.state == "queued":
        RUN.advance(run, "running", at=now, by=actor)
    RUN.advance(run, job.state, at=now, by=actor)
    run.error = job.error
    journal.record(session, f"run.{job.state}", str(run.id))


HANDLERS = {"plan": Handler(execute, follow_job)}


def _open_run(session: Session, run_id: int) -> PlanningRun:
    run = session.get(PlanningRun, run_id)
    if run is None:
        raise NotFoundError(f"There is no run {run_id}.")
    if run.state not in ("queued", "running"):
        raise RefusedError(f"Run {run_id} has already ended ({run.state}).")
    return run


def _require(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise InvalidInputError(f"{value} {name} cannot be planned.", f"Give {least} to {most}.")
