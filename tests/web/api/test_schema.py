"""The OpenAPI document keeps its word: generated requests, good and bad, find no defect, no undocumented answer, no open door."""

from __future__ import annotations

import os
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
from dispatch.web.api.resources import OPERATIONS
from dispatch.web.rate import Rate
from tests.invoicing.builders import delivered
from tests.web.api.conftest import Program, an_order

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "3"))
"""Per operation and mode; a few hundred when the API changes."""
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
    app.extensions["api_rates"] = (Rate(10**6), Rate(10**6))
    caller = program("administrator")
    assert caller.post("/orders", an_order()).status_code == 201
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app), caller.headers


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
