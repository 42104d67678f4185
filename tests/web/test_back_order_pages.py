"""The list of back orders in the console: closed short with a reason, days kept, the list as a workbook."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from dispatch.db import Database
from dispatch.invoicing.confirm import confirm
from dispatch.production.models import Stock
from tests.delivery.builders import DAY, line, released
from tests.web.conftest import Browser

LIST = "/back-orders"


@pytest.fixture
def rest(app: Any, database: Database) -> int:
    """Two lines of CF1 of which 2 of 10 are still owed; the id of the first."""
    number = released(database)[0]
    with database.transaction("user:desk") as session:
        confirm(session, number, request_key="k")
        for count in session.scalars(select(Stock)):
            count.counted_on = DAY - timedelta(days=1)
        return line(session, "CF1", 1).id


def test_a_rest_is_closed_short_only_with_a_reason(
    as_role: Callable[..., Browser], database: Database, rest: int
) -> None:
    sales = as_role("sales")
    refused = sales.post(f"{LIST}/{rest}/close", {"reason": "  "})
    assert refused.status_code == 400
    assert "Il faut un motif" in refused.text
    assert refused.text.count("<details open>") == 1
    assert sales.post(f"{LIST}/{rest}/close", {"reason": "le client s’en passe"}).status_code == 303
    with database.reading() as session:
        assert (line(session, "CF1", 1).cancelled_qty, line(session, "CF1", 2).cancelled_qty) == (2_000, 0)
    assert f'id="line-{rest}"' not in sales.get(LIST).text
    assert sales.post(f"{LIST}/987654/close", {"reason": "x"}).status_code == 404


def test_days_that_have_moved_are_kept_when_somebody_says_so(
    as_role: Callable[..., Browser], database: Database, rest: int
) -> None:
    sales = as_role("sales")
    assert "2 dates ont bougé" in sales.get(LIST).text
    assert sales.post(f"{LIST}/dates").status_code == 303
    assert "ont bougé" not in sales.get(LIST).text
    with database.reading() as session:
        day = line(session, "CF1", 1).expected_on
    assert day is not None
    assert f"livrable le {day:%d/%m/%Y}" in sales.get("/orders/CF1").text


def test_the_list_comes_as_a_workbook_with_its_filter(as_role: Callable[..., Browser], rest: int) -> None:
    data = as_role("sales").get(f"{LIST}?q=P2&sheet=back_orders").data
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(data)).active.iter_rows()]
    names = [str(row) for row in rows if "CF1" in str(row)]
    assert len(names) == 1
    assert "Produit P2" in names[0]


def test_a_planner_follows_the_day_and_closes_nothing(as_role: Callable[..., Browser], rest: int) -> None:
    planner = as_role("planner")
    text = planner.get(LIST).text
    assert "/day/2026-11-" in text
    assert "Solder" not in text
    assert "Montant HT" not in text
    assert planner.post(f"{LIST}/{rest}/close", {"reason": "x"}).status_code == 403
