"""Tokens: every operation is open to exactly what role and scopes grant; a revoked, late or unknown token opens nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, abort
from sqlalchemy import select

from dispatch.accounts import api_tokens
from dispatch.accounts.api_models import TOKEN_ROLES, ApiToken
from dispatch.accounts.permissions import PERMISSIONS, may
from dispatch.accounts.tokens import token_hash
from dispatch.db import Database
from dispatch.errors import InvalidInputError, RefusedError
from dispatch.journal import JournalEntry
from dispatch.web.rate import Rate
from dispatch.web.route_table import PUBLIC, ROUTES
from tests.web.api.conftest import Program
from tests.web.test_access import address

Make = Callable[..., Program]
ROWS = [
    (name, method)
    for name, row in ROUTES.items()
    for method in row
    if name.startswith("api.") and row[method] != PUBLIC
]


@pytest.mark.parametrize("role", TOKEN_ROLES)
def test_every_operation_is_open_to_exactly_the_roles_of_the_table(app: Flask, program: Make, role: str) -> None:
    whole, scope = program(role), next(name for name in PERMISSIONS if may(role, name) and name.endswith(".read"))
    part = program(role, scopes=[scope])
    for endpoint, _ in ROWS:
        app.view_functions[endpoint] = lambda **_: abort(418)
    for caller, granted in ((whole, set(PERMISSIONS)), (part, {scope})):
        for endpoint, method in ROWS:
            needed = ROUTES[endpoint][method]
            status = caller.client.open(address(app, endpoint), method=method, headers=caller.headers).status_code
            assert status == (418 if may(role, needed) and needed in granted else 403), (endpoint, needed)


def test_the_document_is_open_and_nothing_else_is(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/api/v1/openapi.json").status_code == 200
    for endpoint, method in ROWS:
        answer = client.open(address(app, endpoint), method=method)
        assert (answer.status_code, answer.content_type) == (401, "application/problem+json")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_token_is_shown_once_and_only_its_hash_is_kept(database: Database) -> None:
    with database.transaction("user:anna") as session:
        row, text = api_tokens.create_token(session, "erp", "sales")
    with database.reading() as session:
        kept = session.scalars(select(ApiToken)).one()
        told = session.scalars(select(JournalEntry.payload).where(JournalEntry.kind == "token.created")).one()
    assert text.startswith("tournee_")
    assert (kept.token_hash, kept.created_by, row.id) == (token_hash(text), "user:anna", kept.id)
    assert text not in told


def test_a_revoked_token_opens_nothing_from_that_moment_on(program: Make, database: Database) -> None:
    caller = program()
    assert caller.get("/products").status_code == 200
    with database.transaction("user:anna") as session:
        (row,) = api_tokens.all_tokens(session)
        api_tokens.revoke_token(session, row.id)
    assert caller.get("/products").status_code == 401
    with database.reading() as session:
        (row,) = api_tokens.all_tokens(session)
    assert (row.open, row.revoked_by) == (False, "user:anna")


def test_a_token_ends_when_it_was_to_end(program: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    caller = program(expires_at=soon)
    assert caller.get("/products").status_code == 200
    monkeypatch.setattr(api_tokens.clock, "real_now", lambda: soon)
    assert caller.get("/products").status_code == 401


def test_the_last_use_is_kept(program: Make, database: Database) -> None:
    program().get("/products")
    with database.reading() as session:
        assert api_tokens.all_tokens(session)[0].last_used_at is not None


def test_a_token_has_a_name_of_its_own_and_no_right_that_its_role_lacks(database: Database) -> None:
    with database.transaction("user:anna") as session:
        api_tokens.create_token(session, "erp", "sales")
        with pytest.raises(RefusedError, match="erp"):
            api_tokens.create_token(session, "ERP ", "sales")
        with pytest.raises(InvalidInputError, match=r"invoice\.issue"):
            api_tokens.create_token(session, "plan", "planner", scopes=["invoice.issue"])
        with pytest.raises(InvalidInputError, match="driver"):
            api_tokens.create_token(session, "van", "driver")


def test_a_planners_token_sees_prices_only_if_granted(program: Make, shop: Database) -> None:
    assert program("planner").get("/products/P1").json["price_micros"] is None
    assert program("planner", sees_prices=True).get("/products/P1").json["price_micros"] == 10_000_000


def test_too_many_calls_and_guessed_tokens_are_made_to_wait(app: Flask, program: Make) -> None:
    caller = program()
    app.extensions["api_rates"] = (Rate(2), Rate(1))
    assert [caller.get("/products").status_code for _ in range(3)] == [200, 200, 429]
    caller.headers = {"Authorization": "Bearer guessed"}
    answers = [caller.get("/products") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [401, 429]
    assert int(answers[1].headers["Retry-After"]) >= 1


def test_errors_of_http_itself_are_problems_too(program: Make, shop: Database) -> None:
    caller = program()
    for status, answer in (
        (404, caller.get("/nothing")),
        (405, caller.send("DELETE", "/products")),
        (422, caller.get("/products?limit=0")),
        (422, caller.get("/products?limit=1&limit=2")),
        (422, caller.get("/products/P1?x=1")),
        (415, caller.client.post("/api/v1/orders", data="x", headers={**caller.headers, "Idempotency-Key": "k"})),
        (400, caller.client.post("/api/v1/orders", data="{", content_type="application/json", headers={**caller.headers, "Idempotency-Key": "k"})),
        (413, caller.client.post("/api/v1/orders", data=b" " * 1_000_001, content_type="application/json", headers={**caller.headers, "Idempotency-Key": "k"})),
    ):  # fmt: skip
        assert (answer.status_code, answer.content_type, answer.json["status"]) == (
            status,
            "application/problem+json",
            status,
        )
        assert answer.json["type"] == f"urn:tournee:problem:{answer.json['code']}"
