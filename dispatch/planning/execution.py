"""A run in its child process: read, measure roads, search, check, publish in one transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.documents.register import installed_store, keep
from dispatch.errors import NotFoundError, StalePlanError
from dispatch.jobs.context import JobContext
from dispatch.orders.models import OrderLine
from dispatch.planning.adoption import adopt, leavings_of
from dispatch.planning.drafting import DraftTour, draft_tours, planned_units
from dispatch.planning.due import Span
from dispatch.planning.expectation import expected_days
from dispatch.planning.leftovers import LeftOver, leftovers, without_vehicles
from dispatch.planning.models import RUN, PlanningRun, UnplannedLine
from dispatch.planning.places import PlaceBook
from dispatch.planning.problem import sort_calls
from dispatch.planning.problem_file import problem_json
from dispatch.planning.roads import Roads, measure
from dispatch.planning.search import Found, search
from dispatch.planning.situation import Situation, read_situation
from dispatch.solver.files.vroom_answer import answer_of
from dispatch.tours.rounds import rounds

FINAL = ("adopted", "stale", "failed", "cancelled", "discarded")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to, before it is stored."""

    situation: Situation
    roads: Roads
    found: Found | None
    """None where no vehicle is free: nothing to search."""
    drafts: Sequence[DraftTour]
    left: Sequence[LeftOver]
    matrix_ms: int
    solve_ms: int


def execute(context: JobContext) -> dict[str, Any]:
    """Work a run off; run again after a crash it finds what it had already published and leaves it."""
    run_id = int(context.params["run_id"])
    span, time_limit_s, seed, state = _begin(context, run_id)
    if state in FINAL:
        return {"run_id": run_id, "state": state}
    context.progress({"step": "reading"}, now=True)
    with context.database.reading() as session:
        situation = read_situation(session, span)
        situation = replace(situation, rounds=rounds(session, context.params.get("rounds", ())))
    outcome = _solve(context, situation, time_limit_s, seed)
    if outcome.found is not None and outcome.found.violations:
        return _close(context, run_id, outcome, "failed", _broken(outcome.found))
    files = _files(outcome.found)
    try:
        with context.database.transaction(context.actor) as session:
            context.require_mine(session)
            run = session.get_one(PlanningRun, run_id)
            _fill(run, outcome)
            _keep_files(session, run, files)
            RUN.advance(run, "solved", at=clock.now(), by=actor_of(session))
            tours = adopt(session, run, situation, outcome.drafts, outcome.roads)
            _store_leftovers(session, run, outcome)
            RUN.advance(run, "adopted", at=clock.now(), by=actor_of(session))
            journal.record(
                session,
                "run.adopted",
                str(run.id),
                days=list(span.all_days),
                tours=[f"{tour.day.isoformat()} {tour.letter}" for tour in tours],
                lines=run.served_lines,
                cost_cents=run.cost_cents,
                problem=run.problem_sha256,
                plan=run.plan_sha256,
            )
    except StalePlanError as error:
        return _close(context, run_id, outcome, "stale", str(error))
    return {"run_id": run_id, "state": "adopted"}


def _begin(context: JobContext, run_id: int) -> tuple[Span, float, int, str]:
    with context.database.transaction(context.actor) as session:
        run = session.get(PlanningRun, run_id)
        if run is None:
            raise NotFoundError(f"There is no run {run_id}.")
        if run.state == "queued":
            RUN.advance(run, "running", at=clock.now(), by=actor_of(session))
            journal.record(session, "run.started", str(run_id))
        return Span(run.first_day, run.days, run.early_days), run.time_limit_ms / 1000, run.seed, run.state


