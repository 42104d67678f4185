"""A program with a token, and a small company to ask about."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dispatch.accounts.api_tokens import create_token
from dispatch.db import Database
from tests import builders
from tests.web.conftest import on

_names = count()


class Program:
    """A client that shows a token and gives each change a key of its own."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers={**self.headers, **headers})

    def send(self, method: str, path: str, body: Any = None, key: str | None = None, **headers: str) -> Any:
        extra = {"Idempotency-Key": key or f"key-{next(_names)}", **headers}
        options: dict[str, Any] = {}
        if body is not None:
            options = {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.open(f"/api/v1{path}", method=method, headers={**self.headers, **extra}, **options)

    def post(self, path: str, body: Any = None, key: str | None = None, **headers: str) -> Any:
        return self.send("POST", path, body, key, **headers)


@pytest.fixture
def app(database: Database) -> Flask:
    return on(database)


@pytest.fixture
def program(app: Flask, database: Database) -> Callable[..., Program]:
    """A program of a role, with all that the role may do or part of it."""

    def make(role: str = "sales", **limits: Any) -> Program:
        with database.transaction("user:administrator") as session:
            _, token = create_token(session, f"program-{next(_names)}", role, **limits)
        return Program(app, token)

    return make


@pytest.fixture
def shop(database: Database) -> Database:
    """A customer with a site, another one, and two products."""
    with database.transaction("test") as session:
        one, other = builders.customer(session, "C1"), builders.customer(session, "C2")
        builders.site(session, one, "S1")
        builders.site(session, other, "S2")
        builders.product(session, "P1")
        builders.product(session, "P2", price_micros=2_500_000)
    return database


def an_order(**changes: Any) -> dict[str, Any]:
    """The body of an order of three units of P1."""
    line = {"line_no": 1, "product": "P1", "ordered_qty": 3_000, "requested_on": "2026-11-25"}
    return {"customer": "C1", "site": "S1", "lines": [line], **changes}
