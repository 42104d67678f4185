"""Maquettage: two layouts side by side on the same real document, one of them edited and seen at once, then adopted from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.company.layout_queries import adoptions, version_layout, versions
from dispatch.company.layouts import adopt_layout, save_layout, withdraw_adoption
from dispatch.company.looks import plain_layout
from dispatch.company.models import Company
from dispatch.controls.maquette import SPECIMEN, Subject, choices, draw, subject
from dispatch.customers.models import Customer
from dispatch.documents.kinds import ADOPTED, KINDS
from dispatch.documents.layout import Layout
from dispatch.documents.layout_rules import LETTERS, faults
from dispatch.errors import DispatchError, InvalidInputError, MissingMentionError, NotFoundError, RefusedError
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_language
from dispatch.web.layout_form import PARTS, moved, offered, read_layout
from dispatch.web.layout_proof import MOST_PAGES, proof
from dispatch.web.layout_words import paper_kind
from dispatch.web.pages.documents import pdf_answer
from dispatch.web.params import day_in, number_in
from dispatch.web.shell import reading, transaction

bp = Blueprint("layouts", __name__)


@dataclass(frozen=True)
class Asked:
    """What the address or the form asks to see.

    Attributes
    ----------
    number
        Which document; None: the newest of its kind.
    left_id, right_id
        Saved versions; 0: the layout that the document has.
    """

    kind: str
    number: str | None
    left_id: int
    right_id: int
    page: int


@bp.get("/layouts")
def index() -> ResponseReturnValue:
    """The layout of a document at the left, another one at the right."""
    return _page()


@bp.get("/layouts/paper.pdf")
def paper() -> ResponseReturnValue:
    """The document as a PDF under one saved version."""
    asked = _asked()
    with reading() as session:
        about = _subject(session, asked)
        data = draw(about, _layout(session, asked.right_id, about))
    return pdf_answer(data, about.number or asked.kind)


@bp.post("/layouts/preview")
def preview() -> ResponseReturnValue:
    """The edited layout at once: the pictures and lists alone for a form that is being typed in, else the whole page."""
    return _page("maquette_live.html" if request.headers.get("HX-Request") else "maquette.html")


@bp.post("/layouts/save")
def save() -> ResponseReturnValue:
    """Keep the edited layout as the next version of its name."""
    asked = _asked()
    try:
        with transaction() as session:
            about = _subject(session, asked)
            layout = read_layout(request.form, request.files, asked.kind, _layout(session, asked.right_id, about))
            kept = save_layout(session, request.form.get("code", ""), layout, request.form.get("remark", "")).id
    except InvalidInputError as error:
        wrong = faults(layout)
        problem = "" if wrong else _("Un nom de maquette : petites lettres, chiffres et tirets, par exemple maison.")
        return _page(problem=problem), error.http_status
    return redirect(
        url_for(
            "layouts.index", kind=asked.kind, number=about.number, left=asked.left_id or None, right=kept, done="saved"
        ),
        303,
    )


@bp.post("/layouts/adopt")
def adopt() -> ResponseReturnValue:
    """Draw documents with a saved version from a day on."""
    asked = _asked()
    day = day_in(request.form, "valid_from")
    code, kinds = request.form.get("customer", "").strip(), request.form.getlist("kinds")
    try:
        with transaction() as session:
            customer_id = _customer_id(session, code)
            if day is None:
                raise InvalidInputError("The day is missing.", "Give one.")
            adopt_layout(session, asked.right_id or None, kinds, day, customer_id)
    except MissingMentionError as error:
        return _page(adoption_problem=_left_out(asked.right_id, kinds)), error.http_status
    except DispatchError as error:
        return _page(adoption_problem=_why_not(error, code, day is None)), error.http_status
    return redirect(
        url_for("layouts.index", kind=asked.kind, number=asked.number, right=asked.right_id or None, done="adopted"),
        303,
    )


@bp.post("/layouts/adoptions/<int:adoption_id>/withdraw")
def withdraw(adoption_id: int) -> ResponseReturnValue:
    """Take an adoption back whose day has not come."""
    asked = _asked()
    try:
        with transaction() as session:
            withdraw_adoption(session, adoption_id, request.form.get("reason", ""))
    except InvalidInputError as error:
        return _page(
            withdrawal_problem=(adoption_id, _("Dites pourquoi : la raison reste au journal."))
        ), error.http_status
    except RefusedError as error:
        said = _("Cette maquette est déjà en vigueur ou déjà retirée : adoptez-en une autre à partir d’un jour.")
        return _page(withdrawal_problem=(adoption_id, said)), error.http_status
    return redirect(url_for("layouts.index", kind=asked.kind, number=asked.number, done="withdrawn"), 303)


def _left_out(version_id: int, kinds: Sequence[str]) -> str:
    with reading() as session:
        layout = version_layout(session, version_id)[1]
    told = [
        f"{paper_kind(kind)} : {', '.join(f'{one.name(reader_language())} ({one.article})' for one in lacking)}"
        for kind in kinds
        if (lacking := KINDS[kind].lacking(layout.of(kind)))
    ]
    return _(
        "Cette maquette laisse de côté une mention obligatoire. %(mentions)s. Remettez-la, enregistrez, puis adoptez.",
        mentions=" ; ".join(told),
    )


def _why_not(error: DispatchError, customer: str, no_day: bool) -> str:
    if isinstance(error, NotFoundError) and customer:
        return _("Il n’existe aucun client %(code)s.", code=customer[:60])
    if no_day:
        return _("Donnez le jour à partir duquel la maquette vaut.")
    return _("Choisissez au moins un document et un jour à venir : ce qui est déjà parti garde sa maquette.")


def _page(
    template: str = "maquette.html",
    *,
    problem: str = "",
    adoption_problem: str = "",
    withdrawal_problem: tuple[int, str] = (0, ""),
) -> str:
    asked = _asked()
    with reading() as session:
        about = _subject(session, asked)
        left, base = _layout(session, asked.left_id, about), _layout(session, asked.right_id, about)
        edited = "accent" in request.form
        right = read_layout(request.form, request.files, asked.kind, base) if edited else base
        rows = {part: offered(part, asked.kind, right, _order(part) if edited else ()) for part in PARTS}
        saved, adopted = versions(session), adoptions(session)
        names = _names(session, {row.customer_id for row in adopted if row.customer_id is not None})
        known = choices(session, asked.kind)
    titles = {row.id: row for row in saved}
    return render_template(
        template,
        asked=asked,
        about=about,
        layout=right,
        proof=proof(about, left, right, asked.page, reader_language()),
        edited=edited,
        rows=rows,
        kinds=KINDS,
        arranged=right.of(KINDS[asked.kind].adopted_as),
        adopted_as=KINDS[asked.kind].adopted_as,
        adoptable=ADOPTED,
        choices=known,
        versions=saved,
        adoptions=adopted,
        names=names,
        on_left=titles.get(asked.left_id),
        chosen=titles.get(asked.right_id),
        letters=LETTERS,
        form=request.form,
        problem=problem,
        adoption_problem=adoption_problem,
        withdrawal_problem=withdrawal_problem,
        today=clock.today(),
    )


def _asked() -> Asked:
    given = request.form if request.method == "POST" else request.args
    kind = given.get("kind", "invoice")
    return Asked(
        kind if kind in KINDS else "invoice",
        given["number"].strip()[:64] if "number" in given else None,
        number_in(given, "left") or 0,
        number_in(given, "right") or 0,
        min(max(number_in(given, "page") or 1, 1), MOST_PAGES),
    )


def _subject(session: Session, asked: Asked) -> Subject:
    if asked.number is not None:
        return subject(session, asked.kind, asked.number)
    newest = choices(session, asked.kind)[:1]
    return subject(session, asked.kind, newest[0].number if newest else SPECIMEN)


def _layout(session: Session, version_id: int, about: Subject) -> Layout:
    """A saved version, or the layout that the document has."""
    if version_id:
        return version_layout(session, version_id)[1]
    return about.layout if about.number else plain_layout(session.get(Company, 1))


def _order(part: str) -> list[str]:
    return moved(request.form.getlist(part), part, request.form.get("move", ""))


def _names(session: Session, ids: set[int]) -> dict[int, str]:
    query = select(Customer.id, Customer.code, Customer.name).where(Customer.id.in_(ids))
    return {key: f"{code} · {name}" for key, code, name in session.execute(query)} if ids else {}


def _customer_id(session: Session, code: str) -> int | None:
    if not code:
        return None
    found = session.scalar(select(Customer.id).where(Customer.code == code))
    if found is None:
        raise NotFoundError(f"There is no customer {code[:60]}.", "Check the code.")
    return found
