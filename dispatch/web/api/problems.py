"""Errors of the API as problem details (RFC 9457): our code, the detail with the numbers in it, and what to do."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request
from werkzeug.exceptions import HTTPException

from dispatch.errors import DispatchError
from dispatch.web.api.shapes import Fault, Problem

MEDIA_TYPE = "application/problem+json"
CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    412: "precondition_failed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid_input",
    428: "precondition_required",
    429: "throttled",
    503: "busy",
    507: "disk_full",
}
"""Codes of what HTTP itself says."""


class BadShapeError(DispatchError):
    """A request that does not have the shape asked for; one fault for each thing that is wrong."""

    code = "invalid_input"
    http_status = 422

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(
            "; ".join(f"{fault.pointer}: {fault.detail}" for fault in faults[:3]) + ".", "See the OpenAPI document."
        )
        self.faults = faults


def asks_api() -> bool:
    """Whether this request is one of the API, so that an error is told as a problem and not as a page."""
    return request.path.startswith("/api/")


def problem(
    status: int, code: str, detail: str = "", hint: str = "", headers: dict[str, str] | None = None
) -> Response:
    """One problem as an answer."""
    return _answer(_problem(status, code, detail, hint), headers)


def of_error(error: DispatchError, headers: dict[str, str]) -> Response:
    """One of our errors as an answer; a request whose shape is right and that the trade cannot use is a conflict."""
    faults = error.faults if isinstance(error, BadShapeError) else ()
    detail = (
        error.detail if error.http_status < 500 or error.code == "busy" else "The server keeps the reason in its log."
    )
    status = error.http_status
    if status == 400:
        status = 422 if request.method == "GET" else 409
    return _answer(_problem(status, error.code, detail, error.hint, faults), headers)


def of_http(error: HTTPException) -> Response:
    """What HTTP says as an answer; its own headers (`Allow`, `WWW-Authenticate`) stay."""
    status = error.code or 500
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "WWW-Authenticate", "Retry-After")}
    said = str(error.description or "")
    return _answer(_problem(status, CODES.get(status, "error"), said, ""), kept)


def _problem(status: int, code: str, detail: str, hint: str, faults: tuple[Fault, ...] = ()) -> Problem:
    return Problem(
        type=f"urn:tournee:problem:{code}",
        title=HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error",
        status=status,
        detail=detail,
        code=code,
        hint=hint,
        instance=request.path[:200],
        errors=faults,
    )


def _answer(one: Problem, headers: dict[str, str] | None) -> Response:
    response = Response(one.model_dump_json(), one.status, content_type=MEDIA_TYPE)
    response.headers.update(headers or {})
    return response
