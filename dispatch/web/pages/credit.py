"""Credit: confirming an order within the limit or holding it, releasing it with a reason, and a customer's account and rule."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.customers.credit import MODES, STAGES, exposure, set_rule
from dispatch.customers.models import Customer
from dispatch.errors import NotFoundError
from dispatch.orders.confirming import confirm_order, release_order
from dispatch.orders.feed import order_of
from dispatch.orders.hold_queries import holds_of_customer
from dispatch.web.params import day_in
from dispatch.web.shell import reading, transaction

bp = Blueprint("credit", __name__)


@bp.post("/orders/<reference>/confirm")
def confirm(reference: str) -> ResponseReturnValue:
    """Confirm a draft; where the limit has no room it is held, and its page says so."""
    with transaction() as session:
        confirm_order(session, order_of(session, reference))
    return redirect(url_for("orders.one", reference=reference), 303)


@bp.post("/orders/<reference>/release")
def release(reference: str) -> ResponseReturnValue:
    """Let a held order through, with a reason, in the name of whoever asks; then back to the day it was asked from."""
    with transaction() as session:
        release_order(session, order_of(session, reference), request.form.get("reason", "")[:500])
    day = day_in(request.form)
    if day is not None:
        return redirect(url_for("day.board", day=day.isoformat()), 303)
    return redirect(url_for("orders.one", reference=reference), 303)


@bp.get("/customers/<code>/credit")
def account(code: str) -> ResponseReturnValue:
    """One customer's exposure, rule and held orders."""
    with reading() as session:
        customer = _customer(session, code)
        found, holds = exposure(session, customer.id), holds_of_customer(session, customer.id)
    return render_template("credit.html", customer=customer, account=found, holds=holds, modes=MODES, stages=STAGES)


@bp.post("/customers/<code>/credit")
def rule(code: str) -> ResponseReturnValue:
    """Choose what passing the limit means for this customer."""
    with transaction() as session:
        set_rule(session, _customer(session, code), request.form.get("mode", ""), request.form.get("stage", ""))
    return redirect(url_for("credit.account", code=code), 303)


def _customer(session: Session, code: str) -> Customer:
    found = session.scalars(select(Customer).where(Customer.code == code)).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no customer {code}.", "Check the code.")
    return found
