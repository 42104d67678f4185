"""The pages, one blueprint a file."""

from __future__ import annotations

from flask import Flask

from dispatch.web.pages import account, auth, documents, health, home, journal, users

BLUEPRINTS = (health.bp, auth.bp, account.bp, home.bp, users.bp, journal.bp, documents.bp)


def install(app: Flask) -> None:
    """Register every page."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
