"""The form at a stop: precise réserves with photos, one tap for a delay, thumbs, and nothing that comes in disturbs it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.after_models import CashCollection
from dispatch.delivery.models import Discrepancy
from dispatch.delivery.phone_models import PhoneEvent, Photo
from tests.web.browser.conftest import picture
from tests.web.browser.driver.day import BACK, send_now, sign, to_list

pytestmark = pytest.mark.browser


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


def test_cash_at_the_door_is_typed_where_the_customer_signs(new_phone: Callable[..., Page], database: Database) -> None:
    page = new_phone()
    page.locator("a.stop").nth(3).click()
    page.get_by_label("Encaissé, en euros").fill("163,68")
    page.get_by_label("Moyen").select_option("cash")
    sign(page)
    page.get_by_label("Nom en capitales").fill("leroy")
    picture(page, "driver-cash")
    page.locator("#deliver").click()
    expect(page.locator(".banner")).to_be_visible()
    send_now(page)
    expect(page.locator(".banner")).to_contain_text("Enregistré au dépôt")
    with database.reading() as session:
        kept = session.scalars(select(CashCollection)).one()
        assert (kept.expected_cents, kept.collected_cents, kept.means) == (16_368, 16_368, "cash")


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
