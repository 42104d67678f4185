"""Planning by hand in a browser: a stop dragged to another tour, taken back, cut and pasted, locked through a new plan."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

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
    """A planned day of two vans with nine stops, and an order that came after the plan, open in the browser."""
    forget()
    with database.transaction("t") as session:
        yard(session, vans=3, payload_g=110_000)
        bread = builders.product(session, "BREAD", weight_g=10_000)
        stock(session, bread, 100)
        for number in range(1, 10):
            site = site_at(session, f"S{number}", north_km=2.0 * number, east_km=3.0 * (-1) ** number)
            builders.order(session, site, [(bread, 2)], f"CF{number}")
    assert plan(database, time_limit_s=1.0).state == "adopted"
    with database.transaction("operator") as session:
        bread = session.scalars(select(builders.Product)).one()
        builders.order(session, site_at(session, "NEW", north_km=7.0), [(bread, 1)], "URGENT")
    sign_in(page, database)
    page.goto(BOARD)
    expect(page.locator("details.tour")).to_have_count(2)
    yield page
    forget()


def tour(page: Page, letter: str) -> Locator:
    return page.locator(f'details.tour[data-tour="{letter}"]')


def counts(page: Page) -> list[int]:
    return [page.locator(f'details.tour[data-tour="{letter}"] li[data-stop]').count() for letter in "AB"]


def ready(page: Page) -> None:
    """The page listens to keys and pointer."""
    expect(page.locator("#board[data-ready]")).to_be_attached()


def open_tour(page: Page, letter: str) -> None:
    ready(page)
    if tour(page, letter).get_attribute("open") is None:
        tour(page, letter).locator("summary").click()
    expect(tour(page, letter).locator("ol.stops")).to_be_visible()


def drag(page: Page, source: Locator, target: Locator, name: str = "") -> None:
    source.scroll_into_view_if_needed()
    start, end = source.bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 90, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 90, start["y"] + start["height"] / 2 + 12)
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] / 2, steps=4)
    expect(page.locator("#edit-tip")).to_be_visible()
    if name:
        picture(page, name)


def test_a_stop_goes_to_another_tour_and_back_by_mouse_and_keys(board: Page) -> None:
    page, before = board, counts(board)
    giver, taker = ("A", "B") if before[0] > before[1] else ("B", "A")
    open_tour(page, giver)
    drag(page, tour(page, giver).locator("li[data-stop]").nth(1), tour(page, taker).locator("summary"), "edit-drag")
    expect(page.locator("#edit-tip")).to_contain_text(re.compile(r"km · .*min · .*€"))
    page.mouse.up()
    expect(page.locator("#edit-status")).to_be_visible()
    expect(page.locator('[data-step="undo"]')).to_be_enabled()
    after = counts(page)
    assert sum(after) == sum(before)
    assert after != before
    picture(page, "edit-moved")
    ready(page)
    page.keyboard.press("Control+z")
    expect(page.locator('[data-step="redo"]')).to_be_enabled()
    ready(page)
    assert counts(page) == before
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator('[data-step="redo"]')).to_be_disabled()
    expect(page.locator('[data-step="undo"]')).to_be_enabled()
    assert counts(page) == after
    open_tour(page, giver)
    tour(page, giver).locator("li[data-stop]").first.focus()
    page.keyboard.press("Delete")
    expect(page.locator(".left-list > li")).to_have_count(2)
    assert sum(counts(page)) == sum(before) - 1
    picture(page, "edit-off")


def test_a_selected_stop_shows_in_list_map_and_timeline(board: Page) -> None:
    page = board
    open_tour(page, "A")
    tour(page, "A").locator("li[data-stop]").nth(1).click()
    expect(tour(page, "A").locator("li.here")).to_have_count(1)
    expect(page.locator(".timeline rect.stop.here")).to_have_count(1)
    expect(page.locator(".pin-box.here")).to_have_count(1)
    tour(page, "A").locator("li[data-stop]").nth(1).focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator('.timeline rect.stop.here[data-stop="3"]')).to_have_count(1)
    page.wait_for_timeout(300)
    picture(page, "edit-selected")


def test_a_lock_is_kept_by_a_new_plan_and_by_the_hand(board: Page, database: Database) -> None:
    page = board
    open_tour(page, "A")
    held = tour(page, "A").locator("li[data-stop]").nth(2)
    name, van = held.locator(".name").inner_text(), tour(page, "A").get_attribute("data-vehicle")
    held.click(button="right")
    picture(page, "edit-menu")
    page.get_by_role("menuitem", name="Verrouiller", exact=False).first.click()
    locked = page.locator("li[data-locked]")
    expect(locked).to_have_count(1)
    assert locked.locator(".name").text_content() == name
    ready(page)
    locked.focus()
    page.keyboard.press("Delete")
    expect(page.locator("#edit-status")).to_contain_text("Un arrêt verrouillé garde son camion")
    assert plan(database, time_limit_s=1.0).state == "adopted"
    page.goto(BOARD)
    expect(page.locator("li[data-locked]")).to_have_count(1)
    kept = page.locator(f'details[data-vehicle="{van}"] li[data-locked] .name')
    assert kept.text_content() == name
    expect(page.locator('[data-step="undo"]')).to_be_disabled()


def test_an_urgent_order_is_offered_its_best_places(board: Page) -> None:
    page = board
    ready(page)
    card = page.locator('li[data-order="URGENT"]')
    card.get_by_role("button", name="Où la placer ?").click()
    expect(card.locator(".offer").first).to_be_focused()
    picture(page, "edit-offers")
    page.keyboard.press("Enter")
    expect(page.locator('li[data-order="URGENT"]')).to_have_count(0)
