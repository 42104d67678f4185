from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from dispatch import settings
from dispatch.accounts import links, throttle
from dispatch.accounts.models import User
from dispatch.db import Base, Database
from dispatch.web import create_app
from tests.web.conftest import PASSWORD, Browser
from tests.web.test_access import ROWS, address


def log_in(browser: Browser, login: str, password: str = PASSWORD) -> int:
    return int(browser.post("/login", {"login": login, "password": password}).status_code)


@pytest.fixture
def anna(app: Flask, database: Database) -> None:
    from dispatch.accounts.users import create_user

    with database.transaction("operator") as session:
        create_user(session, "anna", "Anna Roy", "administrator", password=PASSWORD)


def test_a_copied_cookie_opens_nothing_after_log_out(app: Flask, anna: None, as_role: Callable[..., Browser]) -> None:
    browser = as_role(None)
    assert log_in(browser, "anna") == 303
    copy = Browser(app, None)
    stolen = browser.client.get_cookie("tournee")
    assert stolen is not None
    copy.client.set_cookie("tournee", stolen.value)
    assert copy.get("/users").status_code == 200
    assert browser.post("/logout").status_code == 303
    assert copy.get("/users").status_code == 302
    assert browser.get("/users").status_code == 302


def test_what_was_signed_before_log_in_is_worth_nothing_after(anna: None, as_role: Callable[..., Browser]) -> None:
    browser = as_role(None)
    before = browser.csrf()
    log_in(browser, "anna")
    assert browser.client.post("/logout", headers={"X-CSRFToken": before}).status_code == 400


def test_ten_bad_passwords_are_told_when_to_come_back(anna: None, as_role: Callable[..., Browser]) -> None:
    browser = as_role(None)
    for _ in range(throttle.LIMIT):
        assert log_in(browser, "anna", "not that one") == 401
    answer = browser.post("/login", {"login": "anna", "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 901
    assert "Trop d’essais" in answer.text


def test_a_refused_log_in_keeps_the_login_and_not_the_password(anna: None, as_role: Callable[..., Browser]) -> None:
    answer = as_role(None).post("/login", {"login": "anna", "password": "not that one"})
    assert 'value="anna"' in answer.text
    assert "not that one" not in answer.text


def test_a_link_lets_a_new_user_choose_a_password_once(
    app: Flask, database: Database, as_role: Callable[..., Browser]
) -> None:
    with database.transaction("operator") as session:
        user = session.query(User).filter_by(login="planner").one()
        token = links.create_link(session, user)
    browser = as_role(None)
    assert "planner Dupont" in browser.get(f"/login/{token}").text
    assert browser.post(f"/login/{token}", {"password": "one two three", "again": "one two four"}).status_code == 400
    assert browser.post(f"/login/{token}", {"password": "one two three", "again": "one two three"}).status_code == 303
    assert browser.get("/account").status_code == 200
    assert as_role(None).get(f"/login/{token}").status_code == 404


def test_every_answer_carries_the_policy_and_a_fresh_nonce(as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    seen = set()
    for path in ("/users", "/login", "/nowhere", "/static/css/base.css", "/healthz"):
        answer = browser.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        seen.add(re.search(r"nonce-([\w-]+)", policy).group(1))  # type: ignore[union-attr]
    assert len(seen) == 5


def test_https_in_production_gets_a_host_cookie_and_strict_transport(database: Database) -> None:
    chosen = settings.load(env="production", secret="x" * 40, now=None, public_url="https://tournee.example")
    app = create_app(database, chosen)
    answer = app.test_client().get("/login", base_url="https://tournee.example")
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-tournee=")
    for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie


def database_state(database: Database) -> str:
    with database.engine.connect() as connection:
        rows = [
            (table.name, *map(str, row))
            for table in Base.metadata.sorted_tables
            for row in connection.execute(table.select().order_by(*table.primary_key.columns))
        ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def test_no_get_changes_a_row(app: Flask, database: Database, as_role: Callable[..., Browser]) -> None:
    browser = as_role("administrator")
    before = database_state(database)
    for endpoint, method in ROWS:
        if method == "GET":
            assert browser.get(address(app, endpoint)).status_code < 500, endpoint
            assert database_state(database) == before, endpoint


def test_what_is_too_big_is_refused_with_the_limit(as_role: Callable[..., Browser], app: Flask) -> None:
    browser = as_role("administrator")
    answer = browser.post("/users", {"name": "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)})
    assert answer.status_code == 413
    assert "20 Mo" in answer.text


@pytest.mark.parametrize(
    "name", ["<b>gras</b>", "<script>alert(1)</script>", "${7*7}", "{{7*7}}", "O'Neil & «Fils» 🚚", "\u202edroite"]
)
def test_hostile_names_are_shown_as_text(as_role: Callable[..., Browser], name: str) -> None:
    browser = as_role("administrator")
    assert (
        browser.post("/users", {"login": "hostile", "name": name, "role": "sales", "language": "fr"}).status_code == 200
    )
    text = browser.get("/users").text
    assert "<script>alert" not in text
    assert "<b>gras" not in text
    assert "49" not in text.split("hostile")[0].rsplit("<td>", 1)[1]


def test_no_template_holds_inline_script_or_style() -> None:
    for path in (Path(create_app.__code__.co_filename).parent / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"\sstyle=|\son\w+=|<style(?![^>]*nonce)|<script(?![^>]*(src|nonce|application/json))|\|safe", text
        ), path.name


def test_vendored_files_are_what_the_manifest_says() -> None:
    import json

    vendor = Path(create_app.__code__.co_filename).parent / "static" / "vendor"
    manifest = json.loads((vendor / "manifest.json").read_text())
    listed = {f"{folder}/{name}": digest for folder, row in manifest.items() for name, digest in row["sha256"].items()}
    there = {
        str(path.relative_to(vendor)): path
        for path in vendor.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in there.items()}
    assert all(f"{folder}/LICENSE" in listed for folder in manifest)


def test_somebody_elses_page_is_not_found_rather_than_forbidden(as_role: Callable[..., Browser]) -> None:
    assert as_role("administrator").get("/documents/987654").status_code == 404


def test_health_and_readiness_answer_anybody(as_role: Callable[..., Browser]) -> None:
    assert as_role(None).get("/healthz").json == {"status": "ok"}
    assert as_role(None).get("/readyz").json == {"status": "ready"}


def test_reading_pages_of_a_released_day_changes_no_row(
    app: Flask, database: Database, as_role: Callable[..., Browser]
) -> None:
    from tests.delivery.builders import DAY, released

    number = released(database)[0]
    day = DAY.isoformat()
    browser = as_role("administrator")
    before = database_state(database)
    for path in (
        f"/day/{day}", f"/day/{day}/pack", "/tours/1", "/orders/CF1", "/orders?show=all&q=C1", f"/desk?day={day}",
        f"/desk/find?number={number}", f"/notes/{number}", f"/notes/{number}/pdf", "/triggers", "/imports", "/imports/worklist", "/journal?q=user", "/account",
    ):  # fmt: skip
        assert browser.get(path).status_code in (200, 302), path
        assert database_state(database) == before, path
