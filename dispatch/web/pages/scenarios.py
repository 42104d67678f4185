"""Scenarios of a day side by side: asked for, watched, looked at in red and green, adopted."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError
from dispatch.planning import scenarios
from dispatch.planning.scenario_recipe import ALLOWED, Recipe
from dispatch.tours import versions
from dispatch.tours.queries import tours_on
from dispatch.tours.queries import version as version_of
from dispatch.web.edits_form import number, whole
from dispatch.web.language import gettext as _
from dispatch.web.params import day_of_address
from dispatch.web.shell import reading, transaction

bp = Blueprint("scenarios", __name__)

MOST_MIN = 600


@bp.get("/day/<day>/scenarios")
def index(day: str) -> ResponseReturnValue:
    """The table; with `with`, what that scenario would change, stop by stop."""
    chosen, other = day_of_address(day), request.args.get("with")
    with reading() as session:
        rows = scenarios.of_day(session, chosen)
        changes = None
        if other:
            wanted = scenarios.tours_of_scenario(session, chosen, number(other))
            changes = versions.compare(session, versions.live_images(session, chosen), wanted)
        return render_template(
            "scenarios.html",
            day=chosen,
            rows=rows,
            now=scenarios.figures_now(session, chosen),
            compared=next((row for row in rows if other and row.id == number(other)), None),
            changes=changes,
            vehicles=[tour.vehicle_code for tour in tours_on(session, chosen, ("draft",))],
            plan_version=version_of(session, chosen),
            is_open=any(row.is_open for row in rows),
        )


@bp.post("/day/<day>/scenarios")
def ask(day: str) -> ResponseReturnValue:
    """Queue one."""
    chosen = day_of_address(day)
    recipe = _recipe()
    with transaction() as session:
        scenarios.ask(session, chosen, recipe)
    return redirect(url_for("scenarios.index", day=chosen.isoformat()), 303)


@bp.post("/day/<day>/scenarios/<int:scenario_id>/adopt")
def adopt(day: str, scenario_id: int) -> ResponseReturnValue:
    """Put its tours in the place of the drafts."""
    chosen = day_of_address(day)
    with transaction() as session:
        scenarios.adopt(session, chosen, scenario_id, whole("version"))
    return redirect(url_for("day.board", day=chosen.isoformat()), 303)


def _recipe() -> Recipe:
    """What the form asks for, named by what it changes."""
    form = request.form
    without = tuple(code[:64] for code in form.getlist("without"))
    overtime, late, shifts = _minutes("overtime"), _minutes("late"), min(_minutes("shifts"), 3)
    late_vehicle = form.get("late_vehicle", "")[:64]
    allow = next((each for each in ALLOWED if each == form.get("allow", "all")), None)
    if allow is None:
        raise InvalidInputError("That is no answer to what may change.", "Reload the page.")
    no_partials = form.get("no_partials") == "1"
    parts = [
        _("sans %(vehicles)s", vehicles=", ".join(without)) if without else "",
        _("heures sup. +%(count)d min", count=overtime) if overtime else "",
        _("%(vehicle)s en retard de %(count)d min", vehicle=late_vehicle, count=late) if late and late_vehicle else "",
        _("atelier +%(count)d équipe", count=shifts) if shifts else "",
        _("sans livraison partielle") if no_partials else "",
        {"all": "", "trucks": _("camions gardés"), "sequences": _("ordres gardés"), "insert": _("ajouts seulement")}[
            allow
        ],
    ]
    name = ", ".join(part for part in parts if part) or _("tel quel")
    return Recipe(
        name=name[:200],
        without=without,
        overtime_min=overtime,
        late_min={late_vehicle: late} if late and late_vehicle else {},
        more_shifts=shifts,
        no_partials=no_partials,
        allow=allow,
    )


def _minutes(name: str) -> int:
    found = number(request.form.get(name) or "0")
    if found > MOST_MIN:
        raise InvalidInputError(f"{found} minutes are more than a shift.", f"Give at most {MOST_MIN}.")
    return found
