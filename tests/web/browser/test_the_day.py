"""One whole day in a browser: files in, plan, release, papers, receipts by keyboard, triggers out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from dispatch.db import Database
from tests.web.browser import company
from tests.web.browser.conftest import PHONE, Watch, picture
from tests.web.browser.steps import DAY, export, import_files, log_in_by_link, plan, receive, release

pytestmark = pytest.mark.browser


def place_the_site(page: Page) -> None:
    page.get_by_role("link", name=re.compile("points? à regarder")).click()
    expect(page.get_by_text(company.HOSTILE, exact=True).first).to_be_visible()
    expect(page.locator("#place-map .leaflet-control-zoom")).to_be_visible()  # drawn, so that it listens
    page.locator("#place-map").click(position={"x": 200, "y": 180})
    expect(page.locator("input[name=latitude]")).not_to_have_value("")
    picture(page, "worklist")
    page.locator("input[name=latitude]").fill("45,2990")
    page.locator("input[name=longitude]").fill("5,6360")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Chaque site a sa place sur la carte.")).to_be_visible()


def look_around(page: Page) -> None:
    first = page.locator("details.tour").first
    first.locator("summary").click()
    expect(first.locator("ol.stops")).to_be_visible()
    expect(page.locator(".map.picking .pin-box.mine").first).to_be_attached()
    page.wait_for_timeout(500)
    picture(page, "board-selected")
    first.get_by_role("link", name="Ouvrir la tournée").click()
    expect(page.locator("ol.sheet > li").first).to_be_visible()
    page.wait_for_timeout(400)
    picture(page, "tour")
    page.go_back()
    expect(page.locator("details.tour").first).to_be_visible()


def other_eyes(page: Page, context: BrowserContext, watch: Watch) -> None:
    """The same pages on a phone, in the dark, in English."""
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for name, path in (("board", DAY), ("desk", "/desk"), ("orders", "/orders?show=all"), ("imports", "/imports")):
        page.goto(path)
        page.wait_for_timeout(300)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], f"{name} is wider than a phone"
        picture(page, f"phone-{name}", full=name == "board")
    page.set_viewport_size({"width": 1440, "height": 1010})
    page.goto("/orders?show=all")
    picture(page, "orders")
    page.locator("summary", has_text="Colonnes").click()
    page.get_by_label("Échéance", exact=True).uncheck()
    expect(page.get_by_role("columnheader", name="Échéance")).to_be_hidden()
    assert "hide=3" in str(page.locator("[data-sheet]").get_attribute("href"))
    page.reload()
    expect(page.get_by_role("columnheader", name="Échéance")).to_be_hidden()
    page.locator("tbody a").first.wait_for()
    page.locator("tbody a").first.click()
    picture(page, "order")
    page.goto("/users")
    picture(page, "users")
    page.emulate_media(color_scheme="dark")
    page.goto(DAY)
    page.wait_for_timeout(400)
    picture(page, "dark-board")
    page.goto("/desk")
    picture(page, "dark-desk")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Returns", exact=True)).to_be_visible()
    page.emulate_media(color_scheme="light")
    page.goto(DAY)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wednesday")
    page.wait_for_timeout(400)
    picture(page, "english-board")
    page.emulate_media(media="print")
    picture(page, "print-board")


def test_a_whole_day_from_files_to_triggers(
    page: Page, context: BrowserContext, watch: Watch, worker: None, database: Database, tmp_path: Path
) -> None:
    log_in_by_link(page, database)
    import_files(page, company.write(tmp_path / "files"))
    place_the_site(page)
    plan(page)
    assert page.locator("body").inner_html().count("<b>du</b>") == 0
    look_around(page)
    release(page)
    notes = receive(page, database)
    export(page, notes)
    other_eyes(page, context, watch)
