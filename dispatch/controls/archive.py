"""The backup file: a zip of one JSON-lines member per table, the documents, and a manifest with the SHA-256 of each member.

The same format from SQLite and from PostgreSQL, and back into either.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from dispatch.errors import IntegrityError, InvalidInputError

FORMAT = 1
MANIFEST = "manifest.json"


class ArchiveWriter:
    """Writes members and remembers their hashes for the manifest."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.hashes: dict[str, str] = {}

    def add_lines(self, name: str, rows: Iterable[dict[str, Any]]) -> int:
        """Add one JSON line per row; returns how many."""
        digest, count = hashlib.sha256(), 0
        with self._archive.open(name, "w", force_zip64=True) as member:
            for row in rows:
                line = (json.dumps(row, default=_plain, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
                digest.update(line)
                member.write(line)
                count += 1
        self.hashes[name] = digest.hexdigest()
        return count

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add one file."""
        self._archive.writestr(name, data)
        self.hashes[name] = hashlib.sha256(data).hexdigest()

    def close_with(self, facts: dict[str, Any]) -> None:
        """Write the manifest, last; the archive's comment carries its hash."""
        data = json.dumps({"format": FORMAT, **facts, "members": self.hashes}, indent=1, sort_keys=True).encode()
        self._archive.writestr(MANIFEST, data)
        self._archive.comment = hashlib.sha256(data).hexdigest().encode()


class ArchiveReader:
    """An archive whose every byte has been checked."""

    def __init__(self, archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
        self._archive = archive
        self.manifest = manifest

    @property
    def names(self) -> list[str]:
        """All members but the manifest."""
        return list(self.manifest["members"])

    def read(self, name: str) -> bytes:
        """One file."""
        return self._archive.read(name)

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of one table."""
        with self._archive.open(name) as member:
            for line in member:
                yield json.loads(line)


@contextmanager
def writing(path: Path) -> Iterator[ArchiveWriter]:
    """Write an archive beside, sync it, and give it its name only when it is whole."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(6)}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                yield ArchiveWriter(archive)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def reading(path: Path) -> Iterator[ArchiveReader]:
    """Open an archive after checking every byte of it.

    Raises
    ------
    InvalidInputError
        It is not one of our backups, or of a format that this version does not read.
    IntegrityError
        It is damaged: nothing of it is used.
    """
    if not path.is_file():
        raise InvalidInputError(f"There is no file {path.name}.", "Check the path.")
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise IntegrityError(f"{path.name} is no whole backup: {error}.", "Take another copy of it.") from None
    with archive:
        yield ArchiveReader(archive, _checked(archive, path))


def _checked(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        data = archive.read(MANIFEST)
    except KeyError:
        raise InvalidInputError(f"{path.name} is not a backup of this program.", "It has no manifest.") from None
    except Exception as error:
        raise _damaged(path, MANIFEST) from error
    if hashlib.sha256(data).hexdigest().encode() != archive.comment:
        raise _damaged(path, MANIFEST)
    manifest: dict[str, Any] = json.loads(data)
    if manifest.get("format") != FORMAT:
        raise InvalidInputError(
            f"{path.name} has format {manifest.get('format')}, this version reads {FORMAT}.",
            "Restore it with the version that wrote it.",
        )
    present = set(archive.namelist()) - {MANIFEST}
    odd = sorted(present ^ set(manifest["members"]))
    if odd:
        raise _damaged(path, odd[0])
    for name, expected in manifest["members"].items():
        if _digest(archive, path, name) != expected:
            raise _damaged(path, name)
    return manifest


def _digest(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as member:
            while piece := member.read(1 << 20):
                digest.update(piece)
    except Exception as error:  # zlib, zipfile and struct each say damage in their own way
        raise _damaged(path, name) from error
    return digest.hexdigest()


def _damaged(path: Path, name: str) -> IntegrityError:
    return IntegrityError(f"{path.name} is damaged at {name}: nothing was restored.", "Take another copy of it.")


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(f"{type(value).__name__} has no place in a backup")
