"""Payments: what is late, what came in, recording and cancelling; and a customer's statement of account."""

from __future__ import annotations

import secrets
from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.errors import DispatchError, InvalidInputError
from dispatch.invoicing.payment_models import PAYMENT_MEANS
from dispatch.invoicing.payment_queries import last_payments
from dispatch.invoicing.payments import cancel_payment, record_payment
from dispatch.invoicing.statements import late_invoices, statement_sheet
from dispatch.web.after_form import cents_in, deadline_in
from dispatch.web.after_words import about_after
from dispatch.web.language import gettext as _
from dispatch.web.params import day_in
from dispatch.web.shell import reading, transaction

bp = Blueprint("payments", __name__)


@bp.get("/payments")
def index() -> ResponseReturnValue:
    """Late invoices, the last payments, and the form for one more."""
    return _index()


@bp.post("/payments")
def record() -> ResponseReturnValue:
    """Record a payment against the oldest due invoices, or against one that is named."""
    form = request.form
    code, number = form.get("customer", "").strip()[:64], form.get("invoice", "").strip()[:64]
    try:
        cents = cents_in(form, "amount")
        if not cents:
            raise InvalidInputError(_("Montant : il manque."))
        with transaction() as session:
            record_payment(
                session,
                code,
                cents,
                means=form.get("means", ""),
                request_key=form.get("key", ""),
                received_on=deadline_in(form, "received_on"),
                reference=form.get("reference", "")[:255],
                invoices={number: cents} if number else None,
            )
    except DispatchError as error:
        said = (
            error.detail if isinstance(error, InvalidInputError) and not error.hint else about_after(error, "payment")
        )
        return _index(problem=said), error.http_status
    return redirect(url_for("payments.index"), 303)


@bp.post("/payments/<int:payment_id>/cancel")
def cancel(payment_id: int) -> ResponseReturnValue:
    """Undo a payment, with a reason."""
    try:
        with transaction() as session:
            cancel_payment(session, payment_id, request.form.get("reason", "")[:500])
    except InvalidInputError as error:
        return _index(problem=about_after(error, "cancel")), error.http_status
    return redirect(url_for("payments.index"), 303)


@bp.get("/customers/<code>/statement")
def statement(code: str) -> ResponseReturnValue:
    """A customer's account, from the first of last month by default."""
    today = clock.today()
    start = day_in(request.args, "from") or _first_of_last_month(today)
    end = day_in(request.args, "to") or today
    with reading() as session:
        sheet = statement_sheet(session, code, min(start, end), max(start, end))
    return render_template("statement.html", sheet=sheet)


def _first_of_last_month(today: date) -> date:
    return date.fromordinal(today.replace(day=1).toordinal() - 1).replace(day=1)


def _index(*, problem: str = "") -> str:
    today = clock.today()
    with reading() as session:
        late, payments = late_invoices(session, today), last_payments(session)
    return render_template(
        "payments.html",
        late=late,
        late_cents=sum(one.open_cents for one in late),
        payments=payments,
        means_codes=PAYMENT_MEANS,
        problem=problem,
        form=request.form if request.method == "POST" else request.args,
        today=today,
        key=request.form.get("key") or secrets.token_urlsafe(24),
    )
