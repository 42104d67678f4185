"""Imports: one or several files, checked or taken, all or nothing each; templates; what is left for a person to do."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath
from typing import Literal, cast

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from dispatch.customers.placed import placed_sites
from dispatch.errors import InvalidInputError, NotFoundError
from dispatch.intake import KINDS, ImportReport, run_import, template, worklist
from dispatch.intake.batches import recent_batches
from dispatch.web.coordinates import coordinate
from dispatch.web.language import gettext as _
from dispatch.web.language import reader_language
from dispatch.web.map_data import map_data
from dispatch.web.shell import me, reading, shell, transaction

bp = Blueprint("imports", __name__)

BY_NAME = "auto"
PASTED = "collage.csv"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
MOST_FILES, MOST_WARNINGS, MOST_PROBLEMS = 20, 200, 200


@bp.get("/imports")
def index() -> ResponseReturnValue:
    """The form, the templates, the last files."""
    return _page(kind=request.args.get("kind", BY_NAME))


@bp.post("/imports")
def upload() -> ResponseReturnValue:
    """Take the files in the order in which one needs the other; stop at the first that has an error."""
    kind, dry_run = request.form.get("kind", BY_NAME), bool(request.form.get("dry_run"))
    files = [file for file in request.files.getlist("files") if file.filename][:MOST_FILES]
    if request.form.get("pasted", "").strip():
        files.append(_pasted(request.form["pasted"]))
    if not files:
        return _page(kind=kind, problem=_("Choisissez un fichier .xlsx ou .csv, ou collez des cellules.")), 400
    try:
        known = sorted(((_kind(kind, file), file) for file in files), key=lambda pair: list(KINDS).index(pair[0]))
    except InvalidInputError as error:
        return _page(kind=kind, problem=error.detail), 400
    reports: list[ImportReport] = []
    for chosen, file in known:
        reports.append(
            run_import(
                shell().database,
                me().actor,
                chosen,
                file.read(),
                _name(file),
                dry_run=dry_run,
                language=reader_language(),
            )
        )
        if reports[-1].errors:
            break
    waiting = [_name(file) for _chosen, file in known[len(reports) :]]
    page = _page(kind=kind, reports=reports, dry_run=dry_run, waiting=waiting)
    return page, 400 if any(report.errors for report in reports) else 200


@bp.get("/imports/template/<kind>.<suffix>")
def download_template(kind: str, suffix: str) -> Response:
    """The template of one kind."""
    if kind not in KINDS or suffix not in MEDIA_TYPES:
        raise NotFoundError(f"There is no template {kind}.{suffix}.", "Look on the page of imports.")
    response = make_response(template(kind, cast("Literal['xlsx', 'csv']", suffix)))
    response.headers["Content-Type"] = MEDIA_TYPES[suffix]
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.{suffix}"'
    return response


@bp.get("/imports/worklist")
def worklist_page() -> ResponseReturnValue:
    """Sites to place, warnings to look at."""
    return _worklist()


@bp.post("/imports/sites/<code>")
def place(code: str) -> ResponseReturnValue:
    """Give a site its place on the map."""
    try:
        latitude = coordinate(request.form.get("latitude", ""), 90, _("La latitude"))
        longitude = coordinate(request.form.get("longitude", ""), 180, _("La longitude"))
    except InvalidInputError as error:
        return _worklist(code=code, problem=error.detail), 400
    with transaction() as session:
        worklist.place_site(session, code, latitude, longitude)
    return redirect(url_for("imports.worklist_page"), 303)


@bp.post("/imports/warnings/<int:warning_id>")
def close_warning(warning_id: int) -> ResponseReturnValue:
    """Somebody has looked at it."""
    with transaction() as session:
        worklist.close_warning(session, warning_id)
    return redirect(url_for("imports.worklist_page", _anchor="warnings"), 303)


def _kind(chosen: str, file: FileStorage) -> str:
    if chosen in KINDS:
        return chosen
    if _name(file) == PASTED:
        raise InvalidInputError(_("Dites de quelle sorte sont les cellules collées."))
    stem = PurePosixPath(_name(file)).stem.lower()
    found = [kind for kind in KINDS if stem.startswith(kind) or stem.endswith(kind)]
    if len(found) != 1:
        raise InvalidInputError(
            _(
                "Le nom « %(name)s » ne dit pas de quelle sorte de fichier il s’agit : choisissez la sorte.",
                name=_name(file),
            )
        )
    return found[0]


def _pasted(text: str) -> FileStorage:
    """Cells copied out of a spreadsheet, as the file that they would be."""
    return FileStorage(BytesIO(text.encode()), filename=PASTED)


def _name(file: FileStorage) -> str:
    return (file.filename or "").replace("\\", "/").rsplit("/", 1)[-1][:255]


def _page(
    *,
    kind: str,
    reports: list[ImportReport] | None = None,
    dry_run: bool = False,
    waiting: list[str] | None = None,
    problem: str = "",
) -> str:
    with reading() as session:
        batches = recent_batches(session)
        to_place = len(worklist.to_place(session))
        warnings = len(worklist.open_warnings(session))
    return render_template(
        "imports.html",
        kinds=list(KINDS),
        kind=kind if kind in KINDS else BY_NAME,
        reports=reports or [],
        dry_run=dry_run,
        waiting=waiting or [],
        problem=problem,
        pasted="" if reports and not dry_run and not reports[-1].errors else request.form.get("pasted", ""),
        batches=batches,
        to_place=to_place,
        warnings=warnings,
        most=MOST_PROBLEMS,
    )


def _worklist(*, code: str = "", problem: str = "") -> str:
    with reading() as session:
        sites = worklist.to_place(session)
        warnings = worklist.open_warnings(session)
        known = [{"at": [place.latitude, place.longitude], "city": place.city} for place in placed_sites(session)]
    return render_template(
        "worklist.html",
        sites=sites,
        warnings=warnings[:MOST_WARNINGS],
        warning_count=len(warnings),
        code=code,
        problem=problem,
        form=request.form,
        map_data={**map_data([], tile_url=shell().settings.tile_url), "places": known},
    )
