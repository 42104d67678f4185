"""Entering orders at the keyboard: one form for head and lines, what may be chosen while typing, nothing typed is lost."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.customers.credit import exposure
from dispatch.errors import DispatchError, NotFoundError
from dispatch.orders.choices import customer_choice, customers_like, products_like
from dispatch.orders.drafts import OrderDraft
from dispatch.orders.models import ORIGINS, PARTIALS
from dispatch.orders.register import register
from dispatch.web.details import explained
from dispatch.web.formats import quantity, unit_price
from dispatch.web.line_form import with_blanks
from dispatch.web.order_form import EntryForm, form_of, read_order
from dispatch.web.params import number_in
from dispatch.web.shell import reading, transaction

bp = Blueprint("order_entry", __name__)


@bp.get("/orders/new")
def new() -> ResponseReturnValue:
    """An empty form, for a customer when the address names one."""
    with reading() as session:
        form = form_of(session, request.args)
    form.errors.clear()
    return _page(form)


@bp.post("/orders/new")
def create() -> ResponseReturnValue:
    """Register the order, confirm it or keep it as a draft; or lay out what was pasted."""
    kind = "framework" if request.form.get("kind") == "framework" else "firm"
    with reading() as session:
        form = form_of(session, request.form)
        if request.form.get("action") == "paste":
            return _page(form)
        draft = read_order(session, form, kind=kind)
    if draft is None:
        return _page(form), 400
    try:
        reference = _register(draft)
    except DispatchError as error:
        form.errors[""] = explained(error)
        return _page(form), error.http_status
    return redirect(url_for("orders.one", reference=reference), 303)


@bp.get("/entry/customers")
def customers() -> ResponseReturnValue:
    """Customers that match what is typed."""
    with reading() as session:
        found = customers_like(session, request.args.get("q", "")[:60])
    return jsonify([{"value": one.code, "label": f"{one.name} · {one.city}"} for one in found])


@bp.get("/entry/products")
def products() -> ResponseReturnValue:
    """Products that match what is typed, with the customer's price in the reader's format."""
    with reading() as session:
        customer_id = number_in(request.args, "customer")
        found = products_like(session, request.args.get("q", "")[:60], customer_id, clock.today())
    return jsonify(
        [
            {
                "value": one.code,
                "label": one.name,
                "unit": one.unit,
                "step": quantity(one.multiple_qty),
                "price": unit_price(one.price_micros),
            }
            for one in found
        ]
    )


@bp.get("/entry/party")
def party() -> ResponseReturnValue:
    """The part of the form that depends on the customer: sites, terms, what their limit leaves."""
    form = EntryForm({"customer": request.args.get("customer", "")[:255]})
    with reading() as session:
        try:
            form.customer = customer_choice(session, form.of("customer"))
        except NotFoundError:
            form.customer = None
        account = exposure(session, form.customer.id) if form.customer else None
    return render_template("entry_party.html", form=form, account=account)


def _register(draft: OrderDraft) -> str:
    with transaction() as session:
        return register(session, draft).reference


def _page(form: EntryForm) -> str:
    with reading() as session:
        account = exposure(session, form.customer.id) if form.customer else None
    form.rows = with_blanks(form.rows)
    return render_template(
        "order_form.html",
        form=form,
        account=account,
        origins=ORIGINS,
        partials=PARTIALS,
        tomorrow=clock.next_working_day(clock.today()),
    )
