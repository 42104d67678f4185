"""The OpenAPI document keeps its word: generated requests, good and bad, find no defect, no undocumented answer, no open door."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from dispatch.db import Database
from dispatch.invoicing.drafts import draft_due
from dispatch.web.api.resources import OPERATIONS
from dispatch.web.rate import Rate
from tests.invoicing.builders import MONTH_END, delivered
from tests.soak import times
from tests.web.api.conftest import Program, an_order

EXAMPLES = times(2)
"""Per operation and mode."""
KNOWN = {
    "customers": "C1", "sites": "S1", "products": "P1", "controls": "late_lines", "orders": "CF1", "tours": 1,
    "delivery-notes": "BL-2026-000001", "triggers": "trigger:BL-2026-000001", "invoices": 1, "payments": 1,
    "claims": "LI-2026-000001", "returns": "RE-2026-000001",
}  # fmt: skip
"""By the first part of the address: something that is there, beside what is made up."""
PARTIES = {"customer": "C1", "site": "S1", "product": "P1"}
BUDGET = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def document(app: Flask, database: Database, program: Callable[..., Program]) -> tuple[Any, dict[str, str]]:
    """The document of a small company whose notes are signed, read as an administrator's program."""
    delivered(database)
    with database.transaction("user:anna") as session:
        draft_due(session, MONTH_END)
    app.extensions["api_rates"] = (Rate(10**6), Rate(10**6))
    caller = program("administrator")
    paid = {"customer": "C1", "cents": 500, "means": "cash"}
    wrong = {"nature": "quality", "lines": [{"line_no": 1, "quantity": 1_000}]}
    back = {"lines": wrong["lines"], "outcome": "credit_note", "reason": "abîmés"}
    note = "/delivery-notes/BL-2026-000001"
    for path, body in (
        ("/orders", an_order()), ("/payments", paid), (f"{note}/claims", wrong), (f"{note}/returns", back)
    ):  # fmt: skip
        assert caller.post(path, body).status_code == 201
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app), caller.headers


def filled(value: Any) -> Any:
    """A body whose customers, sites and products exist."""
    if isinstance(value, dict):
        return {name: PARTIES[name] if name in PARTIES else filled(part) for name, part in value.items()}
    return [filled(part) for part in value] if isinstance(value, list) else value


@pytest.mark.soak
def test_requests_about_what_is_there_find_no_defect_either(document: tuple[Any, dict[str, str]]) -> None:
    schema, headers = document
    answered = set()
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(BUDGET, max_examples=EXAMPLES + 6 * (operation.method.lower() == "patch"))
        @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        def holds(case: Any) -> None:
            known = KNOWN.get(case.operation.path.split("/")[1])
            case.path_parameters = {name: known or value for name, value in (case.path_parameters or {}).items()}
            case.body = filled(case.body) if isinstance(case.body, dict) else case.body
            if "If-Match" in (case.headers or {}):
                case.headers["If-Match"] = "*"
            answered.add((case.method, case.call_and_validate(headers=headers).status_code // 100))

        holds()
    assert {("GET", 2), ("POST", 2), ("PATCH", 2)} <= answered


@pytest.mark.soak
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_generated_request_finds_a_defect(document: tuple[Any, dict[str, str]], mode: GenerationMode) -> None:
    schema, headers = document
    seen = set()
    for found in schema.get_all_operations():
        operation = found.ok()
        seen.add(operation.definition.raw["operationId"])

        @BUDGET
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Any) -> None:
            case.call_and_validate(headers=headers)

        with suppress(Unsatisfiable):  # an operation that takes nothing cannot be asked wrongly
            holds()
    assert seen == set(OPERATIONS)
