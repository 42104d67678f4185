from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from dispatch.customers.models import Customer, Site
from dispatch.db import Database
from dispatch.intake import KINDS
from tests.web.browser.company import write
from tests.web.conftest import Browser

CUSTOMERS = "customer;name;siren;billing_address;postcode;city;country;payment_terms\nC1;Clair;732829320;1 rue;38000;Grenoble;FR;30 jours\n"
SITES = "site;customer;name;address;postcode;city\nS1;C1;Clair;1 rue;38000;Grenoble\n"


def send(browser: Browser, *files: tuple[str, str | bytes], **fields: str) -> Any:
    parts = [(io.BytesIO(data.encode() if isinstance(data, str) else data), name) for name, data in files]
    return browser.post("/imports", {"files": parts, **fields}, content_type="multipart/form-data")


def counted(database: Database, model: Any) -> int:
    with database.reading() as session:
        return int(session.scalar(select(func.count()).select_from(model)) or 0)


def test_several_files_are_taken_in_the_order_in_which_one_needs_the_other(
    as_role: Callable[..., Browser], database: Database
) -> None:
    answer = send(as_role("planner"), ("sites.csv", SITES), ("customers-2026.csv", CUSTOMERS))
    assert answer.status_code == 200
    assert answer.text.index('data-report="customers"') < answer.text.index('data-report="sites"')
    assert (counted(database, Customer), counted(database, Site)) == (1, 1)


def test_an_error_names_row_column_value_reason_and_remedy_and_nothing_enters(
    as_role: Callable[..., Browser], database: Database
) -> None:
    bad = (
        CUSTOMERS
        + "C2;Obscur;732829320;1 rue;38000;Grenoble;FR;quand je veux\n"
        + "C3;;732829320;1 rue;38000;Grenoble;FR;30 jours\n"
    )
    answer = send(as_role("sales"), ("customers.csv", bad), ("sites.csv", SITES))
    assert answer.status_code == 400
    assert "quand je veux" in answer.text
    assert "payment_terms" in answer.text
    assert "La cellule est vide." in answer.text
    assert "Pas encore lus" in answer.text
    assert "sites.csv" in answer.text
    assert counted(database, Customer) == counted(database, Site) == 0


def test_a_dry_run_writes_nothing(as_role: Callable[..., Browser], database: Database) -> None:
    answer = send(as_role("planner"), ("customers.csv", CUSTOMERS), dry_run="1")
    assert "vérifié, rien n’est écrit" in answer.text
    assert counted(database, Customer) == 0


def test_problems_are_told_in_the_readers_language(as_role: Callable[..., Browser]) -> None:
    answer = send(as_role("planner", "en"), ("customers.csv", CUSTOMERS.replace("Clair", "")))
    assert "The cell is empty." in answer.text


@pytest.mark.parametrize("name", ["mystery.csv", "../../etc/passwd", "a\\b\\c.xlsx"])
def test_a_file_whose_name_says_no_kind_asks_for_the_kind(as_role: Callable[..., Browser], name: str) -> None:
    answer = send(as_role("planner"), (name, CUSTOMERS))
    assert answer.status_code == 400
    assert "choisissez la sorte" in answer.text
    assert ".." not in answer.text.split('role="alert"')[1][:200]


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a workbook", b"\x00\xff\xfe", b"", b"<svg/>", b"%PDF-1.7"])
def test_a_file_that_is_none_of_ours_is_an_error_with_a_remedy(
    as_role: Callable[..., Browser], database: Database, data: bytes
) -> None:
    answer = send(as_role("planner"), ("customers.xlsx", data))
    assert answer.status_code == 400
    assert "rien n’est entré" in answer.text or 'role="alert"' in answer.text
    assert counted(database, Customer) == 0


def test_no_file_at_all_is_a_question_not_an_error_page(as_role: Callable[..., Browser]) -> None:
    answer = as_role("planner").post("/imports", {"kind": "customers"})
    assert answer.status_code == 400
    assert "Choisissez un fichier" in answer.text


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_template_to_download(as_role: Callable[..., Browser], kind: str, suffix: str) -> None:
    answer = as_role("planner").get(f"/imports/template/{kind}.{suffix}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{kind}.{suffix}"'
    assert len(answer.data) > 20


def test_a_site_is_placed_from_the_worklist(as_role: Callable[..., Browser], database: Database) -> None:
    browser = as_role("sales")
    send(browser, ("customers.csv", CUSTOMERS), ("sites.csv", SITES))
    assert "Sites à placer" in browser.get("/imports/worklist").text
    assert browser.post("/imports/sites/S1", {"latitude": "45,19", "longitude": "5.73"}).status_code == 303
    with database.reading() as session:
        site = session.scalars(select(Site)).one()
        assert (site.latitude, site.longitude, site.placed_by) == (45.19, 5.73, "user:sales")
    assert browser.post("/imports/sites/S9", {"latitude": "45", "longitude": "5"}).status_code == 404


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("91", "5"), ("45", "181"), ("nan", "5"), ("", "5"), ("nord", "5"), ("inf", "5")]
)
def test_a_place_that_is_none_keeps_what_was_typed(
    as_role: Callable[..., Browser], database: Database, latitude: str, longitude: str
) -> None:
    browser = as_role("sales")
    send(browser, ("customers.csv", CUSTOMERS), ("sites.csv", SITES))
    answer = browser.post("/imports/sites/S1", {"latitude": latitude, "longitude": longitude})
    assert answer.status_code == 400
    assert f'value="{longitude}"' in answer.text
    with database.reading() as session:
        assert session.scalars(select(Site.latitude)).one() is None


def test_the_company_of_the_browser_test_enters_whole(as_role: Callable[..., Browser], tmp_path: Any) -> None:
    files = [(path.name, path.read_bytes()) for path in write(tmp_path)]
    answer = send(as_role("administrator"), *files)
    assert answer.status_code == 200
    assert answer.text.count("✓ importé") == len(files)
    assert "&lt;b&gt;du&lt;/b&gt; ${Pont}" in as_role("administrator").get("/imports/worklist").text
