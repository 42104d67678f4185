"""The fingerprint of a sheet: SHA-256 of its canonical data, printed in the foot (a page cannot hold the hash of its own bytes)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def fingerprint(sheet: DataclassInstance) -> str:
    """Return the SHA-256 (64 hex digits) of a sheet: the same for the same content, whatever the copy or the layout."""
    return hashlib.sha256(content(sheet).encode("utf-8", "surrogatepass")).hexdigest()


def content(sheet: DataclassInstance) -> str:
    """Return the one text of a sheet's content: canonical JSON, the text that `fingerprint` hashes."""
    return json.dumps(
        {"sheet": type(sheet).__name__, "data": asdict(sheet)},
        default=_plain,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )


def in_groups(digest: str) -> str:
    """Return the first 16 digits in groups of four, to be compared by eye."""
    return " ".join(digest[start : start + 4] for start in range(0, 16, 4))


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return str(value.value)
    raise TypeError(f"{type(value).__name__} has no place on a sheet")
