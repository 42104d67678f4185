"""Lists: the workbook says what the page shows, views are kept for whoever kept them, cells may be pasted."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.intake.importing import run_import
from dispatch.web.list_sheet import ListTable, without
from tests.web.browser.company import write
from tests.web.conftest import Browser

PAGE = """
<table><tr><td>another</td></tr></table>
<table data-list="goods"><thead><tr><th></th><th>Nom</th><th>Jour</th><th class="number">Prix</th></tr></thead>
<tbody><tr><td><input type="checkbox"></td><td><a href="/x"><b>Pain &amp; sel</b></a><span class="under">C1</span></td>
<td>25/11/2026</td><td class="number">1\u202f234,50\u00a0€</td></tr></tbody></table>
<table data-list="goods"><thead class="visually-hidden"><tr><th></th><th>Nom</th><th>Jour</th><th class="number">Prix</th></tr></thead>
<tbody><tr><td><form><button>Vu</button></form></td><td>=1+1<span class="visually-hidden">caché</span></td><td>—</td><td class="number">—</td></tr></tbody></table>
"""


def test_a_table_is_read_as_values_without_its_buttons() -> None:
    table = ListTable(PAGE, "fr", "goods")
    assert without(table, []) == (
        ["Nom", "Jour", "Prix"],
        [["Pain & sel — C1", date(2026, 11, 25), 1234.5], ["=1+1", "—", "—"]],
    )
    assert without(table, ["2"])[0] == ["Nom", "Prix"]


def test_a_number_is_read_as_the_reader_writes_it() -> None:
    english = PAGE.replace("1\u202f234,50\u00a0€", "€1,234.50")
    assert ListTable(english, "en", "goods").rows[0][3] == pytest.approx(1234.5)


@pytest.fixture
def company(database: Database, tmp_path) -> Database:
    for path in write(tmp_path / "files"):
        assert run_import(database, "operator", path.stem, path.read_bytes(), path.name).errors == ()
    return database


def sheet(browser: Browser, address: str) -> list[tuple[object, ...]]:
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.mimetype.endswith("spreadsheetml.sheet")
    return list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))


def test_the_workbook_of_a_list_is_what_the_page_shows_and_all_of_it(
    as_role: Callable[..., Browser], company: Database
) -> None:
    sales = as_role("sales")
    headings, *rows = sheet(sales, "/orders?show=all&sheet=orders")
    assert (headings[0], headings[3], headings[4]) == ("Commande", "Échéance", "Montant HT")
    assert len(rows) == 26
    assert {type(row[3]).__name__ for row in rows} == {"datetime"}
    assert all(isinstance(row[4], int | float) for row in rows)
    name = str(rows[0][1]).split(" — ", maxsplit=1)[0]
    found = sheet(sales, f"/orders?show=all&q={name}&sheet=orders&hide=4")
    assert "Montant HT" not in found[0]
    assert 1 < len(found) < 27


def test_a_planner_without_prices_gets_none_in_the_workbook_either(
    as_role: Callable[..., Browser], company: Database
) -> None:
    assert "Montant HT" not in sheet(as_role("planner"), "/orders?show=all&sheet=orders")[0]


def test_a_page_without_that_list_stays_a_page(as_role: Callable[..., Browser]) -> None:
    assert as_role("sales").get("/orders?sheet=nothing").mimetype == "text/html"


def keep(browser: Browser, name: str, query: str = "show=late&q=drac&offset=50", back: str = "/orders"):
    return browser.post("/lists/views", {"list": "orders", "name": name, "query": query, "back": back})


def test_a_view_is_kept_for_its_owner_and_forgotten_by_them_alone(
    as_role: Callable[..., Browser], company: Database
) -> None:
    sales, manager = as_role("sales"), as_role("manager")
    answer = keep(sales, "Retards du Drac")
    assert (answer.status_code, answer.location) == (303, "/orders?show=late&q=drac")
    keep(sales, "Retards du Drac", "show=late")
    page = sales.get("/orders?show=all").text
    assert page.count("Retards du Drac</a>") == 1
    assert 'href="/orders?show=late"' in page
    assert "Retards du Drac" not in manager.get("/orders?show=all").text
    manager.post("/lists/views/1/forget", {"back": "/orders"})
    assert "Retards du Drac</a>" in sales.get("/orders?show=all").text
    sales.post("/lists/views/1/forget", {"back": "/orders"})
    assert "Retards du Drac</a>" not in sales.get("/orders?show=all").text


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", ""])
def test_a_view_never_leads_to_another_host(as_role: Callable[..., Browser], back: str) -> None:
    assert keep(as_role("sales"), "x", back=back).status_code == 400


def test_cells_pasted_out_of_a_spreadsheet_are_imported_like_a_file(
    as_role: Callable[..., Browser], database: Database
) -> None:
    cells = "customer\tname\tsiren\tbilling_address\tpostcode\tcity\tcountry\tpayment_terms\r\nC1\tClair\t732829320\t1 rue\t38000\tGrenoble\tFR\t30 jours\r\n"
    planner = as_role("planner")
    unsaid = planner.post("/imports", {"pasted": cells, "kind": "auto"})
    assert unsaid.status_code == 400
    assert "Dites de quelle sorte" in unsaid.text
    assert "732829320" in unsaid.text  # nothing typed is lost
    answer = planner.post("/imports", {"pasted": cells, "kind": "customers"})
    assert answer.status_code == 200
    with database.reading() as session:
        assert session.scalars(select(Customer.name)).all() == ["Clair"]
    wrong = planner.post("/imports", {"pasted": cells.replace("30 jours", "jamais"), "kind": "customers"})
    assert wrong.status_code == 400
    assert "jamais" in wrong.text
