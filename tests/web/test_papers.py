"""Papers that the console draws when they are asked for."""

from __future__ import annotations

from collections.abc import Callable

from dispatch.db import Database
from tests.orders.test_quote_papers import a_quote
from tests.web.conftest import Browser


def test_the_console_shows_the_paper_of_a_quote(database: Database, as_role: Callable[..., Browser]) -> None:
    number = a_quote(database)
    answer = as_role("sales").get(f"/quotes/{number}/pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF")
    assert as_role("sales").get("/quotes/DE-2020-000001/pdf").status_code == 404
