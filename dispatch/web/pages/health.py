"""Whether the process lives, and whether it can serve."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from dispatch.db.engine import ping
from dispatch.db.schema import require_current
from dispatch.web.shell import shell

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@bp.get("/readyz")
def readyz() -> Response | tuple[Response, int, dict[str, str]]:
    """Say whether the database answers in the shape this program knows, and the data folder can be written."""
    try:
        ping(shell().database)
        require_current(shell().database)
        shell().settings.folder.mkdir(parents=True, exist_ok=True)
    except Exception:  # noqa: BLE001  whatever it is, we cannot serve
        return jsonify(status="unavailable"), 503, {"Retry-After": "5"}
    return jsonify(status="ready")
