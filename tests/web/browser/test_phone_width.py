"""Every page of the console at the width of a phone, in the dark and in English: nothing hangs over the edge."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from dispatch.db import Database
from dispatch.intake.importing import run_import
from tests.web.browser.company import write
from tests.web.browser.conftest import PHONE, Watch, picture
from tests.web.browser.signing_in import sign_in

pytestmark = pytest.mark.browser

PAGES = (
    "/day/2026-11-25", "/day/2026-11-25/scenarios", "/day/2026-11-25/rounds", "/day/2026-11-25/versions", "/orders", "/orders/CF1001",
    "/orders/new", "/quotes", "/quotes/new", "/order-book", "/acknowledgements", "/controls", "/desk", "/shortages", "/claims",
    "/triggers", "/invoices", "/payments", "/packagings", "/lots", "/files/customer/customers", "/files/site/sites/1", "/customers/C01",
    "/imports", "/users", "/installation/settings", "/installation/programs", "/journal", "/account",
)  # fmt: skip


@pytest.fixture
def phone(context: BrowserContext, watch: Watch, database: Database, tmp_path: Path) -> Iterator[Page]:
    """Somebody with a phone who sees everything of a small company."""
    for path in write(tmp_path / "files", orders=3):
        assert run_import(database, "operator", path.stem, path.read_bytes(), path.name).errors == ()
    page = context.new_page()
    watch.over(page)
    sign_in(page, database, "administrator")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="English").click()
    yield page
    page.close()


def test_no_page_is_wider_than_a_phone(phone: Page) -> None:
    wide = {}
    for address in PAGES:
        phone.goto(address)
        width = phone.evaluate("document.documentElement.scrollWidth")
        picture(phone, f"phone{address.replace('/', '-')}")
        if width > PHONE["width"]:
            wide[address] = width
    assert wide == {}
