"""The company beside the project, where its files are present, through its whole day in a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dispatch.db import Database
from dispatch.intake import KINDS
from tests.conftest import shared_files
from tests.soak import times
from tests.web.browser.steps import export, import_files, log_in_by_link, plan, receive, release

pytestmark = [pytest.mark.browser, pytest.mark.soak]


@pytest.mark.shared
@pytest.mark.parametrize("folder", [path.parent for path in shared_files("data/monaco/orders.csv")], ids=["monaco"])
def test_the_company_beside_the_project_goes_through_its_day_from_its_own_files(
    page: Page, worker: None, database: Database, folder: Path
) -> None:
    log_in_by_link(page, database)
    import_files(page, [path for kind in KINDS if (path := folder / f"{kind}.csv").exists()])
    page.get_by_role("link", name=re.compile("points? à regarder")).click()
    expect(page.locator("form[data-site]")).to_have_count(3)
    plan(page)
    expect(page.locator(".left-list .why", has_text="pas de coordonnées").first).to_be_visible()
    release(page)
    notes = receive(page, database, by_hand=times(8))  # a pile of forty has a test of its own
    assert notes > 60
    export(page, notes)
