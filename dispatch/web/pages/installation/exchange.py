"""Messages to other programs: those that wait, those that nobody took, those that left; a dead one is sent again."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import settings
from dispatch.documents import posting
from dispatch.documents.webhooks import wanted
from dispatch.web.shell import reading, transaction

bp = Blueprint("exchange", __name__)

STATES = ("dead", "waiting", "sent")


@bp.get("/installation/exchange")
def index() -> ResponseReturnValue:
    """The messages of one state."""
    state = request.args.get("state", "dead")
    state = state if state in STATES else "dead"
    with reading() as session:
        rows, counts = posting.messages(session, state), posting.message_counts(session)
    chosen = settings.current()
    return render_template(
        "installation/exchange.html",
        rows=rows,
        counts=counts,
        state=state,
        states=STATES,
        chosen=chosen,
        events=sorted(wanted(chosen)),
    )


@bp.post("/installation/exchange/<int:message_id>/again")
def again(message_id: int) -> ResponseReturnValue:
    """Send a dead message again."""
    with transaction() as session:
        posting.send_again(session, message_id)
    return redirect(url_for("exchange.index", state="waiting"), 303)
