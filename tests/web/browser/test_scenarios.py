"""A question is asked of the day, its answer stands beside it in red and green, and is adopted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dispatch.db import Database
from dispatch.jobs import claims, queue
from dispatch.jobs.context import JobContext
from dispatch.planning import scenarios
from dispatch.planning.edits_kept import forget
from tests.builders import TOMORROW
from tests.planning.big_day import big_day
from tests.web.browser.conftest import picture
from tests.web.browser.signing_in import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def day(database: Database, page: Page) -> Iterator[Page]:
    """Two tours of three stops and one order left, on the page of its scenarios."""
    big_day(database, tours=2, stops=3, left=1)
    sign_in(page, database)
    page.goto(f"/day/{TOMORROW.isoformat()}/scenarios")
    yield page
    forget()


def work_off(database: Database) -> None:
    with database.transaction("worker") as session:
        job = claims.claim(session, "here", ["scenario"])
        assert job is not None
        queue.request_stop(session, job.id)  # the first plan will do
        job_id, params = job.id, {**job.params}
    scenarios.execute(JobContext(database, job_id, "here", params, "user:claire"))


def test_a_truck_less_is_asked_compared_and_adopted(day: Page, database: Database) -> None:
    page = day
    page.get_by_label("V1", exact=True).check()
    page.get_by_label("Ce qui peut changer").select_option("all")
    page.get_by_role("button", name="Calculer cette variante").click()
    row = page.locator("[data-scenario]")
    expect(row).to_contain_text("calcul en cours")
    work_off(database)
    expect(row.locator(".better").first).to_be_visible()
    row.get_by_role("link", name="Voir").click()
    expect(page.locator("table.changes .now").first).to_be_visible()
    expect(page.locator("#change-map .change-way.was").first).to_be_attached()
    expect(page.locator("#change-map .change-way.now").first).to_be_attached()
    page.locator(".pin-box:has(.pin.change)").first.dispatch_event("click")
    expect(page.locator("tr.here")).to_have_count(1)
    page.locator("tr[data-change]").last.focus()
    expect(page.locator(".pin-box.here .pin.change")).to_have_count(1)
    picture(page, "scenarios", full=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 1440
    page.get_by_role("button", name="Retenir cette variante").click()
    expect(page.locator("details.tour")).to_have_count(1)
    expect(page.locator('[data-step="undo"]')).to_be_enabled()
