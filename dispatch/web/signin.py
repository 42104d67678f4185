"""Who is asking: the signed cookie carries a token, the database says whether it still opens anything."""

from __future__ import annotations

from flask import Flask, g, request, session

from dispatch.accounts.sessions import find_session
from dispatch.web.shell import shell

_KEY = "token"


def install(app: Flask) -> None:
    """Look up the asker before every request that may need one."""
    app.before_request(_look_up)


def remember(token: str) -> None:
    """Keep the token in a cookie that is otherwise empty: what was signed before log-in is thrown away."""
    session.clear()
    session[_KEY] = token
    session.permanent = True


def forget() -> None:
    """Empty the cookie."""
    session.clear()


def token() -> str:
    """The token that came with the request, empty when none did."""
    return str(session.get(_KEY, ""))


def _look_up() -> None:
    g.asker = None
    if (
        request.endpoint in {None, "static", "health.healthz", "health.readyz"}
        or request.blueprint == "api"
        or not token()
    ):
        return
    with shell().database.reading() as reading:
        g.asker = find_session(reading, token())
