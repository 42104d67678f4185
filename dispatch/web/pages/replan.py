"""A day under way planned again by one button: a truck has broken down, one is late, or simply the rest anew."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.errors import InvalidInputError
from dispatch.planning.scenario_recipe import ALLOWED
from dispatch.planning.tour_roads import roads_of_day
from dispatch.web.edits_form import whole
from dispatch.web.language import gettext as _
from dispatch.web.pages.day import Refused, board_page
from dispatch.web.params import day_of_address, number_in
from dispatch.web.replanning import WHATS, Asked, replan
from dispatch.web.shell import shell, transaction

bp = Blueprint("replan", __name__)

MOST_MIN = 600


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
        return board_page(chosen, Refused("replan", _("Dites de quel camion il s’agit."), (what, "", typed))), 400
    if what == "late" and not 1 <= (minutes or 0) <= MOST_MIN:
        problem = _("Donnez des minutes entières, de 1 à %(most)d.", most=MOST_MIN)
        return board_page(chosen, Refused("replan", problem, (what, str(tour_id), typed))), 400
    asked = Asked(what, tour_id, minutes or 0, allow, request.form.get("reopen") == "1")
    roads = roads_of_day(shell().database, chosen)
    with transaction() as session:
        scenario_id = replan(session, chosen, whole("version"), asked, roads)
    if scenario_id is None:
        return redirect(url_for("day.board", day=chosen.isoformat()), 303)
    return redirect(url_for("scenarios.index", day=chosen.isoformat(), _anchor="scenarios"), 303)
