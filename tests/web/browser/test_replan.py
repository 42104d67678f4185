"""A truck breaks down on a published day: R, which truck, what may change; its rest is calculated anew beside the day."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dispatch.db import Database
from dispatch.tours.models import Tour
from tests.delivery.builders import DAY, released
from tests.web.browser.conftest import Watch, picture
from tests.web.browser.signing_in import sign_in

pytestmark = pytest.mark.browser


def test_a_broken_truck_is_told_by_one_dialog(page: Page, watch: Watch, database: Database) -> None:
    released(database)
    sign_in(page, database)
    page.goto(f"/day/{DAY.isoformat()}")
    expect(page.locator("details.tour")).to_have_count(2)
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog", name="Replanifier la suite de la journée")
    dialog.get_by_label("Un camion est en panne").check()
    dialog.get_by_role("button", name="Replanifier la suite").click()
    expect(dialog.get_by_role("alert")).to_have_text("Dites de quel camion il s’agit.")
    expect(dialog.get_by_label("Un camion est en panne")).to_be_checked()
    assert "400" in watch.wrong.pop()  # the browser's console repeats the answer's status
    dialog.get_by_label("Camion", exact=True).select_option(label="A · V1 · Chauffeur DR1")
    picture(page, "replan")
    dialog.get_by_role("button", name="Replanifier la suite").click()
    expect(page.locator("#scenarios")).to_contain_text("V1 en panne, tout peut changer")
    with database.reading() as session:
        states = {(tour.letter, tour.state) for tour in session.scalars(select(Tour))}
    assert states == {("A", "cancelled"), ("B", "cancelled"), ("B", "draft")}
