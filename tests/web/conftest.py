"""A console over a fresh database, and one browser-like client per role."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dispatch import settings
from dispatch.accounts.models import ROLES
from dispatch.accounts.users import create_user
from dispatch.db import Database
from dispatch.secret import secret_key
from dispatch.web import create_app
from dispatch.web.rate import Rate
from dispatch.web.shell import Shell

PASSWORD = "un tour de roue"
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


@cache
def _built() -> tuple[Flask, dict[str, dict[str, Any]]]:
    """The application of this process, and what a test may change of it as it was at the start."""
    app = create_app(Database("sqlite://"), settings.current())
    return app, {part: dict(getattr(app, part)) for part in ("config", "extensions", "view_functions")}


def on(database: Database) -> Flask:
    """The application as if it had just been made over this database: to register its routes takes longer than most tests."""
    app, first = _built()
    for part, rows in first.items():
        getattr(app, part).clear()
        getattr(app, part).update(rows)
    app.config["SECRET_KEY"] = secret_key()
    app.extensions["dispatch"] = Shell(database, settings.current())
    for rates in ("api_rates", "driver_rates"):
        app.extensions[rates] = tuple(Rate(rate.limit, rate.window_s) for rate in first["extensions"][rates])
    return app


@pytest.fixture
def app(database: Database) -> Flask:
    """The console, with one user per role whose login is the role."""
    with database.transaction("operator") as session:
        for role in ROLES:
            create_user(session, role, f"{role} Dupont", role, driver_code="DR1" if role == "driver" else "")
    return on(database)


class Browser:
    """A test client that carries the CSRF token as the pages' forms do."""

    def __init__(self, app: Flask, token: str | None, language: str = "fr") -> None:
        self.client: FlaskClient = app.test_client()
        self.headers = {"Accept-Language": language}
        self._csrf = ("", "")
        if token is not None:
            with self.client.session_transaction() as cookie:
                cookie["token"] = token

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **{"headers": self.headers, "buffered": True, **options})

    def csrf(self) -> str:
        """The token of the pages, asked once per log-in."""
        if self._csrf[0] != self._secret() or not self._csrf[0]:
            found = _TOKEN.search(self.get("/account").text) or _TOKEN.search(self.get("/login").text)
            assert found
            self._csrf = (self._secret(), found.group(1))
        return self._csrf[1]

    def _secret(self) -> str:
        with self.client.session_transaction() as cookie:
            return str(cookie.get("csrf_token", ""))

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        headers = {**self.headers, "X-CSRFToken": self.csrf(), **options.pop("headers", {})}
        return self.client.post(path, data=data or {}, headers=headers, buffered=True, **options)


@pytest.fixture
def as_role(app: Flask, database: Database) -> Callable[..., Browser]:
    """A browser in which somebody of that role is logged in; None: nobody is."""
    from sqlalchemy import select

    from dispatch.accounts.models import User
    from dispatch.accounts.sessions import open_session

    def browser(role: str | None, language: str = "fr", on: Flask = app) -> Browser:
        if role is None:
            return Browser(on, None, language)
        with database.transaction(f"user:{role}") as session:
            user = session.scalars(select(User).where(User.login == role)).one()
            user.language = language
            return Browser(on, open_session(session, user), language)

    return browser
