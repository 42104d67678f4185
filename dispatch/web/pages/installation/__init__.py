"""The administrator's pages about the installation itself, one file each."""

from __future__ import annotations

from flask import Flask

from dispatch.web.pages.installation import backups, exchange, jobs, programs, sessions, settings

BLUEPRINTS = (sessions.bp, programs.bp, exchange.bp, jobs.bp, backups.bp, settings.bp)


def install(app: Flask) -> None:
    """Register them, and the names that they share."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
