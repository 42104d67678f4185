"""Quotes: the list, drawn up in the grid, sent, accepted as an order, or lost with a reason."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.company.models import Company
from dispatch.customers.credit import exposure
from dispatch.errors import DispatchError, InvalidInputError, NotFoundError
from dispatch.orders.quote_editing import draw_up, edit_quote, send_quote
from dispatch.orders.quote_listing import SHOWN, quote_view, quotes_page
from dispatch.orders.quote_mail import lapse_quotes, mail_quote
from dispatch.orders.quote_sheet import find_quote
from dispatch.orders.quoting import accept_quote, decline_quote
from dispatch.web.details import explained
from dispatch.web.language import gettext as _
from dispatch.web.line_form import with_blanks
from dispatch.web.order_form import EntryForm, form_of
from dispatch.web.params import day_in
from dispatch.web.quote_form import form_of_quote, read_quote, usual_end
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("quotes", __name__)


@bp.get("/quotes")
def index() -> ResponseReturnValue:
    """The list."""
    show = request.args.get("show", "open")
    show = show if show in SHOWN else "open"
    search = request.args.get("q", "").strip()[:100]
    with reading() as session:
        count, rows = quotes_page(session, show=show, search=search)
    return render_template(
        "quotes.html", count=count, rows=rows, show=show, search=search, shown=SHOWN, today=clock.today()
    )


@bp.get("/quotes/new")
def new() -> ResponseReturnValue:
    """An empty form, or one filled from another quote."""
    with reading() as session:
        source = request.args.get("like", "")
        form = form_of_quote(session, source) if source else form_of(session, request.args)
    form.errors.clear()
    return _form(form)


@bp.post("/quotes/new")
def create() -> ResponseReturnValue:
    """Draw up a quote."""
    return _save("")


@bp.get("/quotes/<number>")
def one(number: str) -> ResponseReturnValue:
    """One quote."""
    return _page(number)


@bp.get("/quotes/<number>/edit")
def edit(number: str) -> ResponseReturnValue:
    """The quote in its form."""
    with reading() as session:
        form = form_of_quote(session, number)
    return _form(form, number)


@bp.post("/quotes/<number>/edit")
def change(number: str) -> ResponseReturnValue:
    """Store what was changed of a quote that is not sent."""
    return _save(number)


@bp.post("/quotes/<number>/send")
def send(number: str) -> ResponseReturnValue:
    """Keep the paper and mark the quote as sent."""
    return _answered(number, lambda session: send_quote(session, shell().store, find_quote(session, number)))


@bp.post("/quotes/<number>/mail")
def mail(number: str) -> ResponseReturnValue:
    """Mail the quote with its paper; the first time it is marked as sent."""
    try:
        with transaction() as session:
            company, quote = session.get(Company, 1), find_quote(session, number)
            mail_quote(session, shell().store, quote, request.form.get("to", ""), company.name if company else "")
    except InvalidInputError:
        return _page(number, problem=_("Ce n’est pas une adresse de courriel : corrigez-la.")), 400
    except NotFoundError:
        raise
    except DispatchError as error:
        return _page(number, problem=explained(error)), error.http_status
    return redirect(url_for("quotes.one", number=number), 303)


@bp.post("/quotes")
def lapse() -> ResponseReturnValue:
    """File the quotes whose validity has ended as lapsed."""
    with transaction() as session:
        lapse_quotes(session, clock.today())
    return redirect(url_for("quotes.index", show="lapsed"), 303)


@bp.post("/quotes/<number>/accept")
def accept(number: str) -> ResponseReturnValue:
    """The customer says yes: an order."""
    wanted_on = day_in(request.form, "requested_on") or clock.next_working_day(clock.today())
    try:
        with transaction() as session:
            order = accept_quote(
                session, find_quote(session, number), wanted_on, request.form.get("customer_reference", "").strip()[:64]
            )
            reference = order.reference
    except NotFoundError:
        raise
    except DispatchError as error:
        return _page(number, problem=explained(error)), error.http_status
    return redirect(url_for("orders.one", reference=reference), 303)


@bp.post("/quotes/<number>/lose")
def lose(number: str) -> ResponseReturnValue:
    """The customer says no, and why."""
    reason = request.form.get("reason", "").strip()[:500]
    if not reason:
        return _page(number, problem=_("Il faut un motif, en quelques mots.")), 400
    return _answered(number, lambda session: decline_quote(session, find_quote(session, number), reason))


def _answered(number: str, step: Callable[[Session], None]) -> ResponseReturnValue:
    try:
        with transaction() as session:
            step(session)
    except NotFoundError:
        raise
    except DispatchError as error:
        return _page(number, problem=explained(error)), error.http_status
    return redirect(url_for("quotes.one", number=number), 303)


def _save(number: str) -> ResponseReturnValue:
    with reading() as session:
        form = form_of(session, request.form)
        if request.form.get("action") == "paste":
            return _form(form, number)
        draft = read_quote(session, form)
    if draft is None:
        return _form(form, number), 400
    try:
        with transaction() as session:
            if number:
                edit_quote(session, find_quote(session, number), draft)
            else:
                number = draw_up(session, draft).number
    except NotFoundError:
        raise
    except DispatchError as error:
        form.errors[""] = explained(error)
        return _form(form, number), error.http_status
    return redirect(url_for("quotes.one", number=number), 303)


def _page(number: str, *, problem: str = "") -> str:
    with reading() as session:
        quote = quote_view(session, number)
    return render_template(
        "quote.html",
        quote=quote,
        problem=problem,
        today=clock.today(),
        typed={name: request.form.get(name, "") for name in ("requested_on", "customer_reference", "reason", "to")},
        tomorrow=clock.next_working_day(clock.today()).isoformat(),
    )


def _form(form: EntryForm, number: str = "") -> str:
    with reading() as session:
        account = exposure(session, form.customer.id) if form.customer else None
    form.rows = with_blanks(form.rows)
    return render_template("quote_form.html", form=form, number=number, account=account, until=usual_end())
