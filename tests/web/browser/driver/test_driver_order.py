"""The driver changes the order of the stops to come without a network; the depot has it once there is one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dispatch import settings
from dispatch.db import Database
from dispatch.delivery.phone_models import PhoneEvent
from dispatch.tours.models import Stop
from tests.web.browser.conftest import picture
from tests.web.browser.driver.day import BACK, off, send_now

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The company lets its drivers."""
    monkeypatch.setenv("DISPATCH_DRIVER_REORDER", "true")
    settings.current.cache_clear()


def test_the_order_is_changed_offline_and_kept_by_the_depot(new_phone: Callable[..., Page], database: Database) -> None:
    page = new_phone()
    off(page)
    page.locator("#reorder").click()
    page.get_by_role("button", name="Plus tard : Hôtel du Vieux Pont").click()
    picture(page, "driver-order")
    page.get_by_role("button", name="Garder cet ordre").click()
    expect(page.locator("a.stop").nth(1)).to_contain_text("Hôtel du Vieux Pont")
    off(page, False)
    send_now(page)
    expect(page.locator("#status")).to_have_text(BACK)
    expect(page.locator("a.stop").nth(1)).to_contain_text("Hôtel du Vieux Pont")
    with database.reading() as session:
        assert session.scalars(select(PhoneEvent.kind)).all() == ["reorder"]
        assert session.scalars(select(Stop.id).order_by(Stop.sequence)).all()[:2] == [2, 1]
