"""Whatever stands in an address, a query or a form, no page ends in an error of ours or of the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dispatch.accounts.models import User
from dispatch.accounts.sessions import open_session
from dispatch.accounts.users import create_user
from dispatch.db import Database
from dispatch.web.route_table import ROUTES
from tests.soak import times
from tests.web.conftest import Browser, on

ENGINES_DIFFER = ["9" * 40, "2147483648", "a\0b"]
HOSTILE = [
    *ENGINES_DIFFER,
    "-1",
    "../../etc/passwd",
    "..%2F..%2Fetc%2Fpasswd",
    "x\r\nX-Evil: 1",
    "' OR 1=1 --",
    "2026-02-30",
    "9999-12-31",
    "٣",
    "NaN",
    "<b>${x}{{7*7}}",
    "é" * 300,
]
FIELDS = [
    "q", "show", "offset", "kind", "before", "on", "since", "by", "day", "number", "next", "page", "format", "week", "language",
    "login", "name", "role", "time_limit", "days", "early", "version", "latitude", "longitude", "reason", "request_key", "until",
]  # fmt: skip
SHARE = max(1, 4 // times(1))
"""One address in so many."""
ENDS_THE_SESSION = {"auth.logout", "auth.login", "auth.link", "account.change_password"}


@pytest.fixture
def console(any_database: Database) -> Flask:
    with any_database.transaction("operator") as session:
        create_user(session, "anna", "Anna Weber", "administrator")
    app = on(any_database)
    app.config.update(WTF_CSRF_ENABLED=False)
    return app


@pytest.fixture
def client(console: Flask, any_database: Database) -> FlaskClient:
    with any_database.transaction("user:anna") as session:
        token = open_session(session, session.query(User).one())
    client = console.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = token
    return client


def _addresses(app: Flask, text: str) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in ROUTES[rule.endpoint]:
            if rule.endpoint not in ENDS_THE_SESSION:
                yield method, re.sub(r"<[^>]+>", lambda _: quote(text, safe="%"), rule.rule)


@pytest.mark.soak
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_address_and_no_field_ends_in_an_error_of_ours(console: Flask, client: FlaskClient, text: str) -> None:
    """Each address with what engines take differently, on both; with the rest every fourth in turn, all in a soak."""
    wrong = []
    turn = HOSTILE.index(text) + 2 * (console.extensions["dispatch"].database.engine.dialect.name == "sqlite")
    share = 1 if text in ENGINES_DIFFER else SHARE
    addresses = list(_addresses(console, text))
    for method, address in addresses[turn % share :: share]:
        given = dict.fromkeys(FIELDS, text)
        asked = {"query_string": given} if method == "GET" else {"data": given}
        answer = client.open(address, method=method, buffered=True, **asked)  # type: ignore[arg-type]
        if answer.status_code >= 500 or "X-Evil" in answer.headers:
            wrong.append((method, address[:80], answer.status_code))
    assert wrong == []
    assert client.get("/users").status_code == 200


def test_a_number_that_no_column_holds_is_no_page(as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    assert browser.get(f"/tours/{2**31}").status_code == 404
    assert browser.get(f"/journal?before={2**63}").status_code == 200


def test_a_nul_is_refused_in_words(as_role: Callable[..., Browser]) -> None:
    answer = as_role("administrator").get("/orders?q=a%00b")
    assert answer.status_code == 400
    assert "caractère NUL" in answer.text
