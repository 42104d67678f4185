"""The driver's page over HTTP: a signed code is the key, events come from our page alone, other tours do not exist."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.links import note_link, stop_link, tour_link
from dispatch.delivery.models import Receipt
from dispatch.delivery.phone_models import PhoneEvent
from dispatch.errors import ThrottledError
from dispatch.web.rate import MOST_KEYS, Rate
from tests.delivery.builders import note, released
from tests.delivery.phone import AT, ONE, it_is, signature
from tests.delivery.test_phone_pictures import bomb
from tests.web.test_security import database_state

OURS = {"X-Tournee": "driver"}
STATIC = Path(__file__).resolve().parents[2] / "dispatch" / "web" / "static" / "driver"


@pytest.fixture
def numbers(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Notes issued the day before; it is the morning of the tour."""
    issued = released(database)
    it_is(monkeypatch, "2026-11-25T09:00:00+01:00")
    return issued


@pytest.fixture
def phone(app: Flask) -> FlaskClient:
    return app.test_client()


def path(link: str) -> str:
    return link[link.index("/d/") :]


def event(database: Database, number: str, **changes: Any) -> dict[str, Any]:
    with database.reading() as session:
        row = note(session, number)
        fields = {
            "kind": "deliver",
            "stop": row.stop_id,
            "note": number,
            "shown": row.content_hash,
            "signer_name": "leroy",
        }
    return {"client": ONE, "sequence": 1, "at": AT, **fields, **changes}


def send(phone: FlaskClient, fields: Any, at: str = "", picture: bytes | None = None, **headers: str) -> Any:
    text = fields if isinstance(fields, str) else json.dumps(fields)
    data: dict[str, Any] = {"event": text, "signature": (BytesIO(signature() if picture is None else picture), "s.png")}
    return phone.post((at or path(tour_link(1))) + "/events", data=data, headers={**OURS, **headers})


def stored(database: Database) -> tuple[int, int]:
    with database.reading() as session:
        return len(session.scalars(select(PhoneEvent)).all()), len(session.scalars(select(Receipt)).all())


def test_a_delivery_is_taken_and_the_same_again_gives_the_same(
    phone: FlaskClient, database: Database, numbers: tuple[str, ...]
) -> None:
    first, again = (send(phone, event(database, numbers[0])) for _ in range(2))
    assert (first.status_code, first.json["outcome"], first.json["again"]) == (200, "taken", False)
    assert (again.status_code, again.json["outcome"], again.json["again"]) == (200, "taken", True)
    assert stored(database) == (1, 1)
    found = phone.get(path(tour_link(1)) + "/tour").json["tour"]
    assert (found["mode"], found["stops"][0]["progress"]["state"]) == ("live", "delivered")
    assert (found["stops"][0]["notes"][0]["signer"], found["stops"][0]["notes"][0]["channel"]) == ("LEROY", "phone")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Tournee": ""},
        {"X-Tournee": "other"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)  # fmt: skip
def test_events_from_another_site_are_refused(
    phone: FlaskClient, database: Database, numbers: tuple[str, ...], headers: dict[str, str]
) -> None:
    assert send(phone, event(database, numbers[0]), **headers).status_code == 403
    assert stored(database) == (0, 0)


def test_our_own_page_is_let_in(phone: FlaskClient, database: Database, numbers: tuple[str, ...]) -> None:
    ours = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert send(phone, event(database, numbers[0]), **ours).status_code == 200


def test_what_is_on_another_tour_and_codes_of_others_are_not_there(
    phone: FlaskClient, database: Database, numbers: tuple[str, ...]
) -> None:
    mine = path(tour_link(1))
    assert send(phone, event(database, numbers[1])).status_code == 404
    for wrong in (f"{mine[:-3]}abc", path(tour_link(99)), path(stop_link(99)), "/d/WyJ0IiwiMiJd"):
        assert phone.get(wrong).status_code == 404
        assert phone.get(wrong + "/tour").status_code == 404
        assert send(phone, event(database, numbers[0]), wrong).status_code == 404
    assert stored(database) == (0, 0)
    assert numbers[1] not in phone.get(mine + "/tour").text
    assert phone.get(path(stop_link(1)) + "/tour").json["tour"]["id"] == 1


