"""Usual rounds of a day: its tours kept under a name, and the day planned from those that are kept."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError
from dispatch.planning import runs
from dispatch.planning.round_fit import round_fits
from dispatch.planning.scenario_recipe import ALLOWED
from dispatch.tours import rounds
from dispatch.tours.queries import tours_on
from dispatch.web.edits_form import number
from dispatch.web.params import day_of_address
from dispatch.web.shell import reading, transaction

bp = Blueprint("rounds", __name__)


@bp.get("/day/<day>/rounds")
def index(day: str) -> ResponseReturnValue:
    """What is kept and how it fits the day; the day's tours, to be kept."""
    chosen = day_of_address(day)
    with reading() as session:
        return render_template(
            "rounds.html", day=chosen, fits=round_fits(session, chosen), tours=tours_on(session, chosen)
        )


@bp.post("/day/<day>/rounds")
def keep(day: str) -> ResponseReturnValue:
    """Keep the ticked tours under their names."""
    chosen = day_of_address(day)
    vehicles = [number(each) for each in request.form.getlist("vehicle")]
    if not vehicles:
        raise InvalidInputError("No tour is ticked.", "Tick the tours that come again.")
    with transaction() as session:
        for vehicle_id in vehicles:
            rounds.keep_round(session, chosen, vehicle_id, request.form.get(f"name-{vehicle_id}", ""))
    return redirect(url_for("rounds.index", day=chosen.isoformat()), 303)


@bp.post("/day/<day>/rounds/start")
def start(day: str) -> ResponseReturnValue:
    """Queue a run that begins from the ticked rounds."""
    chosen = day_of_address(day)
    wanted = [number(each) for each in request.form.getlist("round")]
    allow = next((each for each in ALLOWED if each == request.form.get("allow", "all")), None)
    if not wanted or allow is None:
        raise InvalidInputError("No usual round is ticked.", "Tick those that go on this day.")
    with transaction() as session:
        runs.ask(session, chosen, rounds=wanted, allow=allow)
    return redirect(url_for("day.board", day=chosen.isoformat()), 303)


@bp.post("/day/<day>/rounds/<int:round_id>/forget")
def forget(day: str, round_id: int) -> ResponseReturnValue:
    """Delete a round."""
    chosen = day_of_address(day)
    with transaction() as session:
        rounds.forget_round(session, round_id)
    return redirect(url_for("rounds.index", day=chosen.isoformat()), 303)
