"""Who is logged in, and ending a session on whatever machine it is."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dispatch.accounts import queries, sessions
from dispatch.accounts.tokens import token_hash
from dispatch.web.shell import reading, transaction
from dispatch.web.signin import token

bp = Blueprint("sessions", __name__)


@bp.get("/installation")
def index() -> ResponseReturnValue:
    """The open sessions."""
    with reading() as session:
        rows = queries.open_sessions(session, token_hash(token()))
    return render_template("installation/sessions.html", rows=rows)


@bp.post("/installation/sessions/<int:session_id>/end")
def end(session_id: int) -> ResponseReturnValue:
    """End one session: its cookie opens nothing from now on."""
    with transaction() as session:
        sessions.end_session(session, session_id)
    return redirect(url_for("sessions.index"), 303)
