"""Framework orders: the list, the balance and calendar of one, and calling off from it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.errors import DispatchError
from dispatch.invoicing.invoiced import invoiced_of_framework
from dispatch.orders.framework_queries import framework_view, frameworks_list, sites_of
from dispatch.orders.register import register
from dispatch.web.call_off_form import MOST_TIMES, WEEKS, CallOffForm, read_call_offs
from dispatch.web.details import explained
from dispatch.web.shell import reading, transaction

bp = Blueprint("frameworks", __name__)


@bp.get("/frameworks")
def index() -> ResponseReturnValue:
    """The list."""
    search = request.args.get("q", "").strip()[:100]
    with reading() as session:
        rows = frameworks_list(session, search)
    return render_template("frameworks.html", rows=rows, search=search, today=clock.today())


@bp.get("/frameworks/<reference>")
def one(reference: str) -> ResponseReturnValue:
    """One framework order."""
    with reading() as session:
        found = framework_view(session, reference)
        invoiced = invoiced_of_framework(session, found.id)
    return render_template("framework.html", framework=found, invoiced=invoiced, today=clock.today())


@bp.get("/frameworks/<reference>/call-off")
def new(reference: str) -> ResponseReturnValue:
    """An empty call-off."""
    return _page(_form(reference))


@bp.post("/frameworks/<reference>/call-off")
def call_off(reference: str) -> ResponseReturnValue:
    """Register the call-offs; one that credit holds says so on its page, one that is refused keeps what was typed."""
    form = _form(reference)
    form.values = {name: value.strip()[:100] for name, value in request.form.items()}
    drafts = read_call_offs(form)
    if not drafts:
        return _page(form), 400
    try:
        with transaction() as session:
            made = [register(session, draft).reference for draft in drafts]
    except DispatchError as error:
        form.errors[""] = explained(error)
        return _page(form), error.http_status
    if len(made) == 1:
        return redirect(url_for("orders.one", reference=made[0]), 303)
    return redirect(url_for("frameworks.one", reference=form.framework.reference), 303)


def _form(reference: str) -> CallOffForm:
    with reading() as session:
        found = framework_view(session, reference)
        return CallOffForm(found, sites_of(session, found.customer_id))


def _page(form: CallOffForm) -> str:
    return render_template(
        "call_off.html",
        form=form,
        framework=form.framework,
        weeks=WEEKS,
        most_times=MOST_TIMES,
        today=clock.today(),
        tomorrow=clock.next_working_day(clock.today()),
    )
