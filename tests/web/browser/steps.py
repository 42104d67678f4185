"""The steps of a day as hands do them in a browser: log in, import, plan, publish, receive by keyboard, export."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from dispatch.accounts.links import create_link
from dispatch.accounts.users import create_user
from dispatch.db import Database
from dispatch.invoicing.confirm import confirm
from tests.web.browser.conftest import picture

DAY = "/day/2026-11-25"
PASSWORD = "une phrase de matin"


def log_in_by_link(page: Page, database: Database) -> None:
    with database.transaction("operator") as session:
        user = create_user(session, "claire", "Claire Vasseur", "administrator")
        token = create_link(session, user)
    page.goto(f"/login/{token}")
    picture(page, "first-login")
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_label("Le même").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("mercredi 25 novembre 2026", ignore_case=True)


def import_files(page: Page, paths: list[Path]) -> None:
    picture(page, "board-empty")
    page.get_by_role("link", name="Imports", exact=True).click()
    picture(page, "imports-empty")
    page.locator("#files").set_input_files(paths)
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.locator("[data-report]")).to_have_count(len(paths))
    expect(page.locator("[data-report] .tag.good")).to_have_count(len(paths))
    picture(page, "imports-done", full=True)


def plan(page: Page) -> None:
    page.goto(DAY)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Temps de recherche").select_option("5")
    picture(page, "plan-dialog")
    dialog.get_by_role("button", name="Lancer le calcul").click()
    expect(page.locator("#run-progress")).to_be_visible()
    expect(page.locator("#run-progress")).to_contain_text(re.compile("Recherche en cours|Préparation"), timeout=60_000)
    page.wait_for_timeout(1500)
    picture(page, "board-running")
    expect(page.locator("details.tour").first).to_be_visible(timeout=60_000)
    expect(page.locator(".leaflet-marker-icon").first).to_be_visible()
    page.wait_for_timeout(400)
    picture(page, "board")


def release(page: Page) -> None:
    page.get_by_role("button", name="Publier").click()
    picture(page, "release-dialog")
    page.get_by_role("button", name="Publier la journée").click()
    expect(page.get_by_text(re.compile("publiée à"))).to_be_visible()
    papers = page.locator("#print-day")
    expect(papers).to_be_visible(timeout=60_000)
    answer = page.request.get(str(papers.get_attribute("href")))
    assert answer.ok
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("inline")
    assert answer.body().startswith(b"%PDF")
    picture(page, "board-released")


def listening(page: Page, counted: str) -> None:
    """Wait until the desk has counted so many and its field listens; asked often, for a desk that clears notes is fast."""
    page.wait_for_function(
        """counted => document.readyState === "complete" && document.activeElement?.id === "number"
            && document.querySelector("#running-total")?.textContent.trim() === counted""",
        arg=counted,
        polling=30,
    )


def receive(page: Page, database: Database, by_hand: int = 40) -> int:
    """Confirm every note, so many with keys alone: all conform but one, whose first line is short by one."""
    page.goto("/desk")
    total = int(page.locator("#running-total").inner_text().split("/")[1])
    numbers = [row.get_attribute("data-number") for row in page.locator("#notes [data-number]").all()]
    assert total == len(numbers) > 8
    if rest := numbers[by_hand:]:
        with database.transaction("user:claire") as session:
            for number in rest:
                confirm(session, str(number), request_key=str(number))
        page.reload()
    done = len(rest)
    for place, number in enumerate(numbers[:by_hand]):
        listening(page, f"{done + place}/{total}")
        page.keyboard.type(str(int(str(number)[-6:])) if place % 5 else str(number))
        if place == 2:
            picture(page, "desk-typing")
            page.keyboard.press("F2")
            expect(page.locator("[data-missing]").first).to_be_focused()
            page.keyboard.type("1")
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            page.keyboard.type("carton manquant au déchargement")
            picture(page, "note-difference")
            page.keyboard.press("Enter")
            expect(page.get_by_role("status").filter(has_text="confirmé avec différences")).to_be_visible()
        else:
            page.keyboard.press("Enter")
        if place == 5:
            picture(page, "desk")
    listening(page, f"{total}/{total}")
    picture(page, "desk-done")
    return total


def export(page: Page, notes: int) -> None:
    page.get_by_role("link", name="À facturer", exact=True).click()
    page.get_by_role("link", name=re.compile("^facturé")).click()
    invoiced = page.locator("tbody tr").count()  # notes that are invoices: confirmed, they are invoiced
    page.get_by_role("link", name=re.compile("^à facturer")).click()
    expect(page.locator("tbody tr")).to_have_count(notes - invoiced)
    picture(page, "triggers")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Exporter en CSV").click()
    text = waiting.value.path().read_text(encoding="utf-8-sig")
    assert len({row.split(";")[0] for row in text.splitlines()[1:]}) == notes - invoiced
    page.reload()
    expect(page.get_by_text("Rien n’attend d’être facturé")).to_be_visible()
