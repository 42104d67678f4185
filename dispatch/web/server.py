"""Serving the console with Waitress: threads for people; heavy work runs in the worker's children, never here."""

from __future__ import annotations

from typing import Any

import waitress

from dispatch.db import Database
from dispatch.errors import SettingsError
from dispatch.settings import Settings
from dispatch.web.app import create_app

THREADS = 8
MOST_BUFFERED_BYTES = 128 * 1024 * 1024
"""Up to here a request that is too large gets our own page; beyond, the server's plain line."""


def bind(database: Database, settings: Settings) -> Any:
    """Take the port; the server that is given answers once it runs.

    Raises
    ------
    SettingsError
        When somebody else has the port, or the host is not of this machine.
    """
    proxy = {"trusted_proxy": settings.trusted_proxy, "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"}
    app = create_app(database, settings)
    try:
        return waitress.create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            ident="",
            max_request_body_size=MOST_BUFFERED_BYTES,
            clear_untrusted_proxy_headers=True,
            **(proxy if settings.trusted_proxy else {}),
        )
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"The console cannot listen on {settings.host}, port {settings.port}: {error}.",
            "Choose another with --host and --port, or DISPATCH_HOST and DISPATCH_PORT.",
        ) from error


def serve(database: Database, settings: Settings) -> None:
    """Serve until the process is told to stop."""
    bind(database, settings).run()
