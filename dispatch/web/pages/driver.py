"""The driver's phone: a signed code opens today's tour, without an account and without a network; what happens comes in as events.

Whoever holds the sheet with the code is the driver. The code of a note, which the customer holds too, opens that note
alone, to be read.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from dispatch.delivery.phone_links import Opened, open_note, open_tour
from dispatch.delivery.phone_pictures import Pictures, read_pictures
from dispatch.delivery.phone_reports import PhoneReport, read_report
from dispatch.delivery.phone_tour import phone_note, phone_tour
from dispatch.errors import BusyError, DispatchError, ForbiddenError, InvalidInputError, NotFoundError, ThrottledError
from dispatch.invoicing.phone import take
from dispatch.web.driver_data import tour_data
from dispatch.web.language import LANGUAGES, reader_language
from dispatch.web.rate import Rate
from dispatch.web.shell import reading, shell

bp = Blueprint("driver", __name__, url_prefix="/d")

HEADER, VALUE = "X-Tournee", "driver"
"""Sent by our own script alone: another site cannot set it without asking us first, and we do not answer that question."""
SOURCES = {
    "default": "'none'",
    "script": "'self'",
    "style": "'self'",
    "img": "'self' data:",
    "font": "'self'",
    "connect": "'self'",
    "manifest": "'self'",
    "worker": "'self'",
}
POLICY = "; ".join(f"{kind}-src {source}" for kind, source in SOURCES.items())
POLICY += "; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
"""Stricter than the console's: not even a nonce lets a script into the page."""
MOST_EVENT_CHARS = 64_000
STATIC = Path(__file__).parents[1] / "static"
_PHOTO = re.compile(r"photo_(\d{1,6})\Z")


@bp.record
def _install(state: BlueprintSetupState) -> None:
    app = state.app
    app.extensions["csrf"].exempt(report)  # a token in the path, our header and the same origin stand for it
    app.extensions["driver_rates"] = (Rate(240), Rate(40))


@bp.after_request
def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@bp.get("/")
def start() -> ResponseReturnValue:
    """Go to the tour that this phone has opened last; its own script knows which."""
    return render_template("driver_start.html", chosen=reader_language(), languages=LANGUAGES)


@bp.get("/worker.js")
def worker() -> ResponseReturnValue:
    """The service worker; its text changes with every file that it keeps."""
    app = current_app
    version, files = _shell_files(app.static_folder or str(STATIC))
    urls = [url_for("static", filename=name) for name in files]
    head = f"const VERSION = {json.dumps(version)};\nconst SHELL = {json.dumps(urls)};\n"
    text = head + (STATIC / "driver" / "worker.js").read_text(encoding="utf-8")
    response = make_response(text)
    response.headers["Content-Type"] = "text/javascript; charset=utf-8"
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.get("/<token>")
def page(token: str) -> ResponseReturnValue:
    """The tour of the code, or the one note of the code; anything else is not there."""
    with reading() as session:
        number = open_note(session, token)
        if number is not None:
            sheet, note = phone_note(session, number)
            return render_template("driver_note.html", sheet=sheet, note=note)
    try:
        opened = _open(token)
    except NotFoundError:
        return render_template("driver_gone.html"), 404
    return render_template("driver.html", token=token, stop_id=opened.stop_id, chosen=reader_language())


@bp.get("/<token>/tour")
def tour(token: str) -> ResponseReturnValue:
    """The tour as it stands, for the script."""
    try:
        opened = _open(token)
        with reading() as session:
            return jsonify(tour_data(phone_tour(session, opened.tour_id)))
    except DispatchError as error:
        return _problem(error)


@bp.post("/<token>/events")
def report(token: str) -> ResponseReturnValue:
    """One event with its pictures; an answer means that it is committed."""
    try:
        _require_our_page()
        opened = _open(token, reporting=True)
        event, pictures = _event(), _pictures()
        return jsonify(asdict(take(shell().database, opened.actor, shell().store, opened.tour_id, event, pictures)))
    except DispatchError as error:
        return _problem(error)


def _open(token: str, *, reporting: bool = False) -> Opened:
    tours, strangers = current_app.extensions["driver_rates"]
    try:
        with reading() as session:
            opened = open_tour(session, token, reporting=reporting)
    except NotFoundError:
        strangers.count(request.remote_addr or "")
        raise
    tours.count(f"{opened.tour_id}")
    return opened


def _require_our_page() -> None:
    origin = request.headers.get("Origin")
    if (
        request.headers.get(HEADER) != VALUE
        or request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        or (origin is not None and urlsplit(origin).netloc != request.host)
    ):
        raise ForbiddenError("Events come from the driver's page alone.", "Scan the code of the route sheet.")


def _event() -> PhoneReport:
    text = request.form.get("event", "")
    if len(text) > MOST_EVENT_CHARS:
        raise InvalidInputError(f"The event has {len(text)} characters.", f"{MOST_EVENT_CHARS} are the most.")
    try:
        return read_report(json.loads(text))
    except (ValueError, RecursionError):
        raise InvalidInputError("The event is no JSON.", "Reload the page.") from None


def _pictures() -> Pictures:
    signature = request.files.get("signature")
    photos = []
    for name, file in request.files.items(multi=True):
        found = _PHOTO.match(name)
        if found:
            photos.append((int(found.group(1)), file.read()))
    return read_pictures(signature.read() if signature else None, photos)


def _problem(error: DispatchError) -> ResponseReturnValue:
    """An error for the script: it keeps what was not committed."""
    answer = jsonify(code=error.code, detail=error.detail, hint=error.hint)
    if isinstance(error, ThrottledError):
        answer.headers["Retry-After"] = str(error.retry_after_s)
    elif isinstance(error, BusyError):
        answer.headers["Retry-After"] = "2"
    return answer, error.http_status


@cache
def _shell_files(folder: str) -> tuple[str, tuple[str, ...]]:
    """A version over everything that the page needs, and the names of those files."""
    root = Path(folder)
    kept = [path for path in sorted((root / "driver").iterdir()) if path.name != "worker.js"]
    kept += [root / "css" / "tokens.css", root / "icon.svg", *sorted((root / "vendor" / "inter").glob("*.woff2"))]
    digest = hashlib.sha256((root / "driver" / "worker.js").read_bytes())
    for path in kept:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16], tuple(path.relative_to(root).as_posix() for path in kept)
