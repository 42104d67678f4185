"""The file of a customer (dossier client) and of a deal (affaire), each with its timeline to read and print."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.controls.dossier import (
    Timeline,
    customer_dossier,
    customer_of,
    customer_timeline,
    deal_dossier,
    deal_of,
    deal_timeline,
)
from dispatch.controls.trail_words import figures, what
from dispatch.customers.credit import exposure
from dispatch.errors import NotFoundError, RefusedError
from dispatch.intake import KINDS
from dispatch.intake.listing import Listed, listed
from dispatch.orders.dealing import put_under, take_off, turn
from dispatch.web.file_forms import display, facts, is_number
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_language
from dispatch.web.params import day_in
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("dossiers", __name__)

MOST = 30
"""Rows of each list in a customer's file; the files have all of them."""
PARTS = {
    "sites": ("site", "name", "city", "opening_hours"),
    "contacts": ("name", "purpose", "email", "phone"),
    "deals": ("deal", "name", "opened_on"),
    "prices": ("product", "price", "valid_from", "valid_to"),
}
"""Lists of a customer's file and their columns."""


@bp.get("/customers/<code>")
def customer(code: str) -> ResponseReturnValue:
    """Everything about one customer on one page."""
    language = reader_language()
    with reading() as session:
        found = customer_of(session, code)
        parts = {
            kind: _part(kind, listed(session, KINDS[kind], of={"customer": found.id}, limit=MOST)) for kind in PARTS
        }
        return render_template(
            "customer.html",
            customer=found,
            facts=facts(session, KINDS["customers"], found, language),
            account=exposure(session, found.id),
            parts=parts,
            dossier=customer_dossier(session, found),
        )


@bp.get("/customers/<code>/timeline")
def customer_events(code: str) -> ResponseReturnValue:
    """Every document and event of a customer in a period."""
    since, until = day_in(request.args, "since"), day_in(request.args, "until")
    with reading() as session:
        found = customer_timeline(session, shell().store, customer_of(session, code), since, until)
    return _timeline(found, url_for("dossiers.customer", code=code), period=True)


@bp.get("/deals/<code>")
def deal(code: str) -> ResponseReturnValue:
    """One deal with its orders, notes and invoices."""
    with reading() as session:
        return _deal(session, code)


@bp.get("/deals/<code>/timeline")
def deal_events(code: str) -> ResponseReturnValue:
    """Every document and event of a deal."""
    with reading() as session:
        found = deal_timeline(session, shell().store, deal_of(session, code))
    return _timeline(found, url_for("dossiers.deal", code=code), period=False)


@bp.post("/deals/<code>/orders")
def put(code: str) -> ResponseReturnValue:
    """Put an order under the deal."""
    reference = request.form.get("reference", "").strip()[:64]
    try:
        with transaction() as session:
            put_under(session, deal_of(session, code), reference)
    except (NotFoundError, RefusedError) as error:
        with reading() as session:
            words = _(
                "« %(reference)s » ne peut pas entrer dans cette affaire : il faut une commande de ce client, et une"
                " affaire ouverte.",
                reference=reference,
            )
            return _deal(session, code, problem=words, reference=reference), error.http_status
    return redirect(url_for("dossiers.deal", code=code), 303)


@bp.post("/deals/<code>/orders/<reference>/off")
def off(code: str, reference: str) -> ResponseReturnValue:
    """Take an order off the deal."""
    with transaction() as session:
        take_off(session, deal_of(session, code), reference)
    return redirect(url_for("dossiers.deal", code=code), 303)


@bp.post("/deals/<code>/state")
def state(code: str) -> ResponseReturnValue:
    """Close the deal, or open it again."""
    with transaction() as session:
        turn(session, deal_of(session, code), "closed" if request.form.get("state") == "closed" else "open")
    return redirect(url_for("dossiers.deal", code=code), 303)


def _deal(session: Session, code: str, problem: str = "", reference: str = "") -> str:
    found = deal_of(session, code)
    return render_template(
        "deal.html",
        deal=found,
        customer=found.customer,
        dossier=deal_dossier(session, found),
        problem=problem,
        reference=reference,
    )


def _timeline(found: Timeline, back: str, *, period: bool) -> str:
    language = reader_language()
    rows = [(step, what(step, language), figures(step, language)) for step in found.steps]
    return render_template("timeline.html", timeline=found, rows=rows, back=back, period=period, now=clock.now())


def _part(kind: str, found: Listed) -> tuple[list[tuple[str, bool]], list[tuple[int, list[tuple[str, bool]]]], int]:
    """Headings, rows with their ids, and how many there are."""
    language = reader_language()
    columns = [KINDS[kind].column(name) for name in PARTS[kind]]
    rows = [
        (row.id, [(display(column, row.values[column.name], language), is_number(column)) for column in columns])
        for row in found.rows
    ]
    return [(column.label(language), is_number(column)) for column in columns], rows, found.total
