"""Error pages that say what to do, in the reader's language; for a fragment, a notice in the page that stays."""

from __future__ import annotations

import errno
import logging

from flask import Flask, Response, make_response, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from dispatch.errors import DispatchError, ThrottledError
from dispatch.web.api import problems
from dispatch.web.details import said
from dispatch.web.error_words import words_for
from dispatch.web.language import gettext

_log = logging.getLogger(__name__)

BUSY_RETRY_S = 5
SAID_ENOUGH = (403, 404, 429)
"""Title and advice say it all, and what was asked for is not confirmed to whoever may not see it."""


def install(app: Flask) -> None:
    """Handle our errors, HTTP's, the database's and the disk's."""
    app.register_error_handler(DispatchError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(OSError, _disk)


def notice_page(
    status: int, title: str, advice: str, detail: str = "", headers: dict[str, str] | None = None
) -> Response:
    """An error as a page, or as a notice where htmx asked for a fragment."""
    fragment = "HX-Request" in request.headers
    template = "error_notice.html" if fragment else "error.html"
    response = make_response(
        render_template(template, status=status, title=title, advice=advice, detail=detail), status
    )
    if fragment:
        response.headers.update({"HX-Retarget": "#notices", "HX-Reswap": "innerHTML"})
    response.headers.update(headers or {})
    return response


def _ours(error: DispatchError) -> Response:
    title, advice = words_for(error.http_status, error.code)
    if error.http_status >= 500:
        _log.error("%s: %s", error.code, error)
    headers = {}
    if isinstance(error, ThrottledError):
        headers["Retry-After"] = str(error.retry_after_s)
    elif error.http_status == 503:
        headers["Retry-After"] = str(BUSY_RETRY_S)
    if problems.asks_api():
        return problems.of_error(error, headers)
    detail = "" if error.http_status in SAID_ENOUGH else said(f"{error.detail} {error.hint}".strip())
    return notice_page(error.http_status, title, advice, detail, headers)


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if error.response is not None or status < 400:
        return Response(error.get_response().get_data(), status, dict(error.get_headers()))
    if problems.asks_api():
        return problems.of_http(error)
    code = "csrf" if type(error).__name__ == "CSRFError" else ""
    title, advice = words_for(status, code)
    headers = (
        {"Allow": ", ".join(sorted(error.valid_methods or ()))}
        if status == 405 and hasattr(error, "valid_methods")
        else {}
    )
    return notice_page(status, title, advice, headers=headers)


def _database(error: OperationalError) -> Response:
    _log.error("database: %s", error.orig)
    said = str(error.orig)
    if "no such" in said:  # the schema is older than the program: `dispatch init` upgrades it
        return notice_page(500, *words_for(500, "schema"))
    status = 507 if "full" in said else 503
    if problems.asks_api():
        return problems.problem(status, problems.CODES[status], headers={"Retry-After": str(BUSY_RETRY_S)})
    return notice_page(status, *words_for(status), headers={"Retry-After": str(BUSY_RETRY_S)})


def _disk(error: OSError) -> Response:
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        raise error
    _log.error("disk: %s", error)
    if problems.asks_api():
        return problems.problem(507, "disk_full", "Nothing was kept.", headers={"Retry-After": str(BUSY_RETRY_S)})
    title, advice = words_for(507)
    return notice_page(507, title, advice, gettext("Rien n’a été enregistré."), {"Retry-After": str(BUSY_RETRY_S)})
