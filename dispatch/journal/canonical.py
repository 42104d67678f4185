"""Canonical JSON and the hash of an entry: integers, strings, booleans, null, lists and objects; no floats."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

VERSION = 1


def canonical(payload: Mapping[str, Any]) -> str:
    """The one text of a payload: keys sorted, no spaces, dates in ISO, instants in UTC.

    Raises
    ------
    TypeError
        On a float or any other value without an exact text.
    """
    return json.dumps(_plain(payload), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_hash(*, seq: int, at: datetime, actor: str, kind: str, subject: str, payload: str, prev_hash: str) -> str:
    """SHA-256 over the version and every field of an entry."""
    fields = {
        "v": VERSION,
        "seq": seq,
        "at": at,
        "actor": actor,
        "kind": kind,
        "subject": subject,
        "payload": payload,
        "prev": prev_hash,
    }
    return hashlib.sha256(canonical(fields).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if value is None or isinstance(value, str | bool | int):
        return value
    raise TypeError(f"{type(value).__name__} has no canonical text in the journal: {value!r}")
