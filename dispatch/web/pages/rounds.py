"""Usual rounds of a day: its tours kept under a name, and the day planned from those that are kept."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError
from dispatch.planning import runs
from dispatch.planning.round_fit import round_fits
from dispatch.planning.scenario_recipe import ALLOWED
from dispatch.tours import rounds
from dispatch.tours.queries import tours_on
from dispatch.tours.round_choices import round_choices
from dispatch.web.edits_form import number
from dispatch.web.language import gettext as _
from dispatch.web.params import day_of_address
from dispatch.web.round_form import RoundForm
from dispatch.web.shell import reading, transaction

bp = Blueprint("rounds", __name__)

WEEK = tuple((number, date(2024, 1, number)) for number in range(1, 8))
"""1 Monday … 7 Sunday, each with some day of that name."""


@bp.get("/day/<day>/rounds")
def index(day: str) -> ResponseReturnValue:
    """What is kept and how it fits the day; the day's tours, to be kept."""
    chosen = day_of_address(day)
    with reading() as session:
        return render_template(
            "rounds.html",
            day=chosen,
            fits=round_fits(session, chosen),
            tours=tours_on(session, chosen),
            week=WEEK,
        )


@bp.get("/day/<day>/rounds/new")
def new(day: str) -> ResponseReturnValue:
    """An empty round to be written."""
    chosen = day_of_address(day)
    return _form_page(chosen, None, RoundForm(weekdays=(chosen.isoweekday(),), first_on=chosen.isoformat()))


@bp.get("/day/<day>/rounds/<int:round_id>")
def one(day: str, round_id: int) -> ResponseReturnValue:
    """A round to be changed by hand."""
    with reading() as session:
        (row,) = rounds.rounds(session, [round_id])
    return _form_page(day_of_address(day), round_id, RoundForm.of(row))


@bp.post("/day/<day>/rounds/new")
def create(day: str) -> ResponseReturnValue:
    """Keep a round that was written by hand."""
    return _write(day_of_address(day), None)


@bp.post("/day/<day>/rounds/<int:round_id>")
def change(day: str, round_id: int) -> ResponseReturnValue:
    """Keep a round as it was changed by hand."""
    return _write(day_of_address(day), round_id)


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


def _write(chosen: date, round_id: int | None) -> ResponseReturnValue:
    with reading() as session:
        form = RoundForm.typed(round_choices(session))
        others = {row.name for row in rounds.rounds(session) if row.id != round_id}
    if form.name in others:
        form.wrong["name"] = _("Une autre tournée type porte ce nom.")
    if form.wrong:
        return _form_page(chosen, round_id, form), 400
    with transaction() as session:
        rounds.write_round(session, round_id, form.fields)
    return redirect(url_for("rounds.index", day=chosen.isoformat()), 303)


def _form_page(chosen: date, round_id: int | None, form: RoundForm) -> str:
    with reading() as session:
        choices = round_choices(session)
    return render_template("round.html", day=chosen, round_id=round_id, form=form, choices=choices, week=WEEK)
