"""Changing orders: amended in the grid they were entered in, given up in whole or in part with a reason, opened again."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dispatch.errors import DispatchError, NotFoundError
from dispatch.orders.cancelling import cancel_line, cancel_order, close_order
from dispatch.orders.feed import line_of, order_of
from dispatch.orders.models import PARTIALS
from dispatch.orders.reopening import reopen_order
from dispatch.orders.revising import firm_up, mark_of, revise_order
from dispatch.web.amend_form import changes_of, form_of_order
from dispatch.web.desk_form import quantity
from dispatch.web.details import explained
from dispatch.web.language import gettext as _
from dispatch.web.line_form import with_blanks
from dispatch.web.order_form import EntryForm, form_of
from dispatch.web.pages.orders import order_page
from dispatch.web.params import number_in
from dispatch.web.shell import reading, transaction

bp = Blueprint("order_changes", __name__)


@bp.get("/orders/<reference>/amend")
def amend(reference: str) -> ResponseReturnValue:
    """The order in its form."""
    with reading() as session:
        return _form(session, reference, form_of_order(session, order_of(session, reference)))


@bp.post("/orders/<reference>/amend")
def revise(reference: str) -> ResponseReturnValue:
    """Store what was changed, or lay out what was pasted."""
    with reading() as session:
        order = order_of(session, reference)
        form = form_of(session, request.form)
        if request.form.get("action") == "paste":
            return _form(session, reference, form)
        changes = changes_of(session, form, order)
        if changes is None:
            return _form(session, reference, form), 400
    try:
        with transaction() as session:
            revise_order(session, order_of(session, reference), form.of("seen"), *changes)
    except DispatchError as error:
        form.errors[""] = explained(error)
        with reading() as session:
            return _form(session, reference, form), error.http_status
    return redirect(url_for("orders.one", reference=reference), 303)


@bp.post("/orders/<reference>/give-up")
def give_up(reference: str) -> ResponseReturnValue:
    """Cancel the order, close it with its rest given up, or give up a line or part of it."""
    what, reason = request.form.get("what", ""), request.form.get("reason", "").strip()[:500]

    def step(session: Session) -> None:
        order = order_of(session, reference)
        if what == "order":
            cancel_order(session, order, reason)
        elif what == "rest":
            close_order(session, order, reason)
        else:
            typed = request.form.get("quantity", "")
            asked = quantity(typed, _("Quantité")) if typed.strip() else None
            cancel_line(session, line_of(order, number_in(request.form, "what")), reason, asked)

    return _changed(reference, step)


@bp.post("/orders/<reference>/reopen")
def reopen(reference: str) -> ResponseReturnValue:
    """Owe again what was given up, within the credit limit."""
    return _changed(
        reference,
        lambda session: reopen_order(
            session, order_of(session, reference), request.form.get("reason", "").strip()[:500]
        ),
    )


@bp.post("/orders/<reference>/firm")
def firm(reference: str) -> ResponseReturnValue:
    """Make a forecast call-off firm."""
    return _changed(reference, lambda session: firm_up(session, order_of(session, reference)))


def _changed(reference: str, step: Callable[[Session], None]) -> ResponseReturnValue:
    """Take one step; refused, the order's page says why and keeps what was typed."""
    try:
        with transaction() as session:
            step(session)
    except NotFoundError:
        raise
    except DispatchError as error:
        said = error.detail if error.detail.startswith(_("Quantité")) else explained(error)
        return order_page(reference, problem=said, typed=request.form), error.http_status
    return redirect(url_for("orders.one", reference=reference), 303)


def _form(session: Session, reference: str, form: EntryForm) -> str:
    order = order_of(session, reference)
    form.rows = with_blanks(form.rows)
    return render_template(
        "order_amend.html",
        form=form,
        reference=reference,
        kind=order.kind,
        seen=form.of("seen") or mark_of(order),
        partials=PARTIALS,
    )
