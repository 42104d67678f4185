"""Reports are read strictly: the field that does not fit is named."""

from typing import Any

import pytest

from dispatch.delivery.phone_reports import read_report
from dispatch.errors import InvalidInputError
from tests.delivery.phone import AT, ONE

DELIVER: dict[str, Any] = {
    "client": ONE, "sequence": 1, "kind": "deliver", "at": AT, "stop": 1, "note": "BL-2026-000001", "shown": "a" * 64,
    "signer_name": " Leroy ", "signer_quality": "gérant", "differences": [{"line": 1, "nature": "missing", "missing": 500}],
}  # fmt: skip


def test_a_name_is_written_in_capitals() -> None:
    assert read_report(DELIVER).signer_name == "LEROY"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"client": "me"}, "client"),
        ({"sequence": 0}, "sequence"),
        ({"sequence": True}, "sequence"),
        ({"sequence": 1.5}, "sequence"),
        ({"kind": "steal"}, "kind"),
        ({"at": "2026-11-25T08:10:00"}, "at"),
        ({"at": 5}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"stop": None}, "stop"),
        ({"stop": "1"}, "stop"),
        ({"note": "BL"}, "note"),
        ({"shown": ""}, "shown"),
        ({"signer_name": "  "}, "signer_name"),
        ({"signer_name": "\ud800"}, "signer_name"),
        ({"signer_name": "x" * 200}, "signer_name"),
        ({"words": "a\x00b"}, "words"),
        ({"differences": {}}, "differences"),
        ({"differences": [1]}, "differences"),
        ({"differences": [{"line": 1, "nature": "missing", "missing": 0.5}]}, "missing"),
        ({"differences": [{"line": 1, "nature": "missing", "refused": -1}]}, "refused"),
        ({"differences": [{"line": 1, "nature": "stolen"}]}, "nature"),
        ({"differences": [{"line": 1, "nature": "late", "price": 0}]}, "differences"),
        ({"role": "administrator"}, "event"),
        ({"kind": "late", "minutes": 5}, "differences"),
        ({"kind": "late", "differences": [], "minutes": 5}, "note"),
        ({"minutes": 5}, "minutes"),
    ],
)
def test_a_field_that_does_not_fit_is_named(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInputError, match=f"field {field} "):
        read_report({**DELIVER, **changes})


@pytest.mark.parametrize("data", [None, [], "x", 3, {}])
def test_what_is_no_event_is_refused(data: object) -> None:
    with pytest.raises(InvalidInputError):
        read_report(data)


def test_another_problem_needs_words() -> None:
    event = {"client": ONE, "sequence": 1, "kind": "problem", "at": AT, "stop": 1, "problem": "other"}
    with pytest.raises(InvalidInputError, match="words"):
        read_report(event)
    assert read_report({**event, "words": "pont coupé"}).problem == "other"
