"""The day board by the keyboard alone: help, search, along the stops, lock, undo, print, wider panes that are remembered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dispatch.catalog.models import Product
from dispatch.db import Database
from dispatch.planning.edits_kept import forget
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import plan, site_at, stock, yard
from tests.web.browser.conftest import picture
from tests.web.browser.signing_in import sign_in

pytestmark = pytest.mark.browser

BOARD = f"/day/{TOMORROW.isoformat()}"


@pytest.fixture
def board(database: Database, page: Page) -> Iterator[Page]:
    """A planned day of two vans with six stops and an order that came after, open in the browser."""
    forget()
    with database.transaction("t") as session:
        yard(session, vans=2, payload_g=80_000)
        bread = builders.product(session, "BREAD", weight_g=10_000)
        stock(session, bread, 100)
        for number in range(1, 7):
            site = site_at(session, f"S{number}", north_km=2.0 * number, name=f"Épicerie n° {number}")
            builders.order(session, site, [(bread, 2)], f"CF{number}")
    assert plan(database, time_limit_s=0.6).state == "adopted"
    with database.transaction("t") as session:
        bread = session.scalars(select(Product).where(Product.code == "BREAD")).one()
        builders.order(session, site_at(session, "S7", north_km=3.0, name="Épicerie n° 7"), [(bread, 2)], "CF7")
    sign_in(page, database)
    page.add_init_script("window.print = () => { document.documentElement.dataset.printed = 'yes'; }")
    page.goto(BOARD)
    expect(page.locator("#board[data-ready]")).to_be_attached()
    yield page
    page.wait_for_load_state("networkidle")
    forget()


def test_everything_is_reached_by_keys_and_the_help_says_which(board: Page) -> None:
    page = board
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Ctrl-Z")
    picture(page, "keys-help")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#board-search")).to_be_focused()
    page.keyboard.type("epicerie n° 4")
    page.keyboard.press("Enter")
    expect(page.locator("#board-found")).to_have_text("1/1")
    expect(page.locator("li[data-stop].here .name")).to_have_text("Épicerie n° 4")
    expect(page.locator(".pin-box.here")).to_have_count(1)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("details.tour.chosen")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.locator('details[data-tour="A"] > summary')).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator('details[data-tour="A"] li[data-stop="2"]')).to_be_focused()
    expect(page.locator('.timeline svg[data-tour="A"] .stop.here')).to_have_attribute("data-stop", "2")
    page.keyboard.press("l")
    expect(page.locator("li[data-locked]")).to_have_count(1)
    expect(page.locator("#board[data-ready]")).to_be_attached()
    page.keyboard.press("Control+z")
    expect(page.locator("li[data-locked]")).to_have_count(0)
    expect(page.locator("#board[data-ready]")).to_be_attached()
    page.keyboard.press("p")
    expect(page.locator("html[data-printed]")).to_be_attached()


def test_what_is_not_planned_is_reached_and_put_on_a_tour_by_keys(board: Page) -> None:
    page, card = board, board.locator('li[data-order="CF7"]')
    page.keyboard.press("u")
    expect(card).to_be_focused()
    expect(page.locator(".leaflet-marker-icon.here .left-out")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(card).to_have_attribute("data-open", "")
    page.keyboard.press("ArrowDown")
    expect(page.locator('details[data-tour="A"] > summary')).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(card).to_be_focused()
    page.keyboard.press("o")
    expect(card.locator(".offer").first).to_be_focused()
    picture(page, "offers-by-keys")
    page.keyboard.press("ArrowUp")
    expect(card.locator(".offer").last).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_focused()
    page.keyboard.press("i")
    expect(card).to_have_count(0)
    expect(page.locator("details.chosen li[data-stop]", has_text="Épicerie n° 7")).to_have_count(1)
    expect(page.locator("#board[data-ready]")).to_be_attached()
    page.locator("details.chosen li[data-stop]", has_text="Épicerie n° 7").focus()
    page.keyboard.press("Delete")
    expect(card).to_have_count(1)
    expect(page.locator("#board[data-ready]")).to_be_attached()
    expect(page.locator("li[data-stop]:focus")).to_have_count(1)


def test_panes_are_made_wider_by_arrows_and_stay_so(board: Page) -> None:
    page = board
    bars = {name: page.locator(f'[data-pane="{name}"]') for name in ("left", "right", "below")}
    before = {name: int(bar.get_attribute("aria-valuenow") or 0) for name, bar in bars.items()}
    for name, key in (("left", "ArrowRight"), ("right", "ArrowLeft"), ("below", "ArrowUp")):
        bars[name].focus()
        page.keyboard.press(key)
        page.keyboard.press(key)
    after = {name: int(bar.get_attribute("aria-valuenow") or 0) for name, bar in bars.items()}
    assert all(after[name] - before[name] == 48 for name in bars), (before, after)
    page.reload()
    expect(page.locator("#board[data-ready]")).to_be_attached()
    box = page.locator("#left-pane").bounding_box()
    assert box
    assert box["width"] == after["left"]
    picture(page, "panes")
    bars["left"].focus()
    page.keyboard.press("Enter")
    expect(bars["left"]).to_have_attribute("aria-valuenow", str(before["left"]))
