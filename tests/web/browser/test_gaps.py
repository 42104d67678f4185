"""A site without a place is placed by dragging a pin on the day board's map, and is not asked for again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dispatch.customers.models import Site
from dispatch.db import Database
from tests import builders
from tests.builders import TOMORROW
from tests.planning.builders import site_at, yard
from tests.web.browser.conftest import picture
from tests.web.browser.signing_in import sign_in

pytestmark = pytest.mark.browser


def test_a_pin_dragged_on_the_map_places_a_site(page: Page, database: Database) -> None:
    with database.transaction("t") as session:
        yard(session)
        bread = builders.product(session, "BREAD")
        site_at(session, "KNOWN", north_km=3.0)
        builders.order(session, site_at(session, "LOST", latitude=None, longitude=None), [(bread, 2)], "CF1")
    sign_in(page, database)
    page.goto(f"/day/{TOMORROW.isoformat()}")
    row = page.locator('[data-gap="place/LOST"]')
    row.get_by_role("button", name="Poser sur la carte").click()
    pin = page.locator(".pin.new")
    expect(pin).to_be_visible()
    box = pin.bounding_box()
    assert box
    page.mouse.move(box["x"] + 13, box["y"] + 13)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 50, steps=4)
    page.mouse.up()
    expect(row.locator("input[name=latitude]")).not_to_have_value("")
    picture(page, "gaps-pin")
    latitude = float(row.locator("input[name=latitude]").input_value())
    row.get_by_role("button", name="Enregistrer").click()
    expect(page.locator('[data-gap="place/LOST"]')).to_have_count(0)
    page.wait_for_load_state("networkidle")
    with database.reading() as session:
        assert session.scalars(select(Site.latitude).where(Site.code == "LOST")).one() == pytest.approx(latitude)
