"""The driver's phone without a network, through a reload and back: what was done is at the depot exactly once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote, Discrepancy
from dispatch.delivery.phone_models import Evidence, PhoneEvent, Photo
from dispatch.invoicing.confirm import confirm
from tests.web.browser.conftest import PHONE, Watch, picture
from tests.web.browser.driver_day import PLACES, counts, deliver, drive, sign, to_list

pytestmark = pytest.mark.browser

BACK = re.compile("^✓ à jour|^à jour")


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


def off(page: Page, offline: bool = True) -> None:
    page.context.set_offline(offline)


def send_now(page: Page) -> None:
    """The moment in which an event can be undone is over."""
    page.clock.fast_forward(70_000)


def test_two_stops_delivered_without_a_network_through_a_reload_are_there_once(
    new_phone: Callable[..., Page], database: Database
) -> None:
    page = new_phone()
    picture(page, "driver-list", full=True)
    off(page)
    page.locator("a.stop").first.click()
    picture(page, "driver-stop")
    page.locator("#arrive").click()
    sign(page)
    page.get_by_label("Nom en capitales").fill("leroy")
    page.get_by_label("Qualité").fill("responsable réception")
    picture(page, "driver-signed")
    page.locator("#deliver").click()
    expect(page.locator(".banner")).to_contain_text("Pas encore envoyé")
    to_list(page)
    deliver(page, PLACES[1]["name"], "faure")
    to_list(page)
    send_now(page)
    expect(page.locator("#status")).to_have_text("hors réseau · à envoyer\u00a0: 3")
    assert counts(database) == (0, 0, 0)

    page.reload()
    expect(page.locator("a.stop[data-state=delivered]")).to_have_count(2)
    expect(page.locator("#status")).to_contain_text("à envoyer\u00a0: 3")
    page.locator("a.stop").nth(1).click()
    expect(page.locator(".banner")).to_be_visible()
    picture(page, "driver-offline")
    page.locator(".back").click()
    assert counts(database) == (0, 0, 0)

    off(page, False)
    send_now(page)
    expect(page.locator("#status")).to_have_text(BACK)
    assert counts(database) == (3, 2, 2)
    page.reload()
    expect(page.locator("a.stop[data-state=delivered]")).to_have_count(2)
    send_now(page)
    with database.reading() as session:
        assert [one.signer_name for one in session.scalars(select(Evidence).order_by(Evidence.id))] == [
            "LEROY",
            "FAURE",
        ]
        assert [one.sequence for one in session.scalars(select(PhoneEvent).order_by(PhoneEvent.id))] == [1, 2, 3]
    assert counts(database) == (3, 2, 2)


def test_a_delivery_whose_acknowledgement_was_lost_is_sent_again_and_counts_once(
    new_phone: Callable[..., Page], database: Database
) -> None:
    page, lost = new_phone(), []

    def swallow(route: Route) -> None:
        if lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route("**/events", swallow)
    deliver(page, PLACES[0]["name"])
    send_now(page)
    expect(page.locator("#status")).to_contain_text("hors réseau")
    assert (lost, counts(database)) == ([200], (1, 1, 1))
    expect(page.locator(".banner")).to_contain_text("Envoi en cours")
    expect(page.locator(".banner button")).to_have_count(0)
    send_now(page)
    expect(page.locator(".banner")).to_contain_text("Enregistré au dépôt")
    assert counts(database) == (1, 1, 1)


def test_what_is_undone_before_it_leaves_never_arrives_and_leaves_no_gap(
    new_phone: Callable[..., Page], database: Database
) -> None:
    page = new_phone()
    deliver(page, PLACES[0]["name"])
    page.locator(".toast button").click()
    expect(page.locator("#deliver")).to_be_visible()
    expect(page.get_by_label("Nom en capitales")).to_have_value("leroy")
    expect(page.locator("#pad.signed")).to_be_attached()
    page.locator("#deliver").click()
    expect(page.locator(".banner")).to_be_visible()
    send_now(page)
    expect(page.locator(".banner")).to_contain_text("Enregistré au dépôt")
    with database.reading() as session:
        assert [one.sequence for one in session.scalars(select(PhoneEvent))] == [1]
    assert counts(database) == (1, 1, 1)


def test_two_phones_on_one_tour_and_the_second_is_told(new_phone: Callable[..., Page], database: Database) -> None:
    first, second = new_phone(), new_phone("en-GB", "dark")
    off(second)
    _deliver_in_english(second, PLACES[0]["name"], "durand")
    deliver(first, PLACES[0]["name"], "leroy")
    send_now(first)
    expect(first.locator("#status")).to_have_text(BACK)
    off(second, False)
    send_now(second)
    told = second.locator("[data-refused=received]").first
    expect(told).to_contain_text("Nothing is counted twice")
    picture(second, "driver-told-dark-en")
    told.get_by_role("button", name="Understood").click()
    expect(second.locator("[data-refused]")).to_have_count(0)
    expect(second.locator(".banner")).to_contain_text("Recorded at the depot")
    assert counts(database) == (2, 1, 1)
    with database.reading() as session:
        kept = session.scalars(select(Evidence).order_by(Evidence.id)).all()
        assert [(one.signer_name, one.receipt_id is not None) for one in kept] == [("LEROY", True), ("DURAND", False)]


def _deliver_in_english(page: Page, stop: str, name: str) -> None:
    page.locator("a.stop", has_text=stop).click()
    picture(page, "driver-stop-dark-en")
    sign(page)
    page.get_by_label("Name in capitals").fill(name)
    page.locator("#deliver").click()
    expect(page.locator(".banner")).to_be_visible()


def test_paper_was_quicker_and_the_phone_sees_it(new_phone: Callable[..., Page], database: Database) -> None:
    page = new_phone()
    with database.transaction("user:anna") as session:
        number = session.scalars(select(DeliveryNote.number).order_by(DeliveryNote.id)).first()
        assert number
        confirm(session, number, request_key="paper")
    send_now(page)
    expect(page.locator("a.stop").first).to_have_attribute("data-state", "delivered")
    page.locator("a.stop").first.click()
    expect(page.locator(".card")).to_contain_text("Confirmé au bureau sur papier")
    expect(page.locator("#deliver")).to_have_count(0)


def test_a_reserve_is_precise_or_is_not_kept_and_comes_with_its_photo(
    new_phone: Callable[..., Page], database: Database, tmp_path: Path
) -> None:
    page = new_phone()
    page.locator("a.stop").first.click()
    page.get_by_role("button", name="Un de moins\u00a0: Pain suédois").click()
    page.get_by_role("button", name="Un de moins\u00a0: Pain suédois").click()
    page.locator(".wrong-chip").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_text("Refusé", exact=True).click()
    sheet.get_by_text("abîmé").click()
    sheet.get_by_label("Précisions").fill("Sous réserve de déballage")
    sheet.get_by_role("button", name="Garder").click()
    expect(sheet.get_by_role("alert")).to_contain_text("ne vaut rien")
    picture(page, "driver-reserve")
    sheet.get_by_label("Précisions").fill("deux cartons écrasés")
    Image.new("RGB", (2400, 1200), "peru").save(tmp_path / "carton.jpg")
    sheet.locator("#reserve-photo").set_input_files(tmp_path / "carton.jpg")
    expect(sheet.get_by_text("Photo (1)")).to_be_visible()
    sheet.get_by_role("button", name="Garder").click()
    expect(page.locator(".wrong-chip")).to_contain_text("2 × abîmé · deux cartons écrasés · Photo (1)")
    page.reload()
    expect(page.locator(".wrong-chip")).to_contain_text("deux cartons écrasés")
    page.locator("#deliver").click()
    expect(page.locator("#trouble")).to_have_text("Il manque la signature.")
    sign(page)
    page.locator("#deliver").click()
    expect(page.locator("#trouble")).to_have_text("Il manque le nom de qui signe.")
    page.get_by_label("Nom en capitales").fill("leroy")
    page.get_by_role("button", name="Livré · 1 réserve").click()
    expect(page.locator(".banner")).to_be_visible()
    send_now(page)
    expect(page.locator(".banner")).to_contain_text("Enregistré au dépôt")
    with database.reading() as session:
        wrong = session.scalars(select(Discrepancy)).one()
        assert (wrong.nature, wrong.quantity, wrong.words) == ("damaged", 2_000, "deux cartons écrasés")
        assert wrong.receipt_line.accepted_qty == 8_000
        photo = session.scalars(select(Photo)).one()
        assert (photo.line_no, photo.document.media_type) == (1, "image/jpeg")


def test_one_tap_tells_the_depot_of_a_delay_and_a_closed_door(
    new_phone: Callable[..., Page], database: Database
) -> None:
    page = new_phone()
    page.locator("[data-late='20']").click()
    expect(page.locator(".told")).to_contain_text("20 min")
    page.locator("a.stop").nth(3).click()
    expect(page.locator(".cash")).to_contain_text("163,68")
    page.locator("#problem").click()
    page.get_by_text("Fermé", exact=True).click()
    picture(page, "driver-problem")
    page.get_by_role("button", name="Prévenir le dépôt").click()
    expect(page.locator(".box.warn")).to_contain_text("Fermé")
    send_now(page)
    expect(page.locator("#status")).to_have_text(BACK)
    to_list(page)
    expect(page.locator("a.stop").nth(3)).to_have_attribute("data-state", "problem")
    with database.reading() as session:
        found = [
            (one.kind, one.fields.get("minutes"), one.fields.get("problem"))
            for one in session.scalars(select(PhoneEvent))
        ]
    assert sorted(found, key=str) == [("late", 20, None), ("problem", None, "closed")]


def test_links_call_and_navigate_and_nothing_is_too_small_for_a_thumb(new_phone: Callable[..., Page]) -> None:
    page = new_phone()
    small = """() => [...document.querySelectorAll('a, button, input, select, textarea')]
      .map((one) => [one.className || one.id, one.getBoundingClientRect()])
      .filter(([, box]) => box.width && (box.height < 44 || box.width < 44)).map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    assert page.evaluate(small) == []
    page.locator("a.stop").first.click()
    expect(page.locator("a[href='tel:+33476000001']")).to_be_visible()
    assert (page.locator("a[href^='geo:']").get_attribute("href") or "").startswith(
        "geo:45.19,5.73?q=45.19,5.73(H%C3%B4tel"
    )
    expect(page.locator("#deliver")).to_be_visible()
    assert page.evaluate(small) == []
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    expect(page.get_by_text("Boulangerie <b>Faure</b>")).to_have_count(0)
    to_list(page)
    expect(page.locator("a.stop", has_text="Boulangerie <b>Faure</b>")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("Next stop")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Next stop")).to_be_visible()


def test_phone_and_depot_agree_on_which_words_are_void(new_phone: Callable[..., Page]) -> None:
    from dispatch.delivery.reserves import refuse_void
    from dispatch.errors import RefusedError

    phrases = [
        "Sous réserve de déballage", "SOUS  RÉSERVE DU DÉBALLAGE", "s/r déballage", "sous toutes réserves", "Subject to unpacking",
        "sous réserve d’inspection", "subject  to checking", "deux cartons écrasés", "réservé au gardien", "sous la pluie", "",
    ]  # fmt: skip

    def is_void(words: str) -> bool:
        try:
            refuse_void(words)
        except RefusedError:
            return True
        return False

    page = new_phone()
    said = page.evaluate(
        """async (phrases) => {
          const { isVoid } = await import('/static/driver/void_words.js');
          const { void_words: pattern } = await (await fetch(location.pathname + '/tour')).json();
          return phrases.map((one) => isVoid(one, pattern));
        }""",
        phrases,
    )
    assert said == [is_void(one) for one in phrases]
    assert True in said
    assert False in said


def test_nothing_that_comes_in_touches_the_form_while_somebody_signs(new_phone: Callable[..., Page]) -> None:
    page = new_phone()
    page.locator("a.stop").first.click()
    page.get_by_label("Nom en capitales").fill("ler")
    pad = page.locator("#pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    page.evaluate("document.querySelector('#pad').dataset.same = 'yes'")
    page.locator("#arrive").evaluate("(button) => button.click()")
    page.mouse.move(box["x"] + 40, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 90, steps=8)
    send_now(page)
    expect(page.locator(".arrived")).to_be_attached()
    expect(page.locator("#status")).to_have_text(BACK)
    page.mouse.move(box["x"] + 260, box["y"] + 40, steps=8)
    page.mouse.up()
    expect(page.locator("#pad.signed[data-same=yes]")).to_be_attached()
    expect(page.get_by_label("Nom en capitales")).to_have_value("ler")
