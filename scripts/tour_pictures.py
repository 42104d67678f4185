"""Draw the pictures of docs/tour.md: the sandbox company in a folder of its own, its console, and a browser that looks at it.

`make tour` runs it; it takes about two minutes, and Chromium must be installed. Every picture is WebP of less than 150 kB.
"""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from dispatch.delivery.links import tour_link

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
CHROMIUM, PORT, MOST_BYTES = "/usr/bin/chromium", 8097, 150_000
BASE = f"http://127.0.0.1:{PORT}"
DISPATCH = [sys.executable, "-m", "dispatch.cli"]
PASSWORD = "une phrase de matin"
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def main() -> None:
    """Fill, serve, look."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"DISPATCH_DATABASE_URL": f"sqlite:///{folder}/d.db", "DISPATCH_DATA_DIR": folder}
        environment |= {"DISPATCH_PUBLIC_URL": BASE}
        os.environ.update(environment)
        told = subprocess.run(
            [*DISPATCH, "demo", "--out", folder], env=environment, check=True, capture_output=True, text=True
        ).stdout
        found = re.search(r"/login/\S+", told)
        planned = re.search(r"print-pack-(\d{4}-\d{2}-\d{2})", told)
        assert found
        assert planned
        server = subprocess.Popen([*DISPATCH, "serve", "--port", str(PORT)], env=environment)
        try:
            _wait()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
                _desktop(browser, found.group(0), date.fromisoformat(planned.group(1)))
                browser.close()
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    for _ in range(120):
        try:
            urlopen(f"{BASE}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The console does not come up.")


def _desktop(browser: Browser, login: str, day: date) -> None:
    context = browser.new_context(base_url=BASE, viewport=DESKTOP, locale="fr-FR", timezone_id="Europe/Paris")  # type: ignore[arg-type]
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(login)
    page.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    page.get_by_label("Le même").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1).wait_for()
    _orders(page)
    _planning(page, day)
    _after(page, day)
    page.emulate_media(color_scheme="dark")
    page.goto(f"/day/{day.isoformat()}")
    _keep(page, "day-dark")
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="English").click()
    page.goto("/controls")
    _keep(page, "controls-english")
    context.close()


def _orders(page: Page) -> None:
    page.goto("/orders/new")
    page.get_by_label("Client").first.fill("K001")
    page.keyboard.press("Tab")
    page.wait_for_timeout(600)
    page.get_by_label("Produit").first.fill("BIS-MIEL")
    page.keyboard.press("Tab")
    page.wait_for_timeout(600)
    page.keyboard.type("6")
    page.keyboard.press("Tab")
    _keep(page, "order-entry")
    page.goto("/customers/K001/timeline")
    _keep(page, "customer-timeline")


def _planning(page: Page, day: date) -> None:
    _keep_at(page, f"/day/{day.isoformat()}", "day")
    following = day + timedelta(days=1)
    address = f"/day/{following.isoformat()}"
    page.goto(address)
    page.keyboard.press("c")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Temps de recherche").select_option(index=0)
    dialog.get_by_role("button", name="Lancer le calcul").click()
    page.locator("details.tour").first.wait_for()
    page.goto(f"{address}/scenarios")
    page.locator("input[name=without]").first.check()
    page.get_by_role("button", name="Calculer cette variante").click()
    page.locator("[data-scenario] .under").first.wait_for()
    page.get_by_role("link", name="Voir").first.click()
    page.locator("table.changes").wait_for()
    page.evaluate("scrollTo(0, 200)")
    _keep(page, "scenarios")


def _after(page: Page, day: date) -> None:
    page.goto("/desk")
    note = page.locator("#notes [data-number]").first.get_attribute("data-number")
    _keep(page, "desk")
    _keep_at(page, f"/notes/{note}", "note")
    page.goto("/invoices?show=issued")
    page.locator("tbody a").first.click()
    _keep(page, "invoice")
    _keep_at(page, "/controls", "controls")
    _keep_at(page, "/installation/settings", "settings")
    _keep_at(page, f"/day/{day.isoformat()}/rounds", "rounds")
    _phone(page, day)


def _phone(page: Page, day: date) -> None:
    page.goto(f"/day/{day.isoformat()}")
    address = str(page.locator("a[href^='/tours/']").first.get_attribute("href"))
    browser = page.context.browser
    assert browser
    phone = browser.new_context(viewport=PHONE, locale="fr-FR", timezone_id="Europe/Paris")  # type: ignore[arg-type]
    opened = phone.new_page()
    opened.goto(tour_link(int(address.rsplit("/", 1)[1])))
    _keep(opened, "phone")
    phone.close()


def _keep_at(page: Page, address: str, name: str) -> None:
    page.goto(address)
    _keep(page, name)


def _keep(page: Page, name: str) -> None:
    page.wait_for_timeout(900)
    picture = Image.open(io.BytesIO(page.screenshot()))
    for quality in (82, 70, 55, 40):
        picture.save(PICTURES / f"{name}.webp", quality=quality, method=6)
        if (PICTURES / f"{name}.webp").stat().st_size < MOST_BYTES:
            return
    raise SystemExit(f"{name} is too large.")


if __name__ == "__main__":
    main()
