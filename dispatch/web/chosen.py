"""Following what the company has chosen in another process: settings that are rows are read again every few seconds."""

from __future__ import annotations

import time

from flask import Flask, request

from dispatch.db.stored import use_stored
from dispatch.web.shell import shell

READ_EVERY_S = 5.0
QUIET = (None, "health")
"""Files and probes: they say what they say without the database."""


def install(app: Flask) -> None:
    """Read the rows before a request, when the last time is long enough ago."""
    next_at = [0.0]

    @app.before_request
    def _follow() -> None:
        now = time.monotonic()
        if request.blueprint not in QUIET and now >= next_at[0]:
            next_at[0] = now + READ_EVERY_S
            use_stored(shell().database)
