"""Every page of the console: named for who cannot see it, and in one language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from dispatch.db import Database
from dispatch.intake.importing import run_import
from dispatch.web import create_app
from dispatch.web.file_layout import GROUPS
from tests.web.browser.company import write
from tests.web.conftest import Browser
from tests.web.reading_pages import PageReader

CATALOGUE = Path(create_app.__code__.co_filename).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
DAY = "/day/2026-11-25"


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Database:
    """Customers, sites, products, trucks and orders."""
    for path in write(tmp_path / "files", orders=6):
        assert run_import(database, "operator", path.stem, path.read_bytes(), path.name).errors == ()
    return database


def pages(app: Flask) -> list[str]:
    """Every address of the console that opens a page by itself, and one of each kind that wants a key."""
    bare = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments and not rule.endpoint.startswith(("api.", "driver."))
    ]
    files = [f"/files/{group.code}/{kind}{end}" for group in GROUPS for kind in group.kinds for end in ("", "/new")]
    keyed = [
        "/orders/CF1001",
        "/orders/CF1001/amend",
        "/orders/CF1001/trail",
        "/customers/C01",
        "/customers/C01/credit",
    ]
    keyed += ["/customers/C01/statement", "/customers/C01/timeline", "/files/site/sites/1", "/controls/no_quote"]
    return [*bare, *files, *keyed, DAY, *(f"{DAY}/{part}" for part in ("versions", "scenarios", "rounds", "actual"))]


def read(browser: Browser, app: Flask) -> dict[str, PageReader]:
    """Those that answer with a whole page."""
    found = {}
    for address in pages(app):
        answer = browser.get(address, follow_redirects=True)
        assert answer.status_code in (200, 400, 403, 404), (address, answer.status_code)
        if answer.mimetype == "text/html" and "<html" in answer.text:
            found[address] = PageReader(answer.text)
    assert len(found) > 60
    return found


def test_controls_headings_and_tables_of_every_page_are_named(
    app: Flask, as_role: Callable[..., Browser], company: Database
) -> None:
    wrong = {address: page.faults() for address, page in read(as_role("administrator"), app).items()}
    assert {address: faults for address, faults in wrong.items() if faults} == {}


def test_an_english_page_has_no_french_text(app: Flask, as_role: Callable[..., Browser], company: Database) -> None:
    with CATALOGUE.open("rb") as file:
        texts = [(message.id, message.string) for message in read_po(file)]
    french = {one for one, other in texts if isinstance(one, str) and other != one and len(one) > 3}
    english = {other for _, other in texts if isinstance(other, str)}
    mixed = {
        address: sorted(found)
        for address, page in read(as_role("administrator", "en"), app).items()
        if (found := (set(page.texts) & french) - english - {"Français", "Tournée"})
    }
    assert mixed == {}
