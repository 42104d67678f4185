"""The receipts desk: a number and Enter confirm a note as conform, F2 opens its differences; nothing typed is ever lost."""

from __future__ import annotations

import secrets
from datetime import date

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dispatch import clock
from dispatch.delivery import queries
from dispatch.delivery.desk_day import desk_day
from dispatch.delivery.links import scanned_number
from dispatch.delivery.shortage_queries import undecided_count
from dispatch.errors import DispatchError, InvalidInputError
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.printing import note_pdf as draw_note_pdf
from dispatch.web.after_form import cash_in, choices_in
from dispatch.web.desk_form import DeskForm, read_form
from dispatch.web.note_page import note_page
from dispatch.web.pages.documents import pdf_answer
from dispatch.web.params import day_in
from dispatch.web.refusals import about_differences, about_note
from dispatch.web.shell import reading, transaction

bp = Blueprint("desk", __name__)


@bp.get("/desk")
def index() -> ResponseReturnValue:
    """The desk of one day."""
    return _desk(number="", done=request.args.get("done", "")[:64])


@bp.post("/desk")
def conform() -> ResponseReturnValue:
    """Confirm one note as signed without difference."""
    given = request.form.get("number", "")
    try:
        number = _number(given, day_in(request.form))
        with transaction() as session:
            confirm(session, number, request_key=request.form.get("key", ""))
    except DispatchError as error:
        return _refused(error, given)
    return redirect(url_for("desk.index", day=request.form.get("day", ""), done=number), 303)


@bp.get("/desk/find")
def find() -> ResponseReturnValue:
    """F2: from what was typed or scanned to the note's own page."""
    given = request.args.get("number", "")
    try:
        number = _number(given, day_in(request.args))
    except DispatchError as error:
        return _refused(error, given)
    return redirect(url_for("desk.note", number=number))


@bp.get("/notes/<number>")
def note(number: str) -> ResponseReturnValue:
    """One note: its differences to be entered, or what was received."""
    return note_page(number)


@bp.post("/notes/<number>")
def receive(number: str) -> ResponseReturnValue:
    """Confirm one note with what was wrong with it."""
    form = DeskForm(request.form.to_dict())
    with reading() as session:
        detail = queries.note_detail(session, number)
    try:
        given = read_form(form, detail.lines)
        given |= {"choices": choices_in(form.values, detail.lines), "cash": cash_in(form.values)}
    except InvalidInputError as error:
        return note_page(number, form=form, problem=error.detail), 400
    try:
        with transaction() as session:
            confirm(session, number, request_key=request.form.get("key", ""), **given)
    except DispatchError as error:
        with reading() as session:
            problem = about_differences(session, error, number, list(form.values.values()))
        return note_page(number, form=form, problem=problem), error.http_status
    return redirect(url_for("desk.index", day=detail.note.day.isoformat(), done=number), 303)


@bp.get("/notes/<number>/pdf")
def note_pdf(number: str) -> Response:
    """The customer's copy of one note, as it was issued."""
    with reading() as session:
        data = draw_note_pdf(session, number)
    return pdf_answer(data, number)


def _number(given: str, day: date | None) -> str:
    """The note that was typed, scanned, or named by the last digits of one of the day's notes, else of one still out."""
    text = given.strip()
    if text.isascii() and text.isdecimal() and len(text) <= 6 and day is not None:
        with reading() as session:
            for row in queries.desk(session, day).notes:
                if _ends(row.number) == int(text):
                    return row.number
            out = [
                row.number for row in queries.not_returned(session, clock.today(), 0) if _ends(row.number) == int(text)
            ]
            if len(out) == 1:  # a note of another day that lay in the same pile
                return out[0]
    return scanned_number(text)


def _ends(number: str) -> int:
    return int(number.rsplit("-", 1)[-1])


def _refused(error: DispatchError, given: str) -> tuple[str, int]:
    with reading() as session:
        problem = about_note(session, error, given)
    return _desk(number=given, problem=problem), error.http_status


def _desk(*, number: str, done: str = "", problem: str = "") -> str:
    chosen = day_in(request.values)
    with reading() as session:
        day = chosen or desk_day(session, clock.today())
        state = queries.desk(session, day)
        late = queries.not_returned(session, clock.today())
        last = queries.note_detail(session, done) if done else None
        shortages = undecided_count(session)
    return render_template(
        "desk.html",
        desk=state,
        late=late,
        today=clock.today(),
        number=number,
        last=last,
        shortages=shortages,
        problem=problem,
        key=secrets.token_urlsafe(24),
    )
