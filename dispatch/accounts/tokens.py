"""Random tokens whose hash alone is stored: who reads the database cannot use them."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> tuple[str, str]:
    """A token of 256 bits for the holder, and its SHA-256 for the table."""
    token = secrets.token_urlsafe(32)
    return token, token_hash(token)


def token_hash(token: str) -> str:
    """The SHA-256 under which a token is stored."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
