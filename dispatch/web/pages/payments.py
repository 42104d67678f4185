"""Payments: what is late, what came in, recording and cancelling; and a customer's statement of account."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from dispatch import clock
from dispatch.customers.models import Customer
from dispatch.errors import DispatchError, InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing.invoice_queries import invoice_id_of
from dispatch.invoicing.payment_models import PAYMENT_MEANS
from dispatch.invoicing.payment_queries import last_payments
from dispatch.invoicing.payments import cancel_payment, open_of, record_payment
from dispatch.invoicing.statement_papers import KIND, mail_statement, statement_pdf
from dispatch.invoicing.statements import late_invoices, statement_sheet, usual_period
from dispatch.orders.choices import customer_choice
from dispatch.orders.paper_mail import address_for, last_mail
from dispatch.web.after_form import cents_in, deadline_in
from dispatch.web.after_words import about_after
from dispatch.web.formats import money
from dispatch.web.language import gettext as _
from dispatch.web.pages.documents import pdf_answer
from dispatch.web.params import day_in, number_in
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("payments", __name__)


@bp.get("/payments")
def index() -> ResponseReturnValue:
    """Late invoices, the last payments, and the form for one more."""
    return _index()


@bp.post("/payments")
def record() -> ResponseReturnValue:
    """Record a payment against the oldest due invoices, or against one that is named."""
    form = request.form
    number = form.get("invoice", "").strip()[:64]
    try:
        cents = cents_in(form, "amount")
        if not cents:
            raise InvalidInputError(_("Montant : il manque."))
        with transaction() as session:
            payment = record_payment(
                session,
                customer_choice(session, form.get("customer", "")[:255]).code,
                cents,
                means=form.get("means", ""),
                request_key=form.get("key", ""),
                received_on=deadline_in(form, "received_on"),
                reference=form.get("reference", "")[:255],
                invoices={number: cents} if number else None,
            )
            payment_id = payment.id
    except DispatchError as error:
        return _index(problem=_refused(error, number)), error.http_status
    return redirect(url_for("payments.index", recorded=payment_id), 303)


def _refused(error: DispatchError, number: str) -> str:
    """Why a payment is not recorded, with the amount that would fit the invoice."""
    if isinstance(error, InvalidInputError) and not error.hint:
        return error.detail
    if isinstance(error, NotFoundError):
        if number and "invoice" in error.detail:
            return _("La facture %(number)s n’est pas de ce client : regardez son relevé.", number=number)
        return _("Ce client n’existe pas : tapez le début du code ou du nom.")
    if isinstance(error, RefusedError) and number:
        with reading() as session:
            left = open_of(session, [invoice_id_of(session, number)])
        return _(
            "Sur %(number)s il reste %(left)s à payer : saisissez au plus ce montant, ou aucune facture : le reste va sur compte.",
            number=number,
            left=money(sum(left.values())),
        )
    return about_after(error, "payment")


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
    return _statement(code, *_period(request.args))


@bp.get("/customers/<code>/statement/pdf")
def statement_paper(code: str) -> Response:
    """The statement as a PDF."""
    with reading() as session:
        data = statement_pdf(session, code, *_period(request.args))
    return pdf_answer(data, f"{code} {clock.today():%Y-%m-%d}")


@bp.post("/customers/<code>/statement/mail")
def mail(code: str) -> ResponseReturnValue:
    """Mail the statement with its PDF."""
    start, end = _period(request.form)
    try:
        with transaction() as session:
            mail_statement(session, shell().store, code, start, end, request.form.get("to", ""))
    except InvalidInputError as error:
        said = _("Ce n’est pas une adresse de courriel : corrigez-la.")
        return _statement(code, start, end, problem=said), error.http_status
    period: dict[str, Any] = {"from": start.isoformat(), "to": end.isoformat()}
    return redirect(url_for("payments.statement", code=code, **period), 303)


def _statement(code: str, start: date, end: date, *, problem: str = "") -> str:
    with reading() as session:
        sheet = statement_sheet(session, code, start, end)
        customer = session.scalars(select(Customer).where(Customer.code == code)).one()
        told, address = last_mail(session, KIND, code), address_for(session, customer, "accounts")
    return render_template(
        "statement.html", sheet=sheet, mail=told, to=request.form.get("to") or address, problem=problem
    )


def _period(values: Mapping[str, str]) -> tuple[date, date]:
    """The usual one where the reader does not say, its days in order."""
    first, today = usual_period(clock.today())
    start, end = day_in(values, "from") or first, day_in(values, "end") or day_in(values, "to") or today
    return min(start, end), max(start, end)


def _index(*, problem: str = "") -> str:
    today = clock.today()
    with reading() as session:
        late, payments = late_invoices(session, today), last_payments(session)
        recorded = number_in(request.args, "recorded")
    return render_template(
        "payments.html",
        late=late,
        late_cents=sum(one.open_cents for one in late),
        payments=payments,
        recorded=next((one for one in payments if one.id == recorded), None),
        means_codes=PAYMENT_MEANS,
        problem=problem,
        form=request.form if request.method == "POST" else request.args,
        today=today,
        key=request.form.get("key") or secrets.token_urlsafe(24),
    )
