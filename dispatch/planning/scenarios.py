"""Scenarios: asked for, worked off in a child process beside the plan in force, compared with it, and adopted as one edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import NotFoundError, RefusedError
from dispatch.jobs import queue
from dispatch.jobs.context import JobContext
from dispatch.jobs.handlers import Handler
from dispatch.jobs.models import Job
from dispatch.planning.drafting import draft_tours
from dispatch.planning.due import Span
from dispatch.planning.edits import put_back
from dispatch.planning.edits_bench import make
from dispatch.planning.edits_images import images_of
from dispatch.planning.edits_locks import with_locks
from dispatch.planning.models import PlanningRun
from dispatch.planning.scenario_figures import figures, read_staying
from dispatch.planning.scenario_models import SCENARIO, Scenario
from dispatch.planning.scenario_recipe import Recipe, applied
from dispatch.planning.situation import read_situation
from dispatch.solver import LockedPlanError, ProblemError, solve, violations
from dispatch.tours.day_plans import versions
from dispatch.tours.edits import Images, as_json, from_json, images
from dispatch.tours.edits_models import DayEdit
from dispatch.tours.models import DayPlan

MARGIN_S = 120.0


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """One scenario as the table shows it; `figures` is empty until it is solved."""

    id: int
    recipe: Recipe
    state: str
    error: str
    base_version: int
    figures: Mapping[str, int]

    @property
    def is_open(self) -> bool:
        """Whether it is still to end."""
        return self.state in ("queued", "running")


def ask(session: Session, day: date, recipe: Recipe) -> Scenario:
    """Queue a scenario; a worker takes its job."""
    now, actor = clock.now(), actor_of(session)
    row = Scenario(
        day=day,
        recipe={**asdict(recipe), "without": list(recipe.without)},
        base_version=versions(session, [day])[day],
        state_at=now,
        state_by=actor,
        asked_at=now,
        asked_by=actor,
    )
    session.add(row)
    session.flush()
    params = {"scenario_id": row.id, "deadline_s": recipe.time_limit_s + MARGIN_S}
    row.job_id = queue.enqueue(session, "scenario", params).id
    journal.record(session, "scenario.asked", str(row.id), day=day, name=recipe.name)
    session.flush()
    return row


def of_day(session: Session, day: date) -> tuple[ScenarioRow, ...]:
    """The scenarios of a day, the first asked first."""
    rows = session.scalars(select(Scenario).where(Scenario.day == day).order_by(Scenario.id))
    return tuple(
        ScenarioRow(row.id, Recipe.from_json(row.recipe), row.state, row.error, row.base_version, row.figures)
        for row in rows
    )


def tours_of_scenario(session: Session, day: date, scenario_id: int) -> Images:
    """The tours that a scenario would put in force; raises NotFoundError."""
    return from_json(_one(session, day, scenario_id).tours)


def figures_now(session: Session, day: date) -> dict[str, int]:
    """The same figures of the day as it stands."""
    return figures(images(session, day), read_situation(session, Span(day)).due, day, read_staying(session, day))


def free_vehicles(session: Session, day: date) -> tuple[str, ...]:
    """Codes of the vehicles that a scenario of the day may use: neither away nor on a published tour."""
    return tuple(sorted({one.row.code for one in read_situation(session, Span(day)).fleet}))


def adopt(session: Session, day: date, scenario_id: int, expected_version: int) -> DayEdit:
    """Put a scenario's tours in the place of the drafts, as one edit that can be undone.

    Raises
    ------
    RefusedError
        When it is not solved, or the day has changed since it was asked for.
    StalePlanError
        When it counts on goods that are not there.
    """
    row = _one(session, day, scenario_id)
    name = str(row.recipe["name"])
    if row.state != "solved" or row.base_version != expected_version:
        raise RefusedError(
            f"Scenario «{name}» was made for version {row.base_version} of the day ({row.state}).",
            "Calculate it again.",
        )
    edit = put_back(session, day, expected_version, "scenario", name, from_json(row.tours))
    SCENARIO.advance(row, "adopted", at=clock.now(), by=actor_of(session))
    journal.record(session, "scenario.adopted", str(row.id), day=day, name=name)
    return edit


def execute(context: JobContext) -> dict[str, Any]:
    """Work a scenario off: read, search, check, keep; the plan in force is not touched."""
    scenario_id = int(context.params["scenario_id"])
    with context.database.transaction(context.actor) as session:
        row = session.get_one(Scenario, scenario_id)
        if row.state == "queued":
            SCENARIO.advance(row, "running", at=clock.now(), by=actor_of(session))
            journal.record(session, "scenario.started", str(scenario_id))
        day, recipe = row.day, Recipe.from_json(row.recipe)
    with context.database.reading() as session:
        plan = session.scalars(select(DayPlan).where(DayPlan.day == day)).one_or_none()
        run = session.get(PlanningRun, plan.run_id) if plan and plan.run_id else None
        situation = read_situation(session, Span(day, 1, run.early_days if run else 0))
        version, tours = (plan.version if plan else 0), images(session, day)
        staying = read_staying(session, day)
    bench = make(day, version, run.id if run else None, situation, tours)
    now_s = bench.book.horizon.second(clock.now())
    problem = applied(bench, with_locks(bench.problem, bench.book, situation.locked), recipe, now_s)
    try:
        found = solve(
            problem,
            time_limit_s=recipe.time_limit_s,
            allow=recipe.allow,
            jobs=1,
            explain=False,
            should_stop=context.stop_requested,
        )
    except (ProblemError, LockedPlanError) as error:
        raise RefusedError(f"This scenario cannot be calculated: {error.detail}", error.hint) from error
    broken = violations(problem, found)
    if broken:
        raise RefusedError(f"The checker rejects the plan: {broken[0]}")
    drafts = draft_tours(problem, found, bench.book)
    made = images_of(bench, drafts, bench.layout)
    with context.database.transaction(context.actor) as session:
        context.require_mine(session)
        row = session.get_one(Scenario, scenario_id)
        row.tours, row.figures, row.base_version = as_json(made), figures(made, situation.due, day, staying), version
        SCENARIO.advance(row, "solved", at=clock.now(), by=actor_of(session))
        journal.record(session, "scenario.solved", str(scenario_id), cost_cents=row.figures["cost_cents"])
    return {"scenario_id": scenario_id}


def follow_job(session: Session, job: Job) -> None:
    """Bring a scenario to where its job ended without it."""
    row = session.get(Scenario, job.params["scenario_id"], populate_existing=True)
    if row is None or row.state not in ("queued", "running") or row.state == job.state:
        return
    SCENARIO.advance(row, job.state, at=clock.now(), by=actor_of(session))
    row.error = job.error
    journal.record(session, f"scenario.{job.state}", str(row.id))


HANDLERS = {"scenario": Handler(execute, follow_job)}


def _one(session: Session, day: date, scenario_id: int) -> Scenario:
    row = session.get(Scenario, scenario_id)
    if row is None or row.day != day:
        raise NotFoundError(f"{day.isoformat()} has no scenario {scenario_id}.")
    return row
