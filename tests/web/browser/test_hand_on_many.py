"""The hand on many stops at once, the menu's questions, and a rule broken with a reason; one company for all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dispatch import settings
from dispatch.db import Database
from dispatch.planning.edits_kept import forget
from tests.builders import TOMORROW
from tests.planning.big_day import big_day
from tests.web.browser.conftest import picture
from tests.web.browser.signing_in import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def board(database: Database, page: Page, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """Four tours of five stops."""
    monkeypatch.setenv("DISPATCH_HAND_RULES", '{"trips": "reason"}')
    settings.current.cache_clear()
    big_day(database, tours=4, stops=5, left=1)
    sign_in(page, database)
    page.goto(f"/day/{TOMORROW.isoformat()}")
    ready(page)
    yield page
    forget()


def ready(page: Page) -> None:
    expect(page.locator("#board[data-ready]")).to_be_attached()


def stops(page: Page, letter: str) -> int:
    return page.locator(f'details[data-tour="{letter}"] li[data-stop]').count()


def edited(page: Page, number: int) -> None:
    """The page has loaded itself again after so many edits that can be undone."""
    expect(page.locator('[data-step="undo"] .quiet')).to_have_text(str(number))
    ready(page)


def test_stops_are_picked_by_click_and_box_and_edited_together(board: Page) -> None:
    page = board
    page.locator('details[data-tour="A"] summary').click()
    first = page.locator('details[data-tour="A"] li[data-stop]')
    first.nth(0).click(modifiers=["Control"])
    first.nth(2).click(modifiers=["Shift"])
    expect(page.locator("li.picked")).to_have_count(3)
    expect(page.locator(".timeline rect.picked")).to_have_count(3)
    expect(page.locator(".pin-box.picked")).to_have_count(3)
    picture(page, "picked")
    page.get_by_label("Les mettre sur").select_option("V2")
    edited(page, 1)
    assert (stops(page, "A"), stops(page, "B")) == (2, 8)
    page.keyboard.press("Escape")
    box = page.locator("#map").bounding_box()
    assert box
    page.keyboard.down("Shift")
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 60, box["y"] + box["height"] - 4, steps=4)
    picture(page, "picked-box")
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator("#edit-picked")).to_be_visible()
    assert int(page.locator("#edit-picked [data-count]").inner_text()) > 8
    page.keyboard.press("l")
    edited(page, 2)
    assert page.locator("li[data-locked]").count() > 8
    page.keyboard.press("Control+z")
    edited(page, 1)
    page.keyboard.press("Control+z")
    expect(page.locator('[data-step="undo"]')).to_be_disabled()
    ready(page)
    assert stops(page, "A") == 5


def test_the_menu_says_why_and_what_elsewhere_and_a_broken_rule_wants_its_reason(board: Page) -> None:
    page = board
    page.locator('details[data-tour="A"] summary').click()
    page.locator('details[data-tour="A"] li[data-stop]').nth(1).click(button="right")
    page.get_by_role("menuitem", name="Pourquoi ici ?").click()
    dialog = page.locator("#why")
    expect(dialog.get_by_role("heading", name=re.compile("Pourquoi .* est ici"))).to_be_visible()
    expect(dialog.locator("tbody tr")).to_have_count(3)
    picture(page, "why")
    dialog.get_by_role("button", name="Déplacer").first.click()
    edited(page, 1)
    assert stops(page, "A") == 4
    page.locator("details.chosen li[data-stop]").first.click(button="right")
    page.get_by_role("menuitem", name="Remettre au lendemain").click()
    edited(page, 2)
    expect(page.locator(".left-list .tag", has_text="remise")).to_be_visible()
    page.evaluate(
        """async () => { const { act } = await import(document.querySelector('script[src*="edits.js"]').src.replace("edits.js", "edits_server.js"));
        const details = document.querySelector("details[data-vehicle]");
        act("", { kind: "move", vehicle: details.dataset.vehicle, stops: "1", to_vehicle: details.dataset.vehicle, trip: "2" }); }"""
    )
    asked = page.locator("#edit-consent")
    expect(asked).to_contain_text("ne fait pas plus de 1 voyage")
    picture(page, "rule-reason")
    asked.get_by_label("Pourquoi le faire quand même ?").fill("Le client ferme tôt")
    asked.get_by_role("button", name="Le faire quand même").click()
    edited(page, 3)


def test_the_day_is_kept_locked_sent_opened_again_and_says_what_has_changed(board: Page) -> None:
    page = board
    page.get_by_label("Autres actions").click()
    page.get_by_role("link", name="Versions et modifications").click()
    page.get_by_label("Nom de la version").fill("avant l’appel")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="avant l’appel", exact=True)).to_be_visible()
    page.go_back()
    page.goto(f"/day/{TOMORROW.isoformat()}")
    ready(page)
    page.locator('details[data-tour="B"] summary').click(button="right")
    page.get_by_role("menuitem", name="Verrouiller la tournée").click()
    expect(page.locator("details[data-held]")).to_have_count(1)
    ready(page)
    page.get_by_role("button", name="Publier").click()
    page.get_by_role("button", name="Publier la journée").click()
    expect(page.get_by_text(re.compile("publiée à"))).to_be_visible()
    page.get_by_label("Autres actions").click()
    page.get_by_role("button", name="Rouvrir ce qui n’est pas parti").click()
    page.get_by_label("Pourquoi ?").fill("Commande urgente")
    picture(page, "reopen")
    page.get_by_role("button", name="Rouvrir", exact=True).click()
    expect(page.locator(".tag", has_text="brouillon")).to_be_visible()
    ready(page)
    page.locator('details[data-tour="A"] summary').click()
    page.locator('details[data-tour="A"] li[data-stop]').first.focus()
    page.keyboard.press("Delete")
    page.get_by_role("link", name=re.compile("changé depuis l’envoi")).click()
    expect(page.locator("table.changes tbody tr").first).to_be_visible()
    picture(page, "versions")
