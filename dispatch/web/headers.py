"""Security headers on every answer: nothing is loaded but from our own origin, scripts and styles by nonce or file."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from dispatch.web.shell import shell


def install(app: Flask, *, secure: bool) -> None:
    """Add the headers, and `csp_nonce()` for templates."""

    @app.before_request
    def _new_nonce() -> None:
        g.csp_nonce = secrets.token_urlsafe(16)

    @app.context_processor
    def _nonce_for_templates() -> dict[str, object]:
        return {"csp_nonce": nonce}

    @app.after_request
    def _headers(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy())
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if secure and shell().settings.env == "production":
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def nonce() -> str:
    """The nonce of this answer."""
    return str(g.get("csp_nonce", ""))


def policy() -> str:
    """The content security policy of this answer."""
    tiles = _tile_origin(shell().settings.tile_url)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce()}'",
            f"style-src 'self' 'nonce-{nonce()}'",
            f"img-src 'self' data:{tiles}",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _tile_origin(template: str) -> str:
    """The one foreign origin that may show up: the tile server that the installation has chosen, if any."""
    parts = urlsplit(template.replace("{s}.", "*."))
    return f" {parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else ""
