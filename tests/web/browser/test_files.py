"""The company's files in a browser: a list sorted by its heading, rows ticked and changed together."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dispatch.db import Database
from dispatch.intake.importing import run_import
from tests.web.browser.company import write
from tests.web.browser.conftest import picture
from tests.web.browser.signing_in import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def sites(database: Database, page: Page, tmp_path: Path) -> Page:
    """The list of eighteen sites."""
    for path in write(tmp_path / "files", orders=1):
        assert run_import(database, "operator", path.stem, path.read_bytes(), path.name).errors == ()
    sign_in(page, database, "administrator")
    page.goto("/files/site/sites")
    return page


def names(page: Page) -> list[str]:
    return page.locator("tbody td:nth-child(2)").all_inner_texts()


def test_a_list_is_sorted_and_some_of_its_rows_are_changed_together(sites: Page) -> None:
    page = sites
    heading = page.locator("thead th:nth-child(2) button")
    heading.click()
    assert names(page)[0] == "Auberge du Château"
    expect(page.locator('th[aria-sort="ascending"]')).to_have_count(1)
    rising = names(page)
    heading.click()
    assert names(page) == rising[::-1]
    page.reload()
    assert names(page) == rising[::-1]
    button = page.get_by_role("button", name="Changer ensemble")
    expect(button).to_be_disabled()
    boxes = page.locator('tbody input[name="row"]')
    boxes.nth(0).check()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(button).to_have_text("Changer ensemble… (4)")
    page.get_by_label("Ce qui change pour toutes").select_option("opening_hours")
    button.click()
    field = page.locator("#f-opening_hours")
    field.fill("quand il veut")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_role("alert")).to_contain_text("4 fiches refusent")
    expect(field).to_have_value("quand il veut")
    field.fill("Mo-Fr 06:00-10:00")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.locator("td.now")).to_have_count(4)
    picture(page, "files-together")
    page.get_by_role("button", name="Changer 4 fiches").click()
    expect(page.get_by_role("cell", name="Mo-Fr 06:00-10:00")).to_have_count(4)