def test_the_code_on_a_note_opens_that_note_to_be_read_and_nothing_else(
    phone: FlaskClient, database: Database, numbers: tuple[str, ...]
) -> None:
    at = path(note_link(numbers[0]))
    page = phone.get(at)
    assert page.status_code == 200
    assert numbers[0] in page.text
    assert "Site S2" not in page.text
    assert phone.get(at + "/tour").status_code == 404
    assert send(phone, event(database, numbers[0]), at).status_code == 404
    send(phone, event(database, numbers[0]))
    assert "LEROY" in phone.get(at).text


def test_before_its_day_a_tour_is_read_only_and_a_week_later_gone(
    phone: FlaskClient, database: Database, numbers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = path(tour_link(1))
    it_is(monkeypatch, "2026-11-24T18:00:00+01:00")
    assert phone.get(at + "/tour").json["tour"]["mode"] == "early"
    assert send(phone, event(database, numbers[0])).json["reason"] == "not_today"
    it_is(monkeypatch, "2026-12-03T00:00:00+01:00")
    assert phone.get(at).status_code == 404
    assert send(phone, event(database, numbers[0], sequence=2)).status_code == 404
    assert stored(database) == (1, 0)


@pytest.mark.parametrize(
    ("fields", "picture", "words"),
    [
        ("{", None, "no JSON"),
        ("[" * 20_000, None, "no JSON"),
        ("x" * 70_000, None, "70000 characters"),
        ({"kind": "deliver", "stop": 1}, None, "field client"),
        ({"kind": "late", "client": ONE, "sequence": 1, "at": AT, "minutes": 5}, bomb(13_000, 13_000), "pixels"),
        ({"kind": "late", "client": ONE, "sequence": 1, "at": AT, "minutes": 5}, b"<svg/>", "no PNG"),
    ],
    ids=["half", "deep", "long", "empty", "huge picture", "svg"],
)
def test_what_cannot_be_read_is_refused_in_words_that_the_script_reads(
    phone: FlaskClient, database: Database, numbers: tuple[str, ...], fields: Any, picture: bytes | None, words: str
) -> None:
    answer = send(phone, fields, picture=picture)
    assert (answer.status_code, answer.json["code"]) == (400, "invalid_input")
    assert words in answer.json["detail"]
    assert stored(database) == (0, 0)


def test_photos_of_a_reserve_are_kept_with_its_line(
    phone: FlaskClient, database: Database, numbers: tuple[str, ...]
) -> None:
    from PIL import Image

    from dispatch.delivery.phone_models import Photo

    out = BytesIO()
    Image.new("RGB", (40, 30), "brown").save(out, "JPEG")
    wrong = [{"line": 2, "nature": "damaged", "refused": 1_000, "words": "écrasé"}]
    data = {
        "event": json.dumps(event(database, numbers[0], differences=wrong)),
        "signature": (BytesIO(signature()), "s.png"),
        "photo_2": (BytesIO(out.getvalue()), "p.jpg"),
    }
    answer = phone.post(path(tour_link(1)) + "/events", data=data, headers=OURS)
    assert answer.json["outcome"] == "taken"
    with database.reading() as session:
        photo = session.scalars(select(Photo)).one()
        assert (photo.line_no, photo.document.kind, photo.document.subject_key) == (2, "photo", numbers[0])


def test_reading_changes_no_row(phone: FlaskClient, database: Database, numbers: tuple[str, ...]) -> None:
    before = database_state(database)
    mine = path(tour_link(1))
    for at in ("/d/", "/d/worker.js", mine, mine + "/tour", path(note_link(numbers[0])), "/d/nothing"):
        phone.get(at)
        assert database_state(database) == before, at


def test_who_tries_codes_is_told_to_wait_and_drivers_are_not(
    phone: FlaskClient, database: Database, numbers: tuple[str, ...]
) -> None:
    answers = [phone.get("/d/guess/tour").status_code for _ in range(41)]
    assert answers == [404] * 40 + [429]
    assert phone.get(path(tour_link(1)) + "/tour").status_code == 200
    told = phone.get("/d/guess/tour")
    assert told.json["code"] == "throttled"
    assert 0 < int(told.headers["Retry-After"]) <= 61


def test_the_page_lets_no_script_in_but_its_own_files(phone: FlaskClient, numbers: tuple[str, ...]) -> None:
    for at in ("/d/", path(tour_link(1)), path(note_link(numbers[0])), "/d/nothing"):
        answer = phone.get(at)
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert not re.search(r"unsafe|nonce|http", policy)
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Cache-Control"] == "no-store"
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", answer.text)


def test_the_worker_keeps_every_file_of_the_page(phone: FlaskClient) -> None:
    answer = phone.get("/d/worker.js")
    assert answer.mimetype == "text/javascript"
    kept = json.loads(re.search(r"const SHELL = (\[.*?\]);", answer.text).group(1))  # type: ignore[union-attr]
    files = {f"/static/driver/{one.name}" for one in STATIC.iterdir() if one.name != "worker.js"}
    assert files <= set(kept)
    assert "/static/css/tokens.css" in kept
    assert all(phone.get(url, buffered=True).status_code == 200 for url in kept)


def test_every_word_of_the_page_is_there_in_both_languages_and_used() -> None:
    text = (STATIC / "words.js").read_text(encoding="utf-8")
    table = text[text.index("const WORDS") : text.index("\n};")]
    rows = re.findall(r"^  (\w+): \[\"(.*)\", \"(.*)\"\],$", table, re.MULTILINE)
    assert len(rows) == len(re.findall(r"^  \w+:", table, re.MULTILINE))
    for key, french, english in rows:
        assert french, key
        assert english, key
        assert sorted(re.findall(r"\{\w+\}", french)) == sorted(re.findall(r"\{\w+\}", english)), key
    code = "\n".join(one.read_text(encoding="utf-8") for one in STATIC.glob("*.js") if one.name != "words.js")
    called = set(re.findall(r"\bt\(\s*\"(\w+)\"", code)) | {
        each for found in re.findall(r"\bt\(\s*([^\"`)]+\?[^,)]+)", code) for each in re.findall(r"\"(\w+)\"", found)
    }
    assert called <= {key for key, *_ in rows}
    quoted = set(re.findall(r"[\"`](\w+)[\"`$]", code)) | called
    families = ("nature_", "problem_", "refused_", "kind_", "state_", "means_")
    unused = {key for key, *_ in rows if key not in quoted and not key.startswith(families)} - {"kilograms"}
    assert not unused


def test_a_rate_begins_anew_after_its_window_and_forgets_old_keys() -> None:
    now = [0.0]
    rate = Rate(2, 60, clock=lambda: now[0])
    for _ in range(2):
        rate.count("a")
    with pytest.raises(ThrottledError) as caught:
        rate.count("a")
    assert caught.value.retry_after_s == 61
    now[0] = 61.0
    rate.count("a")
    for number in range(MOST_KEYS + 5):
        rate.count(f"k{number}")
    assert len(rate._counts) <= MOST_KEYS


@pytest.fixture
def as_driver(as_role: Callable[..., Any]) -> Any:
    return as_role("driver")


def test_whoever_is_logged_in_needs_the_code_all_the_same(as_driver: Any, numbers: tuple[str, ...]) -> None:
    assert as_driver.get("/d/1").status_code == 404
