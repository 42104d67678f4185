"""The audit trail of one order, to be read and printed."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.controls.trail import audit_trail
from dispatch.controls.trail_words import figures, what
from dispatch.web.language import reader_language
from dispatch.web.shell import reading, shell

bp = Blueprint("trail", __name__)


@bp.get("/orders/<reference>/trail")
def one(reference: str) -> ResponseReturnValue:
    """Every document and event of the order, each hash computed anew."""
    with reading() as session:
        trail = audit_trail(session, shell().store, reference)
    language = reader_language()
    rows = [(step, what(step, language), figures(step, language)) for step in trail.steps]
    return render_template("trail.html", trail=trail, rows=rows, now=clock.now())
