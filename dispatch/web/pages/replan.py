"""A day under way planned again by one button: a truck has broken down, one is late, or simply the rest anew."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError
from dispatch.planning.rescue import CannotRescueError
from dispatch.planning.scenario_recipe import ALLOWED
from dispatch.planning.tour_roads import roads_of_day, roads_of_rescue
from dispatch.web.edits_form import whole
from dispatch.web.language import gettext as _
from dispatch.web.pages.day import Refused, board_page
from dispatch.web.params import day_of_address, number_in
from dispatch.web.replanning import WHATS, Asked, Rescue, replan
from dispatch.web.shell import shell, transaction

bp = Blueprint("replan", __name__)

MOST_MIN = 600
FIELDS = ("what", "tour", "minutes", "goods", "rescuer", "transfer", "allow", "reopen")


@bp.post("/day/<day>/replan")
def ask(day: str) -> ResponseReturnValue:
    """Do what the dialog asks; what cannot be understood is shown again as it was typed."""
    chosen, typed = day_of_address(day), request.form.get("minutes", "").strip()
    what = next((each for each in WHATS if each == request.form.get("what")), None)
    allow = next((each for each in ALLOWED if each == request.form.get("allow", "all")), None)
    if what is None or allow is None:
        raise InvalidInputError("That is no answer to what has happened.", "Reload the day.")
    tour_id, minutes = number_in(request.form, "tour"), number_in({"minutes": typed}, "minutes")
    if what != "nothing" and tour_id is None:
        return _again(chosen, _("Dites de quel camion il s’agit."))
    if what == "late" and not 1 <= (minutes or 0) <= MOST_MIN:
        return _again(chosen, _("Donnez des minutes entières, de 1 à %(most)d.", most=MOST_MIN))
    who = None
    if what == "broken" and tour_id is not None and request.form.get("goods") == "transfer":
        rescuer, transfer = number_in(request.form, "rescuer"), number_in(request.form, "transfer")
        if rescuer is None:
            return _again(chosen, _("Dites quel camion va chercher la marchandise."))
        if transfer is None or transfer > MOST_MIN:
            return _again(chosen, _("Donnez la durée du transbordement en minutes, %(most)d au plus.", most=MOST_MIN))
        who = Rescue(rescuer, 60 * transfer, roads_of_rescue(shell().database, tour_id, rescuer))
    asked = Asked(what, tour_id, minutes or 0, allow, request.form.get("reopen") == "1", who)
    roads = roads_of_day(shell().database, chosen)
    try:
        with transaction() as session:
            scenario_id = replan(session, chosen, whole("version"), asked, roads)
    except CannotRescueError as error:
        return _again(chosen, _cannot(error))
    if scenario_id is None:
        return redirect(url_for("day.board", day=chosen.isoformat()), 303)
    return redirect(url_for("scenarios.index", day=chosen.isoformat(), _anchor="scenarios"), 303)


def _again(chosen: date, problem: str) -> ResponseReturnValue:
    typed = tuple(request.form.get(name, "").strip()[:20] for name in FIELDS)
    return board_page(chosen, Refused("replan", problem, typed)), 400


def _cannot(error: CannotRescueError) -> str:
    """Why that truck cannot take the goods over, by the rule and its numbers."""
    facts = dict(error.facts)
    return {
        "tour": _("%(vehicle)s ne peut pas venir : il fait la tournée %(letter)s.", **facts),
        "away": _("%(vehicle)s ne peut pas venir : il est absent ce jour-là.", **facts),
        "kg": _("%(vehicle)s porte %(room)s kg ; il en reste %(used)s sur le camion en panne.", **facts),
        "m3": _("%(vehicle)s contient %(room)s m³ ; il en reste %(used)s sur le camion en panne.", **facts),
        "pallets": _("%(vehicle)s porte %(room)s palettes ; il en reste %(used)s sur le camion en panne.", **facts),
        "skill": _("%(vehicle)s n’a pas ce que demande %(site)s : %(missing)s.", **facts),
        "weight": _("%(site)s admet %(room)s kg ; %(vehicle)s en pèse %(used)s.", **facts),
    }[error.rule]
