"""What a phone sends about one thing that happened, read strictly: a field that does not fit is named, none is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dispatch.delivery.after_models import MEANS
from dispatch.delivery.models import NATURES
from dispatch.delivery.phone_models import KINDS, PROBLEMS
from dispatch.delivery.reserves import Difference
from dispatch.errors import InvalidInputError

_CLIENT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_NOTE = re.compile(r"[A-Z]{2,3}-\d{4}-\d{6,}\Z")
_FIELDS = {
    "client", "sequence", "kind", "at", "stop", "note", "shown", "signer_name", "signer_quality", "differences", "problem",
    "words", "minutes", "cash", "cash_means", "order",
}  # fmt: skip
OF_THE_TOUR = ("late", "reorder")
"""Kinds that are about the whole tour."""
_LINE_FIELDS = {"line", "nature", "refused", "missing", "noted", "words"}
MOST_WORDS, MOST_NAME, MOST_DIFFERENCES, MOST_STOPS = 500, 120, 200, 500
MOST_ID, MOST_MINUTES, MOST_QTY, MOST_CENTS = 2**53, 24 * 60, 10**12, 10**9


@dataclass(frozen=True, slots=True)
class PhoneReport:
    """One event as it left the phone. Quantities in milli-units.

    Attributes
    ----------
    client, sequence
        Together the event's name, the same however often it is sent.
    device_at
        When it happened, by the phone's clock.
    shown
        SHA-256 of the note's sheet as it stood on the screen that was signed.
    minutes
        How late the driver expects to be.
    cash, cash_means
        Cents collected at the door, where the note is to be paid there, and how; None: the driver says nothing of it.
    order
        Ids of the stops to come, as the driver means to serve them.
    content
        The fields as they came, for the record.
    """

    client: str
    sequence: int
    kind: str
    device_at: datetime
    stop_id: int | None = None
    note: str = ""
    shown: str = ""
    signer_name: str = ""
    signer_quality: str = ""
    differences: tuple[Difference, ...] = ()
    problem: str = ""
    words: str = ""
    minutes: int = 0
    cash: int | None = None
    cash_means: str = ""
    order: tuple[int, ...] = ()
    content: Mapping[str, Any] | None = None


def read_report(data: object) -> PhoneReport:
    """Read what `json.loads` gave.

    Raises
    ------
    InvalidInputError
        Naming the field that does not fit.
    """
    if not isinstance(data, Mapping) or not set(data) <= _FIELDS:
        raise _unfit("event", "It holds nothing but what is asked for.")
    kind = _choice(data, "kind", KINDS)
    delivered = kind == "deliver"
    report = PhoneReport(
        client=_matching(data, "client", _CLIENT),
        sequence=_whole(data, "sequence", 1, 2**31 - 1),
        kind=kind,
        device_at=_instant(data, "at"),
        stop_id=None if kind in OF_THE_TOUR and data.get("stop") is None else _whole(data, "stop", 1, MOST_ID),
        note=_matching(data, "note", _NOTE) if delivered else "",
        shown=_matching(data, "shown", _SHA256) if delivered else "",
        signer_name=_text(data, "signer_name", MOST_NAME).upper(),
        signer_quality=_text(data, "signer_quality", MOST_NAME),
        differences=_differences(data) if delivered else _absent(data, "differences"),
        problem=_choice(data, "problem", PROBLEMS) if kind == "problem" else "",
        words=_text(data, "words", MOST_WORDS),
        minutes=_whole(data, "minutes", 1, MOST_MINUTES) if kind == "late" else 0,
        cash=_whole(data, "cash", 0, MOST_CENTS) if delivered and data.get("cash") is not None else None,
        cash_means=_choice(data, "cash_means", MEANS) if delivered and data.get("cash") else "",
        order=_order(data) if kind == "reorder" else (),
        content=dict(data),
    )
    if not delivered and (data.get("note") or data.get("shown")):
        raise _unfit("note", "It belongs to a delivery.")
    for name in ("problem", "minutes", "cash", "order"):
        if data.get(name) and not getattr(report, name):
            raise _unfit(name, "It belongs to another kind of event.")
    if delivered and not report.signer_name:
        raise _unfit("signer_name", "A receipt needs the name of who signs.")
    if report.problem == "other" and not report.words:
        raise _unfit("words", "Another problem needs words.")
    return report


def _differences(data: Mapping[str, Any]) -> tuple[Difference, ...]:
    rows = data.get("differences", [])
    if not isinstance(rows, list) or len(rows) > MOST_DIFFERENCES:
        raise _unfit("differences")
    if not all(isinstance(row, Mapping) and set(row) <= _LINE_FIELDS for row in rows):
        raise _unfit("differences")
    return tuple(
        Difference(
            _whole(row, "line", 1, 100_000),
            _choice(row, "nature", NATURES),
            refused_qty=_whole(row, "refused", 0, MOST_QTY, 0),
            missing_qty=_whole(row, "missing", 0, MOST_QTY, 0),
            noted_qty=_whole(row, "noted", 0, MOST_QTY, 0),
            words=_text(row, "words", MOST_WORDS),
        )
        for row in rows
    )


def _order(data: Mapping[str, Any]) -> tuple[int, ...]:
    found = data.get("order")
    if not isinstance(found, list) or not 0 < len(found) <= MOST_STOPS or len(set(map(str, found))) != len(found):
        raise _unfit("order", "It names each stop to come once.")
    return tuple(_whole({"order": one}, "order", 1, MOST_ID) for one in found)


def _absent(data: Mapping[str, Any], name: str) -> tuple[Difference, ...]:
    if data.get(name):
        raise _unfit(name, "It belongs to a delivery.")
    return ()


def _whole(data: Mapping[str, Any], name: str, least: int, most: int, default: int | None = None) -> int:
    value = data.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _unfit(name)
    return value


def _text(data: Mapping[str, Any], name: str, most: int) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > most or "\x00" in value or _has_surrogates(value):
        raise _unfit(name)
    return value.strip()


def _choice(data: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    value = data.get(name)
    if not isinstance(value, str) or value not in choices:
        raise _unfit(name, f"It is one of {', '.join(choices)}.")
    return value


def _matching(data: Mapping[str, Any], name: str, pattern: re.Pattern[str]) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not pattern.match(value):
        raise _unfit(name)
    return value


def _instant(data: Mapping[str, Any], name: str) -> datetime:
    value = data.get(name)
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        if found is None or found.tzinfo is None:
            raise _unfit(name, "It is an instant with an offset.")
        return found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unfit(name, "It is an instant with an offset.") from None


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)


def _unfit(name: str, hint: str = "") -> InvalidInputError:
    return InvalidInputError(f"The field {name} of the event does not fit.", hint or "Reload the page and try again.")
