"""Closing gaps in the data from the day board: a site is placed, a product weighed, an order put off, each in one step."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from dispatch.catalog.weights import MOST_G
from dispatch.catalog.weights import weigh as weigh_product
from dispatch.errors import InvalidInputError
from dispatch.intake import worklist
from dispatch.planning.edits_later import put_off as put_orders_off
from dispatch.web.coordinates import coordinate
from dispatch.web.desk_form import quantity
from dispatch.web.edits_form import whole
from dispatch.web.language import gettext as _
from dispatch.web.pages.day import Refused, board_page
from dispatch.web.params import day_in, day_of_address
from dispatch.web.shell import transaction

bp = Blueprint("day_data", __name__)

MOST_ORDERS = 200


@bp.post("/day/<day>/sites/<code>")
def place(day: str, code: str) -> ResponseReturnValue:
    """Give a site its place, for this day and every other."""
    chosen = day_of_address(day)
    typed = tuple(request.form.get(name, "")[:40] for name in ("latitude", "longitude"))
    try:
        latitude = coordinate(typed[0], 90, _("La latitude"))
        longitude = coordinate(typed[1], 180, _("La longitude"))
    except InvalidInputError as error:
        return board_page(chosen, Refused(f"place/{code}", error.detail, typed)), 400
    with transaction() as session:
        worklist.place_site(session, code, latitude, longitude)
    return _back(chosen)


@bp.post("/day/<day>/products/<code>")
def weigh(day: str, code: str) -> ResponseReturnValue:
    """Give a product the weight of one unit."""
    chosen, typed = day_of_address(day), request.form.get("kg", "")[:20]
    try:
        grams = quantity(typed, _("Le poids"))
    except InvalidInputError:
        grams = 0
    if not 0 < grams <= MOST_G:
        problem = _("Un poids est un nombre de kilos, comme 4,2.")
        return board_page(chosen, Refused(f"weight/{code}", problem, (typed,))), 400
    with transaction() as session:
        weigh_product(session, code, grams)
    return _back(chosen)


@bp.post("/day/<day>/put-off")
def put_off(day: str) -> ResponseReturnValue:
    """Leave orders to a later day, as an edit that can be undone."""
    chosen, references = day_of_address(day), request.form.getlist("order")[:MOST_ORDERS]
    with transaction() as session:
        put_orders_off(session, chosen, whole("version"), references, day_in(request.form, "to"))
    return _back(chosen)


def _back(day: date) -> ResponseReturnValue:
    return redirect(url_for("day.board", day=day.isoformat()), 303)
