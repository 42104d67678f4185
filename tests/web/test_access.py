"""Every route, every method, every role and nobody: only what the table grants passes the door."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask, abort

from dispatch import settings
from dispatch.accounts.models import ROLES
from dispatch.accounts.permissions import PERMISSIONS
from dispatch.db import Database
from dispatch.errors import SettingsError
from dispatch.web import create_app
from dispatch.web.access import check_table, safe_next
from dispatch.web.route_table import PUBLIC, ROUTES, SIGNED_IN
from tests.web.conftest import Browser

SAMPLES = {
    "line_no": "1",
    "token": "no-such-token",
    "day": "2026-11-25",
    "reference": "NO-SUCH-ORDER",
    "number": "BL-2026-987654",
    "code": "NO-SUCH-SITE",
    "line_id": "987654",
    "payment_id": "987654",
    "row_id": "987654",
    "kind": "orders",
    "key": "trigger:NO-SUCH-NOTE",
    "suffix": "csv",
    "filename": "no-such-file",
}

ROWS = [(endpoint, method) for endpoint, row in ROUTES.items() for method in row]


def address(app: Flask, endpoint: str) -> str:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: _sample(found.group(1)), rule.rule)


def _sample(name: str) -> str:
    return "987654" if name.endswith("_id") else SAMPLES[name]


@pytest.mark.parametrize("role", [*ROLES, None])
def test_every_route_is_open_to_exactly_the_roles_of_the_table(
    app: Flask, as_role: Callable[..., Browser], role: str | None
) -> None:
    browser = as_role(role)
    token = browser.csrf()
    for endpoint in app.view_functions:
        app.view_functions[endpoint] = lambda **_: abort(418)
    wrong = []
    for endpoint, method in ROWS:
        needed = ROUTES[endpoint][method]
        allowed = needed == PUBLIC or (role is not None and (needed == SIGNED_IN or role in PERMISSIONS[needed]))
        status = browser.client.open(address(app, endpoint), method=method, headers={"X-CSRFToken": token}).status_code
        expected = 418 if allowed else 403 if role else 302 if method == "GET" else 401
        if endpoint.startswith("api.") and needed != PUBLIC:
            expected = 401  # no cookie opens the API, whoever it belongs to
        if status != expected:
            wrong.append((endpoint, method, status, expected))
    assert not wrong


def test_no_unsafe_route_runs_without_a_csrf_token(app: Flask, as_role: Callable[..., Browser]) -> None:
    wrong = []
    for role in (None, *ROLES):
        browser = as_role(role)
        for endpoint, method in ROWS:
            if method != "GET":
                status = browser.client.open(address(app, endpoint), method=method).status_code
                if status not in (400, 401, 403):
                    wrong.append((role, endpoint, method, status))
    assert not wrong


def test_methods_that_are_not_in_the_table_are_refused(app: Flask, as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    token = browser.csrf()
    methods_of: dict[str, set[str]] = {}
    for endpoint, row in ROUTES.items():
        methods_of.setdefault(address(app, endpoint), set()).update(row)
    for endpoint in ROUTES:
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"} - methods_of[
            address(app, endpoint)
        ]:
            status = browser.client.open(
                address(app, endpoint), method=method, headers={"X-CSRFToken": token}
            ).status_code
            assert status in (403, 405), (endpoint, method, status)


@pytest.fixture
def new(database: Database) -> Flask:
    """An application to which nobody has talked yet."""
    return create_app(database, settings.current())


def test_a_route_that_is_not_in_the_table_fails_at_the_start(new: Flask) -> None:
    new.add_url_rule("/back-door", "back_door", lambda: "hello")
    with pytest.raises(SettingsError, match="back_door GET is not in the table"):
        check_table(new)


def test_a_route_added_later_is_open_to_nobody(new: Flask, as_role: Callable[..., Browser]) -> None:
    new.add_url_rule("/back-door", "back_door", lambda: "hello")
    assert as_role("administrator", on=new).get("/back-door").status_code == 403


def test_a_row_that_leads_nowhere_fails_at_the_start(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROUTES, "gone.page", {"GET": PUBLIC})
    with pytest.raises(SettingsError, match=r"gone\.page GET is in the table and leads nowhere"):
        create_app(database, settings.current())


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "/a\r\nX: y",
        "",
    ],
)
def test_log_in_never_leads_to_another_host(target: str) -> None:
    assert safe_next(target) == "/"
