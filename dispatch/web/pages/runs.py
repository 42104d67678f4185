"""Planning runs: asked for here, run by a worker, watched, stopped with what they have, or thrown away."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError
from dispatch.planning import queries, runs, scenarios
from dispatch.web.language import reader_language
from dispatch.web.pages.scenarios import recipe_of_form
from dispatch.web.params import day_of_address
from dispatch.web.shell import reading, transaction

bp = Blueprint("runs", __name__)

MAX_LIMIT_S, MAX_EARLY_DAYS, MAX_DAYS = 3600, 30, 14


@bp.post("/day/<day>/run")
def ask(day: str) -> ResponseReturnValue:
    """Put a run in the queue; where not everything may change, a scenario beside the day as it stands."""
    chosen = day_of_address(day)
    limit_s = _whole("time_limit", 1, MAX_LIMIT_S)
    if request.form.get("allow", "all") != "all":
        recipe = replace(recipe_of_form(), time_limit_s=limit_s)
        with transaction() as session:
            scenarios.ask(session, chosen, recipe)
        return redirect(url_for("scenarios.index", day=chosen.isoformat(), _anchor="scenarios"), 303)
    with transaction() as session:
        runs.ask(
            session,
            chosen,
            days=_whole("days", 1, MAX_DAYS),
            early_days=_whole("early", 0, MAX_EARLY_DAYS),
            time_limit_s=limit_s,
        )
    return redirect(url_for("day.board", day=chosen.isoformat()), 303)


@bp.get("/runs/<int:run_id>")
def progress(run_id: int) -> ResponseReturnValue:
    """How far a run is; once it has ended the page is asked to load itself again."""
    with reading() as session:
        run = queries.run(session, run_id, reader_language())
    if not run.is_open:
        response = make_response("")
        response.headers["HX-Refresh"] = "true"
        return response
    return render_template("run_progress.html", run=run)


@bp.post("/day/<day>/run/<int:run_id>/stop")
def stop(day: str, run_id: int) -> ResponseReturnValue:
    """Stop early and keep the best plan so far."""
    with transaction() as session:
        runs.request_stop(session, run_id)
    return redirect(url_for("day.board", day=day_of_address(day).isoformat()), 303)


@bp.post("/day/<day>/run/<int:run_id>/cancel")
def cancel(day: str, run_id: int) -> ResponseReturnValue:
    """Stop and keep nothing; the plan in force stays."""
    with transaction() as session:
        runs.request_cancel(session, run_id)
    return redirect(url_for("day.board", day=day_of_address(day).isoformat()), 303)


def _whole(name: str, least: int, most: int) -> int:
    text = request.form.get(name, str(least))
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and least <= int(text) <= most):
        raise InvalidInputError(f"«{text[:20]}» is no {name}.", f"Give a whole number from {least} to {most}.")
    return int(text)
