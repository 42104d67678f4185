"""Claims: the list, one claim with its steps, and opening one from a note."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.delivery import queries
from dispatch.delivery.claim_letters import claim_letter_pdf, mail_claim_letter
from dispatch.delivery.claim_models import OUTCOMES
from dispatch.delivery.claim_queries import SHOWN_CLAIMS, claim_view, claims_list
from dispatch.documents.claim_sheets import Audience
from dispatch.errors import DispatchError, InvalidInputError
from dispatch.invoicing.claims import assign_claim, move_claim, open_claim, resolve_claim
from dispatch.orders.paper_mail import last_mail
from dispatch.web.after_form import deadline_in, quantities_in
from dispatch.web.after_words import about_after
from dispatch.web.desk_form import DeskForm
from dispatch.web.language import gettext as _
from dispatch.web.note_page import note_page
from dispatch.web.pages.documents import pdf_answer
from dispatch.web.shell import reading, shell, transaction

bp = Blueprint("claims", __name__)


@bp.get("/claims")
def index() -> ResponseReturnValue:
    """Claims that live, or those that are closed."""
    show = request.args.get("show", "live")
    show = show if show in SHOWN_CLAIMS else "live"
    with reading() as session:
        rows, counts = claims_list(session, show)
    return render_template("claims.html", rows=rows, counts=counts, show=show, shown=SHOWN_CLAIMS, today=clock.today())


@bp.post("/notes/<number>/claims")
def create(number: str) -> ResponseReturnValue:
    """Open a claim about lines of a note."""
    try:
        with transaction() as session:
            detail = queries.note_detail(session, number)
            claim = open_claim(
                session,
                number,
                quantities_in(request.form, detail.lines, "disputed"),
                nature=request.form.get("claim_nature", ""),
                request_key=request.form.get("key", ""),
                words=request.form.get("claim_words", "")[:2000],
                owner=request.form.get("owner", "").strip()[:64],
                deadline_on=deadline_in(request.form, "deadline_on"),
            ).number
    except DispatchError as error:
        if error.http_status == 404:
            raise
        form = DeskForm(request.form.to_dict())
        return note_page(number, form=form, problem=_said(error, "claim"), opened="claim"), error.http_status
    return redirect(url_for("claims.one", number=claim), 303)


@bp.get("/claims/<number>")
def one(number: str) -> ResponseReturnValue:
    """One claim."""
    return _one(number)


@bp.post("/claims/<number>/step")
def step(number: str) -> ResponseReturnValue:
    """Take a step, or close it with an outcome or a reason."""
    state, reason = request.form.get("state", ""), request.form.get("reason", "")[:500]
    if state in OUTCOMES:
        return _done(number, lambda session: resolve_claim(session, number, state, reason=reason))
    return _done(number, lambda session: move_claim(session, number, state, reason=reason))


@bp.post("/claims/<number>/assign")
def assign(number: str) -> ResponseReturnValue:
    """Give it to somebody, until a day; keep the day of the protest."""

    def act(session: Session) -> None:
        deadline = deadline_in(request.form, "deadline_on")
        if deadline is None:
            raise InvalidInputError("A claim has a deadline.", "Choose a day.")
        assign_claim(
            session,
            number,
            owner=request.form.get("owner", "").strip()[:64],
            deadline_on=deadline,
            protested_on=deadline_in(request.form, "protested_on"),
        )

    return _done(number, act)


@bp.get("/claims/<number>/letter")
def letter(number: str) -> Response:
    """The letter about the claim: to the customer, or to the hired carrier."""
    with reading() as session:
        data = claim_letter_pdf(session, number, _audience(request.args.get("to", "")))
    return pdf_answer(data, number)


@bp.post("/claims/<number>/letter")
def mail(number: str) -> ResponseReturnValue:
    """Mail the letter."""
    audience = _audience(request.form.get("audience", ""))
    try:
        with transaction() as session:
            mail_claim_letter(session, shell().store, number, audience, request.form.get("address", ""))
    except InvalidInputError as error:
        return _one(number, problem=_("Ce n’est pas une adresse de courriel : corrigez-la.")), error.http_status
    return redirect(url_for("claims.one", number=number), 303)


def _audience(given: str) -> Audience:
    return "carrier" if given == "carrier" else "customer"


def _done(number: str, act: Callable[[Session], Any]) -> ResponseReturnValue:
    try:
        with transaction() as session:
            act(session)
    except DispatchError as error:
        if error.http_status == 404:
            raise
        return _one(number, problem=_said(error, "step")), error.http_status
    return redirect(url_for("claims.one", number=number), 303)


def _one(number: str, *, problem: str = "") -> str:
    with reading() as session:
        claim, told = claim_view(session, number), last_mail(session, "claim", number)
    return render_template(
        "claim.html", claim=claim, mail=told, problem=problem, form=request.form, outcomes=OUTCOMES, today=clock.today()
    )


def _said(error: DispatchError, what: str) -> str:
    return error.detail if isinstance(error, InvalidInputError) and not error.hint else about_after(error, what)
