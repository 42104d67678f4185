"""How messages leave: over HTTP without following redirects, or as a file that has its name only when it is whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from dispatch.documents.store import sync_folder
from dispatch.errors import SettingsError

MOST_ANSWER_BYTES = 65_536
FOR_GOOD = frozenset({400, 404, 410, 413, 415, 422})
"""Statuses after which the same message would be refused again."""


class NotTakenError(Exception):
    """The other side did not take a message; `for_good` says that it would not take it later either."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.for_good = for_good


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is handed over: the bytes, their type, a name for a file and a key that is the same at every attempt."""

    data: bytes
    media_type: str
    file_name: str
    key: str


def post(url: str, parcel: Parcel, headers: Mapping[str, str], timeout_s: float) -> str:
    """Post a parcel to an address of the installation's settings; what was answered, at most its first 255 characters.

    Raises
    ------
    NotTakenError
        No answer in time, or a status other than 2xx; a redirect is not followed, so nobody sends us elsewhere.
    SettingsError
        The address is none.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # a port that is no number, half a bracket
        host = port = None
    if not host or parts.scheme not in ("http", "https"):
        raise SettingsError(f"«{url}» is no address to post to.", "Write https://host/path.")
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(host, port, timeout=timeout_s)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", target, parcel.data, {"Content-Type": parcel.media_type, **headers})
        response = connection.getresponse()
        said = response.read(MOST_ANSWER_BYTES).decode("utf-8", "replace")
    except (OSError, HTTPException) as error:
        raise NotTakenError(f"{type(error).__name__}: {error}") from None
    finally:
        connection.close()
    if not 200 <= response.status < 300:
        raise NotTakenError(
            f"HTTP {response.status}: {' '.join(said.split())[:300]}", for_good=response.status in FOR_GOOD
        )
    return " ".join(said.split())[:255]


def drop(folder: Path, parcel: Parcel) -> str:
    """Write a parcel as a file; the same parcel again replaces it. Its name.

    Raises
    ------
    NotTakenError
        The folder cannot be written to.
    """
    part = folder / f".{parcel.file_name}.{secrets.token_hex(4)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with part.open("xb") as file:
            file.write(parcel.data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(folder / parcel.file_name)
        sync_folder(folder)
    except OSError as error:
        raise NotTakenError(f"{folder}: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return parcel.file_name
