"""The driver's phone without a network, through a reload and back: what was done is at the depot exactly once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote
from dispatch.delivery.phone_models import Evidence, PhoneEvent
from dispatch.invoicing.confirm import confirm
from tests.web.browser.conftest import picture
from tests.web.browser.driver.day import BACK, PLACES, counts, deliver, off, send_now, sign, to_list

pytestmark = pytest.mark.browser


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
