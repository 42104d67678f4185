"""A note's sheet as one text and back: what was shown stays readable whatever becomes of the customer's file."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from dispatch.documents.fingerprint import content
from dispatch.documents.sheets import NoteLine, NoteOrder, NoteSheet, Party, Window


def freeze(sheet: NoteSheet) -> str:
    """The text whose SHA-256 stands in the note's foot."""
    return content(sheet)


def thaw(text: str) -> NoteSheet:
    """The sheet of a text that `freeze` gave."""
    data: dict[str, Any] = json.loads(text)["data"]
    parties = {name: _party(data[name]) for name in ("shipper", "consignee", "bill_to")}
    return NoteSheet(
        **{
            **data,
            **parties,
            "on": date.fromisoformat(data["on"]),
            "arrives_at": _instant(data["arrives_at"]),
            "lines": tuple(_line(line) for line in data["lines"]),
            "orders": tuple(_order(order) for order in data["orders"]),
            "windows": tuple(
                Window(datetime.fromisoformat(one["opens_at"]), datetime.fromisoformat(one["closes_at"]))
                for one in data["windows"]
            ),
        }
    )


def _party(data: dict[str, Any] | None) -> Party | None:
    if data is None:
        return None
    return Party(**{**data, "address": tuple(data["address"]), "identifiers": tuple(data["identifiers"])})


def _line(data: dict[str, Any]) -> NoteLine:
    return NoteLine(**{**data, "rest_on": _day(data["rest_on"]), "lots": tuple(data["lots"])})


def _order(data: dict[str, Any]) -> NoteOrder:
    days = {name: _day(data[name]) for name in ("ordered_on", "acknowledged_on")}
    return NoteOrder(**{**data, **days})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
