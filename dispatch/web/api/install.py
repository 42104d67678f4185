"""Putting the table of operations on the application's routes, and the OpenAPI document beside them."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from flask import Blueprint, Flask, Response, jsonify
from flask_wtf import CSRFProtect

from dispatch.web.api import bearer
from dispatch.web.api.answering import answer
from dispatch.web.api.openapi import document
from dispatch.web.api.operations import Operation
from dispatch.web.api.resources import OPERATIONS
from dispatch.web.shell import shell

ROOT = "/api/v1"


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Add every operation; forged requests are no matter here, since no cookie is ever read."""
    bearer.install(app)
    blueprint = Blueprint("api", __name__, url_prefix=ROOT)
    blueprint.add_url_rule("/openapi.json", "openapi", _openapi, methods=["GET"])
    for one in OPERATIONS.values():
        blueprint.add_url_rule(one.path, one.name, _view(one), methods=[one.method])
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)


def _openapi() -> Response:
    return jsonify(document(shell().settings.address, version("tournee")))


def _view(one: Operation) -> Any:
    def view(**parameters: Any) -> Response:
        return answer(one, **parameters)

    return view
