"""Every operation and every error code of the API stands in its reference, with the permission that it takes."""

from __future__ import annotations

import re
from pathlib import Path

from dispatch.web.api.problems import CODES
from dispatch.web.api.resources import OPERATIONS
from dispatch.web.route_table import ROUTES

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference"


def test_every_operation_stands_in_the_reference_with_its_permission() -> None:
    text = (REFERENCE / "api.md").read_text()
    for one in OPERATIONS.values():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", one.path)
        assert f"| `{one.method} {path}` | {one.summary} | `{ROUTES[one.endpoint][one.method]}` |" in text


def test_every_code_stands_in_a_reference() -> None:
    text = (REFERENCE / "api.md").read_text() + (REFERENCE / "errors.md").read_text()
    assert [code for code in CODES.values() if f"`{code}`" not in text] == []
