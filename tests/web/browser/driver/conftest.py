"""Phones for the browser tests: each with its own memory, on which tour B is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dispatch.db import Database
from tests.web.browser.conftest import PHONE, Watch
from tests.web.browser.driver.day import drive


class OfflineWatch(Watch):
    """A browser that has no network says so on its console; that alone is no fault."""

    def over(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        page.on("console", lambda said: self._heard(said.text) if said.type == "error" else None)
        page.on("request", lambda request: self._check(request.url))

    def _heard(self, text: str) -> None:
        if "net::ERR_" not in text:
            self.wrong.append(f"console: {text}")


@pytest.fixture
def path(database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    return drive(database, monkeypatch)


@pytest.fixture
def new_phone(chromium: Browser, console: str, path: str) -> Iterator[Callable[..., Page]]:
    """Phones, each with its own memory, on which the tour is open."""
    contexts: list[BrowserContext] = []
    watch = OfflineWatch(console.removeprefix("http://"))

    def make(locale: str = "fr-FR", scheme: str = "light") -> Page:
        context = chromium.new_context(
            base_url=console, viewport=PHONE, locale=locale, timezone_id="Europe/Paris", color_scheme=scheme,  # type: ignore[arg-type]
            device_scale_factor=2, has_touch=True, is_mobile=True,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        page.clock.install(time="2026-11-25T07:02:00+01:00")
        page.goto(path)
        expect(page.locator("ol.stops")).to_be_visible()
        expect(page.locator("html[data-kept=true]")).to_be_attached()
        return page

    yield make
    for context in contexts:
        context.close()
    assert not watch.wrong
