"""The company's files: lists with search, and a form for each row, made from the columns of its import file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial, update_wrapper

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dispatch.customers.placed import placed_sites
from dispatch.errors import ChangedMeanwhileError, NotFoundError, RefusedFieldsError
from dispatch.intake import KINDS, by_hand
from dispatch.intake.cells import cells_of
from dispatch.intake.columns import Kind
from dispatch.intake.listing import ListedRow, listed
from dispatch.web import formats
from dispatch.web.access import safe_next
from dispatch.web.file_forms import Section, defaults, display, is_number, sections, typed
from dispatch.web.file_layout import COLUMNS, GROUPS, REMOVABLE, TOGETHER, Group, group_name, list_help
from dispatch.web.file_many import many
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_language
from dispatch.web.lists import page_rows
from dispatch.web.map_data import map_data
from dispatch.web.params import number_in
from dispatch.web.shell import i_may, reading, shell, transaction
from dispatch.web.words import actor

bp = Blueprint("files", __name__, url_prefix="/files")

PAGE = 50
ONE_ROW = "company"
"""The kind that has a single row: its list is its form."""


@bp.context_processor
def _tabs() -> dict[str, object]:
    return {"file_groups": [(group, group_name(group.code)) for group in GROUPS if i_may(group.read)]}


@bp.get("/")
def index() -> ResponseReturnValue:
    """The first tab that the asker may open."""
    group = next(group for group in GROUPS if i_may(group.read))
    return redirect(url_for(f"files.{group.code}_list", kind=group.kinds[0]))


def list_(group: Group, kind: str) -> ResponseReturnValue:
    """A page of rows."""
    found_kind = _kind(group, kind)
    search = request.args.get("q", "").strip()[:100]
    offset = min(number_in(request.args, "offset") or 0, 1_000_000)
    language = reader_language()
    with reading() as session:
        found = listed(session, found_kind, search=search, offset=offset, limit=page_rows(PAGE))
    if kind == ONE_ROW and not search:
        return redirect(
            _row(group, kind, found.rows[0].id) if found.rows else url_for(f"files.{group.code}_new", kind=kind)
        )
    columns = [found_kind.column(name) for name in COLUMNS[kind]]
    return render_template(
        "files.html",
        group=group,
        kind=kind,
        found=found,
        headings=[(column.label(language), is_number(column)) for column in columns],
        rows=[
            (
                _opens(group, kind, row),
                f"{row.id}:{row.version}",
                [(display(column, row.values[column.name], language), is_number(column)) for column in columns],
            )
            for row in found.rows
        ],
        search=search,
        offset=offset,
        page=page_rows(PAGE),
        help=list_help(kind),
        together=[(name, found_kind.column(name).label(language)) for name in TOGETHER.get(kind, ())]
        if i_may(group.write)
        else [],
    )


def new(group: Group, kind: str) -> ResponseReturnValue:
    """An empty form, filled in part by the address; or the row that it makes."""
    found_kind, language = _kind(group, kind), reader_language()
    if request.method == "GET":
        given = {
            name: request.args[name][:500] for name in request.args if any(name == c.name for c in found_kind.columns)
        }
        return _form(group, found_kind, {**defaults(found_kind, language), **given})
    cells = typed(found_kind, request.form)
    try:
        with transaction() as session:
            row = by_hand.save(session, found_kind, cells, language=language)
            row_id = row.id
    except RefusedFieldsError as error:
        return _form(group, found_kind, cells, problems=error.problems), 400
    return redirect(_after(group, kind, row_id), 303)


def row(group: Group, kind: str, row_id: int) -> ResponseReturnValue:
    """A row's form, or the change that it makes."""
    found_kind, language = _kind(group, kind), reader_language()
    with reading() as session:
        stored = by_hand.get(session, found_kind, row_id)
        cells, version = cells_of(session, found_kind, stored, language), int(stored.version)
    if request.method == "GET":
        return _form(group, found_kind, cells, row_id=row_id, version=version)
    sent = {**cells, **typed(found_kind, request.form)}
    try:
        with transaction() as session:
            by_hand.save(
                session,
                found_kind,
                sent,
                language=language,
                key=row_id,
                version=number_in(request.form, "version") or 0,
            )
    except RefusedFieldsError as error:
        seen = number_in(request.form, "version") or 0
        return _form(group, found_kind, sent, row_id=row_id, version=seen, problems=error.problems), 400
    except ChangedMeanwhileError as error:
        differing = {
            name: _("Enregistré entre-temps : %(value)s", value=cells[name] or "—")
            for name in sent
            if sent[name].strip() != cells[name]
        }
        notice = _(
            "%(who)s a enregistré cette fiche le %(when)s. Votre saisie est gardée ; là où elle diffère, la valeur"
            " enregistrée est montrée. Enregistrez de nouveau pour la remplacer.",
            who=actor(error.by),
            when=formats.instant(error.at),
        )
        return _form(group, found_kind, sent, row_id=row_id, version=version, problems=differing, notice=notice), 409
    return redirect(_after(group, kind, row_id), 303)


