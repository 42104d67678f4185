"""The administrator makes a user, who logs in by the link; changes a setting; and closes the session of the other."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from dispatch.db import Database
from tests.web.browser.conftest import picture
from tests.web.browser.signing_in import PASSWORD, sign_in

pytestmark = pytest.mark.browser


def test_a_user_is_made_logs_in_by_the_link_and_is_logged_out(
    page: Page, database: Database, chromium: Browser, console: str
) -> None:
    sign_in(page, database, "administrator")
    page.goto("/users")
    page.get_by_role("textbox", name="Nom", exact=True).fill("Paul Garnier")
    page.get_by_label("Identifiant").fill("paul")
    page.locator("#role").select_option("sales")
    page.get_by_role("button", name="Créer et montrer le lien").click()
    shown = page.locator('input[readonly][value*="/login/"]')
    link = shown.input_value()
    picture(page, "user-made")
    other = chromium.new_context(base_url=console, locale="fr-FR")
    opened = other.new_page()
    opened.goto("/login/" + link.rsplit("/", 1)[1])
    opened.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    opened.get_by_label("Le même").fill(PASSWORD)
    opened.keyboard.press("Enter")
    expect(opened.get_by_role("link", name="Commandes", exact=True)).to_be_visible()
    expect(opened.get_by_role("link", name="Installation")).to_have_count(0)
    page.goto("/installation")
    page.get_by_role("button", name="Fermer la session de Paul Garnier").click()
    expect(page.get_by_text("Paul Garnier")).to_have_count(0)
    opened.goto("/orders")
    expect(opened.get_by_label("Mot de passe")).to_be_visible()
    other.close()
