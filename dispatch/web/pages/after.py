"""After the receipt: shortages to decide about, returns, packaging, lots, scans; each form leads back to where it stood."""

from __future__ import annotations

import io
import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dispatch.controls.evidence import evidence_pack
from dispatch.delivery import queries
from dispatch.delivery.after_models import CHOICES
from dispatch.delivery.choosing import choose as decide
from dispatch.delivery.lots import enter_lots, who_got
from dispatch.delivery.packaging import balances, movements_of, record_packaging
from dispatch.delivery.scans import MOST_BYTES, add_scan
from dispatch.delivery.shortage_queries import undecided, undecided_count
from dispatch.errors import DispatchError, InvalidInputError
from dispatch.invoicing.cash import collect_later
from dispatch.invoicing.returns import take_back
from dispatch.orders.choices import customer_choice
from dispatch.settings import current
from dispatch.web.after_form import cash_in, choice_in, deadline_in, lots_in, pieces_in, quantities_in
from dispatch.web.after_words import about_after
from dispatch.web.desk_form import DeskForm
from dispatch.web.language import gettext as _
from dispatch.web.note_page import note_page
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("after", __name__)


@bp.get("/shortages")
def shortages() -> ResponseReturnValue:
    """What was not accepted and nobody has decided about."""
    return _shortages()


@bp.post("/shortages/<int:line_id>")
def choose(line_id: int) -> ResponseReturnValue:
    """Decide about one of them, on the list or on the page of its note."""
    number = request.form.get("note", "")
    try:
        wanted = choice_in(request.form)
        if wanted is None:
            raise InvalidInputError("No choice is made.", "Choose one.")
        with transaction() as session:
            decide(session, line_id, wanted)
    except DispatchError as error:
        problem = about_after(error, "choice")
        if number:
            return note_page(number, form=_typed(), problem=problem, opened="choice"), error.http_status
        return _shortages(problem=problem, line_id=line_id), error.http_status
    return redirect(url_for("desk.note", number=number) if number else url_for("after.shortages"), 303)


@bp.post("/notes/<number>/returns")
def returns(number: str) -> ResponseReturnValue:
    """Take accepted goods back."""

    def take(session: Session) -> None:
        detail = queries.note_detail(session, number)
        take_back(
            session,
            number,
            quantities_in(request.form, detail.lines, "back"),
            outcome=request.form.get("outcome", ""),
            reason=request.form.get("reason", "")[:500],
            request_key=request.form.get("key", ""),
            returned_on=deadline_in(request.form, "returned_on"),
        )

    return _done(number, "return", take)


@bp.post("/notes/<number>/packaging")
def packaging(number: str) -> ResponseReturnValue:
    """Record the returnable packaging that moved with a note."""

    def record(session: Session) -> None:
        pieces = pieces_in(request.form, current().packaging_kinds)
        record_packaging(session, pieces, request_key=request.form.get("key", ""), note_number=number)

    return _done(number, "packaging", record)


@bp.post("/notes/<number>/lots")
def lots(number: str) -> ResponseReturnValue:
    """Enter the lots of the lines of a note."""

    def enter(session: Session) -> None:
        for line in queries.note_detail(session, number).lines:
            given = lots_in(request.form.get(f"lot_{line.line_no}", ""), line.loaded_qty)
            if given:
                enter_lots(session, number, line.line_no, given)

    return _done(number, "lots", enter)


@bp.post("/notes/<number>/cash")
def cash(number: str) -> ResponseReturnValue:
    """Keep what was collected at the door, where the note was confirmed without it."""

    def collect(session: Session) -> None:
        found = cash_in(request.form)
        if found is None:
            raise InvalidInputError(_("Montant : il manque."))
        collect_later(session, number, found)

    return _done(number, "cash", collect)


@bp.post("/notes/<number>/scans")
def scans(number: str) -> ResponseReturnValue:
    """Keep a scan of the signed paper."""
    file = request.files.get("scan")
    data = file.stream.read(MOST_BYTES + 1) if file else b""
    return _done(number, "scan", lambda session: add_scan(session, shell().store, number, data))


@bp.get("/notes/<number>/evidence")
def evidence(number: str) -> ResponseReturnValue:
    """The evidence pack of a note that is back."""
    with reading() as session:
        data = evidence_pack(session, shell().store, number)
    return send_file(
        io.BytesIO(data), mimetype="application/zip", as_attachment=True, download_name=f"{number}.zip", etag=False
    )


@bp.get("/lots")
def lot_search() -> ResponseReturnValue:
    """Which customers got a lot."""
    wanted = request.args.get("q", "").strip()[:64]
    with reading() as session:
        found = who_got(session, wanted)
    return render_template("lots.html", found=found, q=wanted, customers=len({one.customer_code for one in found}))


@bp.get("/packagings")
def packagings() -> ResponseReturnValue:
    """What each customer still has of returnable packaging; one customer's movements."""
    code = request.args.get("customer", "").strip()[:64]
    return _packagings(code)


@bp.post("/packagings")
def move_packaging() -> ResponseReturnValue:
    """Record packaging that moved without a note."""
    code = ""
    try:
        with transaction() as session:
            code = customer_choice(session, request.form.get("customer", "")[:255]).code
            pieces = pieces_in(request.form, current().packaging_kinds)
            record_packaging(
                session,
                pieces,
                request_key=request.form.get("key", ""),
                customer_code=code,
                moved_on=deadline_in(request.form, "moved_on"),
            )
    except DispatchError as error:
        return _packagings(code, problem=_said(error, "packaging")), error.http_status
    return redirect(url_for("after.packagings", customer=code), 303)


def _shortages(*, problem: str = "", line_id: int = 0) -> str:
    with reading() as session:
        rows, count = undecided(session), undecided_count(session)
    return render_template(
        "shortages.html", rows=rows, count=count, choices=CHOICES, problem=problem, line_id=line_id, form=request.form
    )


def _packagings(code: str, *, problem: str = "") -> str:
    with reading() as session:
        rows, moved = balances(session), movements_of(session, customer_code=code) if code else []
        return render_template(
            "packagings.html",
            rows=rows,
            moved=moved,
            code=code,
            kinds=current().packaging_kinds,
            problem=problem,
            form=request.form,
            key=request.form.get("key") or secrets.token_urlsafe(24),
        )


def _done(number: str, what: str, act: Callable[[Session], Any]) -> ResponseReturnValue:
    """Take one step in one transaction; refused, the page of the note comes back with what was typed."""
    try:
        with transaction() as session:
            act(session)
    except DispatchError as error:
        if error.http_status == 404:
            raise
        return note_page(number, form=_typed(), problem=_said(error, what), opened=what), error.http_status
    return redirect(url_for("desk.note", number=number), 303)


def _said(error: DispatchError, what: str) -> str:
    """A form's own sentence where reading it failed (it has no hint), else the words of the step."""
    return error.detail if isinstance(error, InvalidInputError) and not error.hint else about_after(error, what)


def _typed() -> DeskForm:
    return DeskForm(request.form.to_dict())
