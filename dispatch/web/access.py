"""Default deny: a request passes only if its endpoint and method stand in the table and the asker has the capability."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Unauthorized

from dispatch.accounts.permissions import PERMISSIONS, may
from dispatch.errors import ForbiddenError, SettingsError
from dispatch.web.api import bearer
from dispatch.web.route_table import PUBLIC, ROUTES, SIGNED_IN
from dispatch.web.shell import asker


def install(app: Flask) -> None:
    """Guard every request."""
    app.before_request(_guard)


def check_table(app: Flask) -> None:
    """Compare the table with the routes of the application, both ways.

    Raises
    ------
    SettingsError
        Naming the routes that the table lacks, the rows that lead nowhere, and capabilities that do not exist.
    """
    served = {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in _methods(rule.methods)}
    listed = {(endpoint, method) for endpoint, row in ROUTES.items() for method in row}
    unknown = {name for row in ROUTES.values() for name in row.values()} - {PUBLIC, SIGNED_IN, *PERMISSIONS}
    wrong = [f"{endpoint} {method} is not in the table" for endpoint, method in sorted(served - listed)]
    wrong += [f"{endpoint} {method} is in the table and leads nowhere" for endpoint, method in sorted(listed - served)]
    wrong += [f"the capability {name} does not exist" for name in sorted(unknown)]
    if wrong:
        raise SettingsError(
            f"Routes and permissions differ: {'; '.join(wrong)}.", "Complete dispatch/web/route_table.py."
        )


def safe_next(target: str) -> str:
    """The page to go to after log-in: a path of ours, or the start."""
    parts = urlsplit(target)
    ours = target.startswith("/") and not parts.scheme and not parts.netloc
    return target if ours and "\\" not in target and target.isprintable() else "/"


def _methods(methods: set[str] | None) -> set[str]:
    return (methods or set()) - {"HEAD", "OPTIONS"}


def _guard() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such page, or no such method: Flask answers 404 or 405
    method = "GET" if request.method == "HEAD" else request.method
    needed = ROUTES.get(endpoint, {}).get(method)
    if needed == PUBLIC:
        return None
    if needed is None:
        raise ForbiddenError(f"{method} {request.path} is open to nobody.", "Use the menu.")
    if endpoint.startswith("api."):
        bearer.admit(needed)
        return None
    found = asker()
    if found is None:
        if method != "GET" or "HX-Request" in request.headers:
            raise Unauthorized
        return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))
    if needed != SIGNED_IN and not may(found.role, needed):
        raise ForbiddenError(f"The role {found.role} has no access to {request.path}.", "Ask an administrator.")
    return None
