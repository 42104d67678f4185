"""The pages of controls: tiles, one list, accepting a difference, the workbook."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from dispatch.controls.morning import CODES
from dispatch.db import Database
from dispatch.orders.quote_gaps import AcceptedGap
from dispatch.web.plots import HEIGHT, plot
from tests.delivery.builders import released
from tests.web.conftest import Browser


@pytest.fixture
def company(app: Any, database: Database) -> None:
    released(database)


def test_every_list_has_its_tile_and_its_page(as_role: Callable[..., Browser], company: None) -> None:
    browser = as_role("manager")
    page = browser.get("/controls").text
    for code in CODES:
        assert f"/controls/{code}" in page
        assert browser.get(f"/controls/{code}").status_code == 200
    assert len(re.findall(r"<svg viewBox=\"0 0 160 44\"", page)) == 12
    assert browser.get("/controls/nonsense").status_code == 404


def test_an_order_without_a_quote_is_accepted_in_ones_name(
    as_role: Callable[..., Browser], database: Database, company: None
) -> None:
    browser = as_role("sales")
    assert "/orders/CF1" in browser.get("/controls/no_quote").text
    assert browser.post("/controls/gaps/accept", {"row": "CF1|", "list": "no_quote"}).status_code == 303
    assert "/orders/CF1" not in browser.get("/controls/no_quote").text
    with database.reading() as session:
        assert session.scalars(select(AcceptedGap.accepted_by)).one() == "user:sales"
    assert browser.post("/controls/gaps/accept", {"row": "CF1|"}).status_code == 400
    assert browser.post("/controls/gaps/accept", {"row": "NONE|"}).status_code == 404


def test_many_orders_are_accepted_at_once_or_none_of_them(
    as_role: Callable[..., Browser], database: Database, company: None
) -> None:
    browser = as_role("sales")
    page = browser.get("/controls/no_quote").text
    rows = re.findall(r'form="accept" name="row" value="([^"]+)"', page)
    assert len(rows) == 2
    accepted = select(AcceptedGap.reason)
    assert browser.post("/controls/gaps/accept", {"row": [*rows, "NONE|"], "list": "no_quote"}).status_code == 404
    with database.reading() as session:
        assert session.scalars(accepted).all() == []
    assert (
        browser.post("/controls/gaps/accept", {"row": rows, "list": "no_quote", "reason": "marché"}).status_code == 303
    )
    with database.reading() as session:
        assert session.scalars(accepted).all() == ["marché", "marché"]
    assert browser.post("/controls/gaps/accept", {"list": "no_quote"}).status_code == 400


def test_the_workbook_holds_lists_and_figures(as_role: Callable[..., Browser], company: None) -> None:
    sheets = load_workbook(io.BytesIO(as_role("sales").get("/controls.xlsx").data))
    assert sheets.sheetnames == ["Contrôles", "Indicateurs"]
    assert sheets["Indicateurs"].max_row == 9


def test_bars_fill_their_box_and_unknown_ones_stay_at_the_bottom() -> None:
    found = plot("OTIF", [0.5, None, 1.0], ["50 %", "—", "100 %"], top=1.0)
    assert [bar.height for bar in found.bars] == [HEIGHT // 2, 1, HEIGHT]
    assert found.now == "100 %"
