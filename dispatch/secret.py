"""The installation's secret: from the settings, else made once and kept in the data folder for its owner alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from dispatch import settings
from dispatch.errors import SettingsError

FILE_NAME = "secret"


def secret_key() -> str:
    """What signs links and cookies; two processes that start at once get the same one.

    Raises
    ------
    SettingsError
        When the kept secret is too short to be one.
    """
    chosen = settings.current().secret
    return chosen.get_secret_value() if chosen is not None else _kept(secret_file())


def secret_file() -> Path:
    """Where the generated secret lies, if there is one."""
    return settings.current().folder / FILE_NAME


def put_back(path: Path, text: str) -> None:
    """Keep a secret that a backup brings; one that is there stays."""
    _write(path, text)


def _kept(path: Path) -> str:
    if not path.exists():
        _write(path, secrets.token_urlsafe(48))
    found = path.read_text(encoding="ascii", errors="replace").strip()
    if len(found) < settings.WEAK_SECRET_CHARS:
        raise SettingsError(
            f"The secret in {path} has {len(found)} characters, {settings.WEAK_SECRET_CHARS} are needed.",
            "Delete the file: a new one is made, and links printed before no longer open.",
        )
    return found


def _write(path: Path, text: str) -> None:
    """Write beside, then link: whoever comes second keeps what the first has made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)
        except FileExistsError:
            return
    finally:
        part.unlink(missing_ok=True)
