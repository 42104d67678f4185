"""The console as people meet it: a real server, a real worker, a real browser; nothing may fail quietly."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from dispatch import settings
from dispatch.cli.handlers import HANDLERS
from dispatch.db import Database
from dispatch.jobs.supervisor import work
from dispatch.web import create_app

CHROMIUM = "/usr/bin/chromium"
DESKTOP, PHONE = {"width": 1440, "height": 1010}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture
def console(database: Database) -> Iterator[str]:
    """The address of a running console."""
    server = make_server("127.0.0.1", 0, create_app(database, settings.current()), threaded=True)
    server.daemon_threads = False  # closing waits for the last request, which still holds a connection
    thread = threading.Thread(target=server.serve_forever, name="console")
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def worker(database: Database) -> Iterator[None]:
    """A worker that takes jobs as `dispatch worker` does."""
    leave = threading.Event()
    thread = threading.Thread(target=work, args=(database.url, HANDLERS, leave.is_set), name="worker")
    thread.start()
    yield
    leave.set()
    thread.join()


class Watch:
    """What a page must never do: raise, complain on the console, or talk to another host."""

    def __init__(self, host: str) -> None:
        self.host = host
        self.wrong: list[str] = []

    def over(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        page.on("console", lambda said: self.wrong.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("request", lambda request: self._check(request.url))

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.wrong.append(f"request off the host: {url}")


@pytest.fixture
def watch(console: str) -> Iterator[Watch]:
    """Fails the test at its end when a page has done what it must not."""
    found = Watch(urlsplit(console).netloc)
    yield found
    assert not found.wrong


@pytest.fixture
def context(chromium: Browser, console: str) -> Iterator[BrowserContext]:
    """A browser window of a French reader."""
    opened = chromium.new_context(base_url=console, viewport=DESKTOP, locale="fr-FR", timezone_id="Europe/Paris")  # type: ignore[arg-type]
    opened.set_default_timeout(20_000)
    yield opened
    for page in opened.pages:
        page.wait_for_load_state()  # a file that is cut off midway stays open in the server
    opened.close()


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    """A watched page."""
    opened = context.new_page()
    watch.over(opened)
    return opened


def picture(page: Page, name: str, *, full: bool = False) -> None:
    """Keep a screenshot when somebody wants to look at them (DISPATCH_SCREENSHOTS names the folder, or is 1)."""
    wanted = os.environ.get("DISPATCH_SCREENSHOTS")
    if wanted:
        folder = Path("var/screenshots") if wanted == "1" else Path(wanted)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=full)
