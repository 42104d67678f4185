"""What may be invoiced: confirmed deliveries by customer, exported once under lasting keys."""

from __future__ import annotations

from typing import Literal, cast

from flask import Blueprint, Response, make_response, render_template, request
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.errors import InvalidInputError
from dispatch.invoicing import queries
from dispatch.invoicing.export import export_triggers
from dispatch.web.shell import reading, transaction

bp = Blueprint("triggers", __name__)

STATES = ("pending", "exported", "acknowledged", "invoiced")
MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@bp.get("/triggers")
def index() -> ResponseReturnValue:
    """The triggers of one state, by customer."""
    state = request.args.get("state", "pending")
    state = state if state in STATES else "pending"
    with reading() as session:
        customers = queries.triggers_by_customer(session, (state,))
        totals = queries.totals(session)
    return render_template("triggers.html", customers=customers, totals=totals, state=state, states=STATES)


@bp.post("/triggers/export")
def export() -> ResponseReturnValue:
    """Hand out the file and mark what is in it as exported; `again` gives what was exported and not acknowledged too."""
    form = request.form.get("format", "")
    if form not in MEDIA_TYPES:
        raise InvalidInputError(f"There is no export as «{form}».", "Choose csv or json.")
    with transaction() as session:
        data = export_triggers(session, cast("Literal['csv', 'json']", form), again=bool(request.form.get("again")))
    return _file(data, form)


def _file(data: bytes, form: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = MEDIA_TYPES[form]
    name = f"facturation-{clock.local(clock.now()):%Y-%m-%d-%H%M}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
