"""A day of 300 stops on 30 tours stays fluent: seen within a second, answering within a tenth.

What is counted is work: the processor time of the page's main thread and of the server, not the wall clock of a machine
that has other things to do. The two take turns, so that their sum is what somebody waits for.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, expect

from dispatch.db import Database
from dispatch.planning.edits_kept import forget
from tests.builders import TOMORROW
from tests.planning.big_day import big_day
from tests.web.browser.conftest import picture
from tests.web.browser.signing_in import sign_in

pytestmark = pytest.mark.browser

PAINT_S, ANSWER_S, PREVIEW_S = 1.0, 0.1, 0.15
BOARD = f"/day/{TOMORROW.isoformat()}"

CLICK = """(selector) => new Promise((done) => {
  document.querySelector(selector).click();
  requestAnimationFrame(() => setTimeout(done));
})"""
HOURS = """() => {
  const [shown, waiting] = ["not(.crowded)", "is(.crowded)"].map((which) => [...document.querySelectorAll(`.of-tour.mine:${which}`)]
    .map((pin) => pin.getBoundingClientRect()).map(({ x, y, width, height }) => [x + width / 2, y + height / 2]));
  const meet = ([a, b], [c, d]) => Math.abs(a - c) < 60 && Math.abs(b - d) < 15;
  const pairs = shown.flatMap((one, place) => shown.slice(place + 1).filter((other) => meet(one, other)));
  return { shown: shown.length > 0, waiting: waiting.length > 0, over_each_other: pairs.length };
}"""
"""Of a chosen tour: whether hours are shown, whether some wait for a closer look, and how many lie over each other."""
PREVIEW = """async ([url, vehicle, to]) => {
  const board = document.getElementById("board");
  const fields = { version: board.dataset.version, kind: "move", vehicle, stops: "3", to_vehicle: to };
  const headers = { "X-CSRFToken": document.querySelector('meta[name="csrf-token"]').content };
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields), headers });
  return (await answer.json()).told;
}"""


class Work:
    """Seconds of processor time that the page's main thread and this process, the server's, take for something."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable")

    def of(self, action: Callable[[], object]) -> float:
        browser, server = self._browser(), time.process_time()
        action()
        return self._browser() - browser + time.process_time() - server

    def of_opening(self, address: str) -> float:
        """Until the page has loaded; the browser counts anew with each page."""
        server = time.process_time()
        self.page.goto(address)
        return self._browser() + time.process_time() - server

    def _browser(self) -> float:
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "ThreadTime"))


def first_preview(page: Page, work: Work) -> float:
    """What the hand waits for on a board that nobody has touched yet."""
    forget()
    with page.expect_response(lambda answer: answer.url.endswith("/edits/bench")):
        page.reload()
    expect(page.locator("#board[data-ready]")).to_be_attached()
    vans = [one.get_attribute("data-vehicle") for one in page.locator("details[data-vehicle]").all()[:2]]
    told: list[str] = []
    took = work.of(lambda: told.append(page.evaluate(PREVIEW, [f"{BOARD}/edits/preview", *vans])))
    assert "km" in told[0]
    return took


def test_three_hundred_stops_on_thirty_tours_are_painted_and_answer_at_once(page: Page, database: Database) -> None:
    big_day(database)
    sign_in(page, database)
    work = Work(page)
    paints = [work.of_opening(BOARD) for _ in range(3)]
    expect(page.locator("li[data-stop]")).to_have_count(300)
    previews = [first_preview(page, work) for _ in range(2)]
    tours = [work.of(lambda n=n: page.evaluate(CLICK, f"details.tour:nth-of-type({n}) > summary")) for n in (2, 3, 9)]
    stops = [work.of(lambda n=n: page.evaluate(CLICK, f".chosen li[data-stop]:nth-child({n})")) for n in (1, 5, 9)]
    picture(page, "large-day-selected")
    assert page.evaluate(HOURS) == {"shown": True, "waiting": True, "over_each_other": 0}
    measured = {"paint": paints, "preview": previews, "tour": tours, "stop": stops}
    most = {"paint": PAINT_S, "preview": PREVIEW_S, "tour": ANSWER_S, "stop": ANSWER_S}
    assert {name for name, took in measured.items() if min(took) >= most[name]} == set(), measured
    forget()
