"""Invoices: drafts that wait to be validated, what is issued, and the credit note that takes back what was asked too much."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.company.centre import centre_of
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.drafts import discard as discard_draft
from dispatch.invoicing.drafts import draft_due
from dispatch.invoicing.invoice_print import invoice_print
from dispatch.invoicing.invoice_queries import SHOWN, LineView, draft_ids, invoice_id_of, invoice_view, invoices_page
from dispatch.invoicing.issuing import FILES
from dispatch.invoicing.payment_queries import paid_on
from dispatch.invoicing.payments import open_of
from dispatch.invoicing.validation import validate as validate_draft
from dispatch.jobs.queue import enqueue
from dispatch.orders.centre_filter import centre_choices
from dispatch.web.desk_form import quantity
from dispatch.web.invoice_refusals import about_invoice, status
from dispatch.web.lists import page_rows
from dispatch.web.pages.documents import pdf_answer
from dispatch.web.params import day_in, number_in
from dispatch.web.shell import reading, transaction

bp = Blueprint("invoices", __name__)

PAGE = 50
bp.app_template_filter("invoice_status")(status)


@bp.get("/invoices")
def index() -> ResponseReturnValue:
    """A page of the list."""
    return _index()


@bp.post("/invoices/draft")
def draft() -> ResponseReturnValue:
    """Draft what may be invoiced until a day."""
    until = day_in(request.form, "until")
    if until is None:
        raise InvalidInputError("The day is missing.", "Choose one.")
    with transaction() as session:
        made = len(draft_due(session, until))
    return redirect(url_for("invoices.index", show="draft", drafted=made), 303)


@bp.post("/invoices/validate")
def validate_all() -> ResponseReturnValue:
    """Issue every draft that nothing stops, each in a transaction of its own; the others stay and say why on their page."""
    with reading() as session:
        keys = draft_ids(session)
    held = 0
    for key in keys:
        try:
            with transaction() as session:
                validate_draft(session, key)
        except RefusedError:
            held += 1
    if len(keys) > held:
        with transaction() as session:
            enqueue(session, FILES, {})
    show = "draft" if held else "issued"
    return redirect(url_for("invoices.index", show=show, issued=len(keys) - held, held=held or None), 303)


@bp.get("/invoices/of/<number>")
def numbered(number: str) -> ResponseReturnValue:
    """The page of an invoice or credit note that others name by its number."""
    with reading() as session:
        return redirect(url_for("invoices.one", invoice_id=invoice_id_of(session, number)))


@bp.get("/invoices/<int:invoice_id>")
def one(invoice_id: int) -> ResponseReturnValue:
    """One invoice, credit note or draft."""
    return _one(invoice_id)


@bp.get("/invoices/<int:invoice_id>/pdf")
def pdf(invoice_id: int) -> ResponseReturnValue:
    """Its Factur-X file where it is drawn, else its paper as it stands."""
    with reading() as session:
        found = invoice_view(session, invoice_id)
        drawn = invoice_print(session, invoice_id, found.sheet) if found.document_id is None else b""
    if found.document_id is not None:
        return redirect(url_for("documents.download", document_id=found.document_id))
    return pdf_answer(drawn, found.row.number or f"projet-{invoice_id}")


@bp.post("/invoices/<int:invoice_id>/validate")
def validate(invoice_id: int) -> ResponseReturnValue:
    """Issue a draft, and have its file drawn."""
    try:
        with transaction() as session:
            validate_draft(session, invoice_id)
            enqueue(session, FILES, {})
    except RefusedError as error:
        return _one(invoice_id, problem=about_invoice(error)), error.http_status
    return redirect(url_for("invoices.one", invoice_id=invoice_id), 303)


@bp.post("/invoices/<int:invoice_id>/discard")
def discard(invoice_id: int) -> ResponseReturnValue:
    """Throw a draft away; its deliveries wait again."""
    with transaction() as session:
        discard_draft(session, invoice_id)
    return redirect(url_for("invoices.index", show="draft"), 303)


@bp.post("/invoices/<int:invoice_id>/credit")
def credit_note(invoice_id: int) -> ResponseReturnValue:
    """Issue a credit note on an invoice: the quantities of the form, or all that is left."""
    with reading() as session:
        found = invoice_view(session, invoice_id)
    try:
        wanted = _wanted(request.form, found.lines)
        with transaction() as session:
            note = credit(
                session,
                found.row.number,
                reason=request.form.get("reason", ""),
                request_key=request.form.get("key", ""),
                quantities=wanted,
            )
            enqueue(session, FILES, {})
    except (RefusedError, InvalidInputError) as error:
        return _one(invoice_id, problem=about_invoice(error)), error.http_status
    return redirect(url_for("invoices.one", invoice_id=note.id), 303)


def _wanted(form: Mapping[str, str], lines: Sequence[LineView]) -> dict[int, int] | None:
    """Line number → milli-units that the form asks to credit; None: all that is left."""
    if form.get("all"):
        return None
    given = {line.line_no: quantity(form.get(f"credit_{line.line_no}", ""), str(line.line_no)) for line in lines}
    wanted = {line_no: milli for line_no, milli in given.items() if milli}
    if not wanted:
        raise InvalidInputError("No quantity is given.", "Give one, or credit everything.")
    return wanted


def _index() -> str:
    show = request.args.get("show", "draft")
    show = show if show in SHOWN else "draft"
    search = request.args.get("q", "").strip()[:100]
    of = request.args.get("of", "").strip()[:64]
    offset = min(max(request.args.get("offset", 0, type=int), 0), 1_000_000)
    with reading() as session:
        centre = centre_of(session)
        choices = centre_choices(session, centre)
        found = invoices_page(session, show, search, of=(centre, of), offset=offset, limit=page_rows(PAGE))
    return render_template(
        "invoices.html",
        found=found,
        show=show,
        shown=SHOWN,
        search=search,
        centre=centre,
        choices=choices,
        of=of,
        offset=offset,
        page=page_rows(PAGE),
        today=clock.today(),
        drafted=number_in(request.args, "drafted"),
        issued=number_in(request.args, "issued"),
        held=number_in(request.args, "held") or 0,
    )


def _one(invoice_id: int, *, problem: str = "") -> str:
    with reading() as session:
        found = invoice_view(session, invoice_id)
        is_owed = found.row.state == "validated" and found.row.kind == "invoice"
        open_cents = open_of(session, [invoice_id])[invoice_id] if is_owed else None
        paid = paid_on(session, invoice_id)
    return render_template(
        "invoice.html",
        invoice=found,
        open_cents=open_cents,
        paid=paid,
        problem=problem,
        form=request.form,
        key=request.form.get("key") or secrets.token_urlsafe(24),
        today=clock.today(),
    )
