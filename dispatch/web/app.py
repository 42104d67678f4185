"""The application factory: one database, one set of settings, every guard in place before the first request."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from dispatch.accounts.sessions import ABSOLUTE
from dispatch.db import Database
from dispatch.secret import secret_key
from dispatch.settings import Settings
from dispatch.web import (
    access,
    after_words,
    amendment_words,
    api,
    chosen,
    details,
    edit_words,
    error_pages,
    formats,
    headers,
    installation_words,
    language,
    layout_words,
    lists,
    menu,
    pages,
    params,
    shell,
    signin,
    tour_marks,
    words,
)

MAX_UPLOAD_BYTES = 20 * 1024 * 1024


def create_app(database: Database, settings: Settings) -> Flask:
    """The console over one database.

    Raises
    ------
    SettingsError
        When a route is not in the permission table, or the secret cannot be kept.
    """
    app = Flask(__name__, static_folder="static", template_folder="templates")
    secure = settings.address.startswith("https://")
    app.config.update(
        SECRET_KEY=secret_key(),
        DEBUG=settings.debug,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        MAX_CONTENT_LENGTH=MAX_UPLOAD_BYTES,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_NAME="__Host-tournee" if secure else "tournee",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=ABSOLUTE,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=secure,
        BABEL_TRANSLATION_DIRECTORIES=str(Path(__file__).parent / "translations"),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["dispatch"] = shell.Shell(database, settings)
    headers.install(app, secure=secure)
    signin.install(app)
    access.install(app)  # before the CSRF check: whoever may not ask hears that first
    csrf = CSRFProtect(app)
    params.install(app)
    language.install(app)
    formats.install(app)
    words.install(app)
    amendment_words.install(app)
    installation_words.install(app)
    chosen.install(app)
    after_words.install(app)
    layout_words.install(app)
    details.install(app)
    tour_marks.install(app)
    edit_words.install(app)
    menu.install(app)
    lists.install(app)
    error_pages.install(app)
    pages.install(app)
    api.install(app, csrf)
    access.check_table(app)
    return app
