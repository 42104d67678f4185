"""The start: everybody lands on the page of their own work."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, url_for
from flask.typing import ResponseReturnValue

from dispatch.web.shell import i_may

bp = Blueprint("home", __name__)

LANDINGS = (
    ("day.plan", "day.today"),
    ("receipt.confirm", "desk.index"),
    ("control.read", "controls.index"),
    ("tour.own", "tours.mine"),
)


@bp.get("/")
def start() -> ResponseReturnValue:
    """Go to the first page of one's work."""
    for capability, endpoint in LANDINGS:
        if i_may(capability) and endpoint in current_app.view_functions:
            return redirect(url_for(endpoint))
    return redirect(url_for("account.show"))
