"""Scenarios of a day side by side: asked for, watched, looked at in red and green, adopted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError
from dispatch.planning import scenarios
from dispatch.planning.scenario_recipe import ALLOWED, Recipe
from dispatch.tours import versions
from dispatch.tours.edits import images
from dispatch.tours.queries import version as version_of
from dispatch.tours.version_ways import ways_of
from dispatch.web.change_map import change_map
from dispatch.web.edits_form import number, whole
from dispatch.web.language import gettext as _
from dispatch.web.params import day_of_address
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("scenarios", __name__)

MOST_MIN = 600


@bp.get("/day/<day>/scenarios")
def index(day: str) -> ResponseReturnValue:
    """The table; with `with`, what that scenario would change, stop by stop."""
    return _page(day_of_address(day), request.args.get("with"), {})


@bp.post("/day/<day>/scenarios")
def ask(day: str) -> ResponseReturnValue:
    """Queue one; what cannot be understood is shown again at its field, as it was typed."""
    chosen = day_of_address(day)
    wrong = {name: said for name in ("overtime", "late") if (said := _not_minutes(name))}
    if wrong:
        return _page(chosen, None, wrong), 400
    recipe = recipe_of_form()
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


def recipe_of_form() -> Recipe:
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


def _page(chosen: date, other: str | None, wrong: Mapping[str, str]) -> str:
    with reading() as session:
        rows = scenarios.of_day(session, chosen)
        changes, drawn = None, {}
        if other:
            wanted, drafts = scenarios.tours_of_scenario(session, chosen, number(other)), images(session, chosen)
            changes = versions.compare(session, drafts, wanted)
            drawn = change_map(ways_of(session, drafts, wanted), changes, shell().settings.tile_url)
        return render_template(
            "scenarios.html",
            day=chosen,
            rows=rows,
            now=scenarios.figures_now(session, chosen),
            compared=next((row for row in rows if other and row.id == number(other)), None),
            changes=changes,
            change_map=drawn,
            vehicles=scenarios.free_vehicles(session, chosen),
            plan_version=version_of(session, chosen),
            is_open=any(row.is_open for row in rows),
            form=request.form,
            wrong=wrong,
        )


def _not_minutes(name: str) -> str:
    """What to say of a field that holds no minutes of a shift; empty where it does."""
    text = request.form.get(name, "").strip() or "0"
    if text.isascii() and text.isdecimal() and len(text) < 6 and int(text) <= MOST_MIN:
        return ""
    return _("donnez des minutes, %(most)d au plus", most=MOST_MIN)


def _minutes(name: str) -> int:
    return number(request.form.get(name, "").strip() or "0")
