"""The page of the order book and its workbook."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook

from dispatch.db import Database
from tests import builders
from tests.web.conftest import Browser


@pytest.fixture
def book(app: object, database: Database) -> None:
    with database.transaction("test") as session:
        place = builders.site(session, builders.customer(session, name="=1+1 <b>Zoé</b>"))
        item = builders.product(session)
        builders.order(session, place, [(item, 10), (item, 3)])
        builders.order(session, builders.site(session, builders.customer(session, "C2"), "S2"), [(item, 1)], "CF2")


def test_the_bridge_and_the_groups_are_shown(as_role: Callable[..., Browser], book: None) -> None:
    text = as_role("sales").get("/order-book?on=2026-11-30&by=customer&code=C1").text
    assert "140\xa0€" in text
    assert "&lt;b&gt;Zoé" in text
    assert "CF1" in text
    assert "/orders/CF2" not in text
    assert "en retard" in text


def test_a_day_that_is_none_and_a_group_that_is_none_show_today_by_customer(
    as_role: Callable[..., Browser], book: None
) -> None:
    assert as_role("manager").get("/order-book?on=yesterday&since=x&by=planet").status_code == 200


def test_the_workbook_holds_text_as_text_and_figures_as_figures(as_role: Callable[..., Browser], book: None) -> None:
    answer = as_role("sales").get("/order-book.xlsx?on=2026-11-30")
    sheets = load_workbook(io.BytesIO(answer.data))
    assert sheets.sheetnames == ["Lignes", "Par client", "Par affaire", "Par site", "Par produit"]
    row = list(sheets["Lignes"].iter_rows(values_only=True))[1]
    assert row[1] == "=1+1 <b>Zoé</b>"
    assert sheets["Lignes"]["B2"].data_type == "s"
    assert (row[18], row[23], row[24]) == (10, 100, "oui")


def test_the_planner_has_no_business_with_values(as_role: Callable[..., Browser]) -> None:
    assert as_role("planner").get("/order-book").status_code == 403


def test_open_lines_are_searched_have_their_columns_and_come_as_a_sheet(
    as_role: Callable[..., Browser], book: None
) -> None:
    sales = as_role("sales")
    page = sales.get("/order-book?on=2026-11-30&by=customer").text
    assert 'data-list-tools="book-lines"' in page
    found = sales.get("/order-book?on=2026-11-30&by=customer&q=cf2").text
    assert "/orders/CF2" in found
    assert "/orders/CF1" not in found
    assert "Aucune ligne ouverte ne correspond" in sales.get("/order-book?on=2026-11-30&q=nulle-part").text
    answer = sales.get("/order-book?on=2026-11-30&q=cf1&sheet=book-lines&hide=2&sort=-6")
    rows = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0] == ("Échéance", "Commande", "Produit", "Livré", "Reste", "Montant HT")
    assert [row[4] for row in rows[1:]] == [10, 3]
