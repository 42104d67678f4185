"""The page on connecting an ERP runs exactly as it is written."""

from __future__ import annotations

import re
from pathlib import Path

from dispatch.accounts.api_tokens import create_token
from dispatch.db import Database
from tests.invoicing.builders import delivered
from tests.web.api.conftest import Program
from tests.web.conftest import on

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "erp.md"
REQUEST = re.compile(r"```api (\d+)\n(GET|POST) (\S+)\n(.*?)```", re.DOTALL)


def test_every_request_of_the_page_gets_the_status_that_stands_behind_it(database: Database) -> None:
    delivered(database, units=8)
    with database.transaction("user:administrator") as session:
        _, token = create_token(session, "erp", "sales")
    erp = Program(on(database), token)
    requests = REQUEST.findall(PAGE.read_text(encoding="utf-8"))
    assert len(requests) > 9
    for count, (status, method, path, body) in enumerate(requests):
        options = {"data": body, "content_type": "application/json"} if body.strip() else {}
        answer = erp.client.open(
            f"/api/v1{path}", method=method, headers={**erp.headers, "Idempotency-Key": f"k{count}"}, **options
        )
        assert answer.status_code == int(status), f"{method} {path}: {answer.text}"
