"""Serving the console with Waitress: threads for people; heavy work runs in the worker's children, never here."""

from __future__ import annotations

import waitress

from dispatch.db import Database
from dispatch.settings import Settings
from dispatch.web.app import MAX_UPLOAD_BYTES, create_app

THREADS = 8


def serve(database: Database, settings: Settings, *, host: str | None = None, port: int | None = None) -> None:
    """Serve until the process is told to stop."""
    proxy = {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"}
    waitress.serve(
        create_app(database, settings),
        host=host or settings.host,
        port=port or settings.port,
        threads=THREADS,
        ident="",
        max_request_body_size=MAX_UPLOAD_BYTES + 1024 * 1024,
        clear_untrusted_proxy_headers=True,
        **(proxy if settings.trusted_proxy else {}),
    )
