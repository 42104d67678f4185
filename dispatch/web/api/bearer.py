"""Letting programs in: a bearer token and nothing else, so that no cookie of a browser ever calls the API."""

from __future__ import annotations

from flask import Flask, current_app, g, request
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Unauthorized

from dispatch.accounts.api_tokens import TokenHolder, find_token, note_use, use_is_stale
from dispatch.errors import BusyError, ForbiddenError
from dispatch.web.rate import Rate
from dispatch.web.shell import shell

MOST_BYTES = 1_000_000
"""Of a body; forms of the console may be larger."""
CALLS_PER_MINUTE, STRANGERS_PER_MINUTE = 600, 30


def install(app: Flask) -> None:
    """Count the calls of each token, and the tries of each address that shows none that opens."""
    app.extensions["api_rates"] = (Rate(CALLS_PER_MINUTE), Rate(STRANGERS_PER_MINUTE))


def holder() -> TokenHolder:
    """The program that calls, in operations that none reaches without a token."""
    found: TokenHolder = g.token_holder
    return found


def admit(capability: str) -> None:
    """Let the request through if its token opens this door.

    Raises
    ------
    Unauthorized
        There is no token, or none that opens anything.
    ForbiddenError
        The token's role or scopes leave this capability out.
    ThrottledError
        Too many calls.
    """
    request.max_content_length = MOST_BYTES
    calls, strangers = current_app.extensions["api_rates"]
    given = request.authorization
    text = (given.token or "") if given is not None and given.type == "bearer" else ""
    found = None
    if text:
        with shell().database.reading() as session:
            found = find_token(session, text)
    if found is None:
        if text:
            strangers.count(request.remote_addr or "")
        raise Unauthorized(
            "Send the header Authorization: Bearer and a token that is open.",
            www_authenticate=WWWAuthenticate("bearer", {"realm": "api"}),
        )
    calls.count(str(found.token_id))
    if not found.may(capability):
        raise ForbiddenError(f"The token {found.name} has no {capability}.", "Ask an administrator for another one.")
    g.token_holder = found
    if use_is_stale(found):
        _note_use(found)


def _note_use(found: TokenHolder) -> None:
    try:
        with shell().database.transaction(actor=found.actor) as session:
            note_use(session, found)
    except BusyError:
        return  # a call is not refused for a stamp
