"""Content-addressed store of papers: a file's name is the SHA-256 of its bytes, and it is never served without a check.

A document is safe on disk (written, synced, renamed, folder synced) *before* the transaction that names it commits.
A process killed anywhere in between leaves at worst an unreferenced file or a forgotten ``.part``, never a name
without bytes.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from dispatch.errors import IntegrityError

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_PART = ".part"


@dataclass(frozen=True)
class Fault:
    """One file of the store that is not what its name says.

    Attributes
    ----------
    name
        Path of the file below the store's root.
    kind
        ``altered``: its bytes do not give its name; ``stray``: its name is not one of the store's.
    detail
        What was found, for a person.
    """

    name: str
    kind: Literal["altered", "stray"]
    detail: str


class DocumentStore:
    """Keep bytes under the name of their SHA-256, as ``root/ab/cdef…``.

    Parameters
    ----------
    root
        Folder of the store; made at the first `put`.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root)

    def put(self, data: bytes) -> str:
        """Keep `data` and return its SHA-256 (64 hex digits); when this returns, the bytes outlive a power cut.

        The same bytes twice change nothing. A copy that is damaged on disk is replaced by the good bytes.
        """
        name = hashlib.sha256(data).hexdigest()
        path = self._path(name)
        if path.is_file() and path.read_bytes() == data:
            sync_folder(path.parent)  # the first writer may have died between its rename and its own sync
            return name
        self._make_folder(path.parent)
        part = path.parent / f"{path.name}.{secrets.token_hex(8)}{_PART}"
        try:
            _write_synced(part, data)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
        return name

    def get(self, sha256: str) -> bytes:
        """Return the bytes of that name, checked.

        Raises
        ------
        IntegrityError
            The file is missing, or a byte of it has changed: nothing of it is served.
        """
        path = self._path(sha256)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            raise IntegrityError(
                f"Document {sha256} is not in the store.", "Restore it from a backup, then run dispatch verify."
            ) from None
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise IntegrityError(
                f"Document {sha256} has changed on disk: its bytes now give {found}.",
                "Nothing of it is served. Restore it from a backup, then run dispatch verify.",
            )
        return data

    def __contains__(self, sha256: object) -> bool:
        return isinstance(sha256, str) and bool(_SHA256.match(sha256)) and self._path(sha256).is_file()

    def verify(self) -> list[Fault]:
        """Read every file of the store and return those that are not what their name says, by name.

        What a killed writer left (``.part``) is no fault.
        """
        faults = []
        for path in sorted(self.root.rglob("*")):
            if not path.is_file() or path.suffix == _PART:
                continue
            name = path.relative_to(self.root).as_posix()
            expected = name.replace("/", "", 1)
            if not _SHA256.match(expected) or len(path.parent.name) != 2:
                faults.append(Fault(name, "stray", "Not a file that the store has written."))
                continue
            found = hashlib.sha256(path.read_bytes()).hexdigest()
            if found != expected:
                faults.append(Fault(name, "altered", f"Its bytes give {found}."))
        return faults

    def _path(self, sha256: str) -> Path:
        if not _SHA256.match(sha256):
            raise IntegrityError(f"{sha256!r} is not the SHA-256 of a document.", "It has 64 lower-case hex digits.")
        return self.root / sha256[:2] / sha256[2:]

    def _make_folder(self, folder: Path) -> None:
        """Make the folder and those above it, each one's entry synced in the folder above."""
        missing = [one for one in (folder, *folder.parents) if not one.exists()]
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            sync_folder(one.parent)


def _write_synced(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the entries of a folder outlive a power cut (where the system can: Windows cannot open a folder)."""
    flags = getattr(os, "O_DIRECTORY", None)
    if flags is None:
        return
    descriptor = os.open(folder, os.O_RDONLY | flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
