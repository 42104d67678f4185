"""A console over a fresh database, and one browser-like client per role."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from dispatch import settings
from dispatch.accounts.models import ROLES
from dispatch.accounts.users import create_user
from dispatch.db import Database
from dispatch.web import create_app

PASSWORD = "un tour de roue"
_TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates compiled once for all tests."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(database: Database, compiled: FileSystemBytecodeCache) -> Flask:
    """The console, with one user per role whose login is the role."""
    with database.transaction("operator") as session:
        for role in ROLES:
            create_user(session, role, f"{role} Dupont", role, driver_code="DR1" if role == "driver" else "")
    console = create_app(database, settings.current())
    console.jinja_env.bytecode_cache = compiled
    return console


class Browser:
    """A test client that carries the CSRF token as the pages' forms do."""

    def __init__(self, app: Flask, token: str | None, language: str = "fr") -> None:
        self.client: FlaskClient = app.test_client()
        self.headers = {"Accept-Language": language}
        if token is not None:
            with self.client.session_transaction() as cookie:
                cookie["token"] = token

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, **{"headers": self.headers, "buffered": True, **options})

    def csrf(self) -> str:
        found = _TOKEN.search(self.get("/account").text) or _TOKEN.search(self.get("/login").text)
        assert found
        return found.group(1)

    def post(self, path: str, data: dict[str, Any] | None = None, **options: Any) -> Any:
        headers = {**self.headers, "X-CSRFToken": self.csrf(), **options.pop("headers", {})}
        return self.client.post(path, data=data or {}, headers=headers, buffered=True, **options)


@pytest.fixture
def as_role(app: Flask, database: Database) -> Callable[..., Browser]:
    """A browser in which somebody of that role is logged in; None: nobody is."""
    from sqlalchemy import select

    from dispatch.accounts.models import User
    from dispatch.accounts.sessions import open_session

    def browser(role: str | None, language: str = "fr") -> Browser:
        if role is None:
            return Browser(app, None, language)
        with database.transaction(f"user:{role}") as session:
            user = session.scalars(select(User).where(User.login == role)).one()
            user.language = language
            return Browser(app, open_session(session, user), language)

    return browser
