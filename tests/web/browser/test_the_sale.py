"""The desk's weeks in a browser: a quote won, its difference accepted, acknowledged, claimed, invoiced, paid and proved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dispatch import journal
from dispatch.db import Database
from dispatch.delivery.release import release_day
from dispatch.fleet.models import Depot, Driver, Vehicle
from dispatch.invoicing.confirm import confirm_day
from dispatch.orders.models import Order
from dispatch.production.models import Stock
from tests import builders
from tests.delivery.builders import DAY, tour
from tests.invoicing.builders import COMPANY
from tests.web.browser.conftest import picture
from tests.web.browser.signing_in import sign_in

pytestmark = pytest.mark.browser


def open_shop(database: Database) -> None:
    with database.transaction("test") as session:
        builders.company(session, **COMPANY)
        item = builders.product(session, "P1")
        session.add(Stock(product_id=item.id, quantity=100_000, counted_on=DAY))
        journal.record(session, "test.built", "Stock")
        builders.site(session, builders.customer(session, "C1"), "S1")
        van = builders.vehicle(session, builders.depot(session))
        builders.driver(session, van)


def win_a_quote(page: Page) -> str:
    """From the empty form to the order: ten cartons; the order's reference."""
    page.goto("/quotes/new")
    page.get_by_label("Client", exact=True).fill("C1")
    page.keyboard.press("Tab")
    expect(page.locator(".party")).to_contain_text("Client C1")
    line = page.locator(".grid-lines .line").nth(1)
    line.locator("input[name=product]").fill("P1")
    line.locator("input[name=quantity]").fill("10")
    picture(page, "sale-quote", full=True)
    page.get_by_role("button", name="Enregistrer le devis").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("DE-2026-000001")
    page.get_by_role("button", name="Garder le papier et marquer envoyé").click()
    expect(page.get_by_text(re.compile("le papier est gardé tel quel"))).to_be_visible()
    page.get_by_label("N° de commande du client").fill("PO 77")
    page.get_by_role("button", name="En faire une commande").click()
    expect(page).to_have_url(re.compile("/orders/"))
    return page.url.rsplit("/", 1)[1].split("?")[0]


def let_it_differ_and_say_who_accepts(page: Page, reference: str) -> None:
    """The customer wants twelve: the difference with the quote stands on the morning page until somebody takes it."""
    page.get_by_role("link", name=re.compile("^Modifier")).click()
    page.locator("input[name=quantity]").first.fill("12")
    page.get_by_role("button", name="Enregistrer l’avenant").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(reference)
    page.goto("/controls/quote_gaps")
    picture(page, "sale-gap")
    page.get_by_role("row").filter(has_text=reference).get_by_role("button", name="Accepter").click()
    expect(page.get_by_text("Rien à faire ici")).to_be_visible()


def acknowledge(page: Page, reference: str) -> None:
    page.goto(f"/orders/{reference}")
    page.get_by_role("button", name="Émettre l’accusé").click()
    expect(page.get_by_text(re.compile("ARC-2026-000001")).first).to_be_visible()
    picture(page, "sale-order", full=True)


def deliver(database: Database) -> None:
    """What the day's own test does by hand: the tour leaves and the note comes back."""
    with database.transaction("user:paul") as session:
        order = session.scalars(select(Order)).one()
        depot, van, driver = (session.scalars(select(kind)).one() for kind in (Depot, Vehicle, Driver))
        tour(session, depot, van, [[(order.lines[0], 12)]], driver=driver)
        release_day(session, DAY)
    with database.transaction("user:anna") as session:
        confirm_day(session, DAY, all_conform=True)


def invoice(page: Page) -> None:
    page.goto("/invoices?show=draft")
    page.get_by_label("Livraisons jusqu’au").fill("2026-11-25")
    page.get_by_role("button", name="Préparer les projets").click()
    page.get_by_role("button", name="Valider tout ce qui est complet").click()
    expect(page.get_by_role("button", name="Valider tout ce qui est complet")).to_be_hidden()
    page.goto("/invoices?show=issued")
    expect(page.get_by_role("link", name="FA-2026-000001")).to_be_visible()
    picture(page, "sale-invoices")


def claim(page: Page) -> None:
    """Two cartons were stale: the claim is opened from the note and resolved by a credit note."""
    page.goto("/notes/BL-2026-000001")
    fold = page.locator("details.fold", has=page.locator("#claim_nature"))
    fold.locator("summary").click()
    fold.locator("#claim_nature").select_option("quality")
    fold.locator("#claim_words").fill("rassis")
    fold.locator("input[name=disputed_1]").fill("2")
    fold.get_by_role("button", name="Ouvrir le litige").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("LI-2026-000001")
    page.locator("input[name=reason], textarea[name=reason]").first.fill("four mal réglé")
    page.get_by_role("button", name="Résoudre par un avoir").click()
    expect(page.get_by_role("button", name="Résoudre par un avoir")).to_be_hidden()
    page.goto("/invoices?show=credit_note")
    expect(page.get_by_role("link", name="AV-2026-000001")).to_be_visible()


def collect(page: Page) -> None:
    """120 less 20, with VAT: what the credit note left is paid."""
    page.goto("/payments")
    page.locator("#customer").fill("C1")
    page.locator("#amount").fill("120,00")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_role("link", name="FA-2026-000001").first).to_be_visible()
    picture(page, "sale-payments", full=True)


def prove(page: Page, reference: str) -> None:
    """Every step stands in the order's audit trail, and none was altered."""
    page.goto(f"/orders/{reference}")
    page.get_by_role("link", name="Piste d’audit").click()
    said = page.locator("main").inner_text()
    for number in ("DE-2026-000001", "ARC-2026-000001", "BL-2026-000001", "FA-2026-000001", "LI-2026-000001"):
        assert number in said, number
    picture(page, "sale-trail", full=True)


def test_a_sale_goes_from_the_quote_to_the_money_by_hand(page: Page, database: Database) -> None:
    open_shop(database)
    sign_in(page, database, "administrator")
    reference = win_a_quote(page)
    let_it_differ_and_say_who_accepts(page, reference)
    acknowledge(page, reference)
    deliver(database)
    invoice(page)
    claim(page)
    collect(page)
    prove(page, reference)