def remove(group: Group, kind: str, row_id: int) -> ResponseReturnValue:
    """Take a row away."""
    found_kind = _kind(group, kind)
    if kind not in REMOVABLE:
        raise NotFoundError(f"Rows of {kind} are not removed.", "Close them instead.")
    with transaction() as session:
        by_hand.remove(session, found_kind, row_id, number_in(request.form, "version"))
    return redirect(safe_next(request.form.get("next", "")) if request.form.get("next") else _list(group, kind), 303)


def _form(
    group: Group,
    kind: Kind,
    cells: Mapping[str, str],
    *,
    row_id: int | None = None,
    version: int = 0,
    problems: Mapping[str, str] | None = None,
    notice: str = "",
) -> str:
    with reading() as session:
        parts = sections(session, kind, cells, problems or {}, reader_language(), is_new=row_id is None)
        places = _places(session, parts)
    subject = kind.subject(dict(cells)) if kind.key else cells.get("name", "")
    return render_template(
        "file_form.html",
        group=group,
        kind=kind.name,
        sections=parts,
        subject="" if row_id is None else subject,
        name=cells.get("name", ""),
        row_id=row_id,
        version=version,
        notice=notice,
        problems=len(problems or {}),
        next=request.values.get("next", ""),
        removable=kind.name in REMOVABLE and row_id is not None,
        writable=i_may(group.write),
        one_row=kind.name == ONE_ROW,
        map_data=places,
    )


def _places(session: Session, parts: tuple[Section, ...]) -> dict[str, object] | None:
    """What the map shows where a form asks for a place."""
    if not any(part.place for part in parts):
        return None
    known = [{"at": [place.latitude, place.longitude], "city": place.city} for place in placed_sites(session)]
    return {**map_data([], tile_url=shell().settings.tile_url), "places": known}


def _kind(group: Group, name: str) -> Kind:
    if name not in group.kinds:
        raise NotFoundError(f"There are no {name} here.", "Use the tabs.")
    return KINDS[name]


def _list(group: Group, kind: str) -> str:
    return url_for(f"files.{group.code}_list", kind=kind)


def _row(group: Group, kind: str, row_id: int) -> str:
    return url_for(f"files.{group.code}_row", kind=kind, row_id=row_id)


def _opens(group: Group, kind: str, row: ListedRow) -> str:
    """Where a row of a list leads: a customer and a deal have a page of their own beside their form."""
    if kind == "customers":
        return url_for("dossiers.customer", code=row.values["customer"])
    return url_for("dossiers.deal", code=row.values["deal"]) if kind == "deals" else _row(group, kind, row.id)


def _after(group: Group, kind: str, row_id: int) -> str:
    """Where to go when a form is saved: back to where it was opened from, else to the row."""
    target = request.form.get("next", "")
    return safe_next(target) if target else _row(group, kind, row_id)


def _routes() -> None:
    """Five routes for each group, since each has its own permissions."""
    shapes: tuple[tuple[str, str, Callable[..., ResponseReturnValue], list[str]], ...] = (
        ("list", "<kind>", list_, ["GET"]),
        ("new", "<kind>/new", new, ["GET", "POST"]),
        ("row", "<kind>/<int:row_id>", row, ["GET", "POST"]),
        ("remove", "<kind>/<int:row_id>/remove", remove, ["POST"]),
        ("many", "<kind>/many", many, ["POST"]),
    )
    for group in GROUPS:
        for name, rule, view, methods in shapes:
            bp.add_url_rule(
                f"/{group.code}/{rule}",
                f"{group.code}_{name}",
                update_wrapper(partial(view, group), view),
                methods=methods,
            )


_routes()
