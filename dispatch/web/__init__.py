"""The console: Flask's one home. Pages are server-rendered; a view reads the form, calls one service, answers."""

from dispatch.web.app import create_app

__all__ = ["create_app"]
