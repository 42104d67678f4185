"""Serving the console with Waitress: threads for people; heavy work runs in the worker's children, never here."""

from __future__ import annotations

import waitress

from dispatch.db import Database
from dispatch.settings import Settings
from dispatch.web.app import create_app

THREADS = 8
MOST_BUFFERED_BYTES = 128 * 1024 * 1024
"""Up to here a request that is too large gets our own page; beyond, the server's plain line."""


def serve(database: Database, settings: Settings, *, host: str | None = None, port: int | None = None) -> None:
    """Serve until the process is told to stop."""
    proxy = {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"}
    waitress.serve(
        create_app(database, settings),
        host=host or settings.host,
        port=port or settings.port,
        threads=THREADS,
        ident="",
        max_request_body_size=MOST_BUFFERED_BYTES,
        clear_untrusted_proxy_headers=True,
        **(proxy if settings.trusted_proxy else {}),
    )