def _solve(context: JobContext, situation: Situation, time_limit_s: float, seed: int) -> Outcome:
    if not situation.fleet:
        left = without_vehicles(situation.calls)
        return Outcome(situation, Roads({}), None, (), left, 0, 0)
    context.progress({"step": "roads"}, now=True)
    begun = time.monotonic()
    visitable, _, _ = sort_calls(situation.calls, situation.fleet, situation.span)
    places = PlaceBook(visitable, situation.fleet)
    roads = measure(places.places, places.profiles)
    measured = time.monotonic()
    found = search(
        situation,
        roads,
        time_limit_s=time_limit_s,
        seed=seed,
        tell=lambda told: context.progress({"step": "search", **told}),
        should_stop=context.stop_requested,
        allow=context.params.get("allow", "all"),
        afterwards=context.params.get("afterwards", False),
    )
    drafts = draft_tours(found.problem, found.plan, found.book)
    left = leftovers(found.plan, found.book, planned_units(drafts))
    matrix_ms, solve_ms = round((measured - begun) * 1000), round((time.monotonic() - measured) * 1000)
    context.progress({"step": "writing"}, now=True)
    return Outcome(situation, roads, found, drafts, left, matrix_ms, solve_ms)


def _files(found: Found | None) -> tuple[bytes, bytes] | None:
    if found is None:
        return None
    answer = json.dumps(answer_of(found.problem, found.plan), ensure_ascii=False, sort_keys=True) + "\n"
    return problem_json(found.problem), answer.encode()


def _keep_files(session: Session, run: PlanningRun, files: tuple[bytes, bytes] | None) -> None:
    if files is None:
        return
    store, day = installed_store(), run.first_day.isoformat()
    for kind, data in zip(("problem", "plan"), files, strict=True):
        kept = keep(
            session,
            store,
            data,
            kind=kind,
            title=f"{kind} {day}",
            media_type="application/json",
            subject_kind="run",
            subject_key=str(run.id),
        )
        setattr(run, f"{kind}_sha256", kept.sha256)


def _fill(run: PlanningRun, outcome: Outcome) -> None:
    """Put the run's figures in its row."""
    situation, roads, found = outcome.situation, outcome.roads, outcome.found
    due = {line_id for line_id, line in situation.due.items() if not line.early_by(situation.span)}
    run.base_versions = {day.isoformat(): version for day, version in situation.versions.items()}
    run.router, run.estimated = roads.engine, roads.estimated
    run.source_fr, run.source_en = roads.sentence("fr"), roads.sentence("en")
    run.matrix_ms, run.solve_ms = outcome.matrix_ms, outcome.solve_ms
    run.served_lines, run.due_lines = len(due & planned_units(outcome.drafts).keys()), len(due)
    if found is not None:
        run.cost_cents, run.tour_cost_cents = round(found.plan.cost), found.tour_cost_cents
        run.bound_cents = None if found.plan.bound is None else int(found.plan.bound)
        run.violation_count = len(found.violations)


def _store_leftovers(session: Session, run: PlanningRun, outcome: Outcome) -> None:
    situation = outcome.situation
    days = expected_days(outcome.left, situation.goods, leavings_of(outcome.drafts, situation), situation.span)
    rows = session.scalars(select(OrderLine).where(OrderLine.id.in_(days)))
    lines = {line.id: line for line in rows}
    for one in outcome.left:
        line_id = one.line.row.line_id
        _expect(lines[line_id], days[line_id])
        session.add(
            UnplannedLine(
                run_id=run.id,
                order_line_id=line_id,
                quantity=one.quantity,
                code=one.code,
                rule=one.rule,
                vehicle=one.vehicle,
                by=one.by,
                facts=one.facts,
                remedy=one.remedy[:255],
                price_cents=one.price_cents,
                lost_cents=one.lost_cents,
            )
        )
    session.flush()


def _expect(line: OrderLine, day: date | None) -> None:
    line.expected_on = day


def _close(context: JobContext, run_id: int, outcome: Outcome, state: str, error: str) -> dict[str, Any]:
    """End a run whose plan is not published; the plan in force stays."""
    files = _files(outcome.found)
    with context.database.transaction(context.actor) as session:
        context.require_mine(session)
        run = session.get_one(PlanningRun, run_id)
        _fill(run, outcome)
        _keep_files(session, run, files)
        if state == "stale":
            RUN.advance(run, "solved", at=clock.now(), by=actor_of(session))
        RUN.advance(run, state, at=clock.now(), by=actor_of(session))
        run.error = error
        journal.record(session, f"run.{state}", str(run_id), reason=error)
    return {"run_id": run_id, "state": state}


def _broken(found: Found) -> str:
    first = found.violations[0]
    return f"The checker rejects the plan ({len(found.violations)} violations): {first.rule}: {first.detail}"
