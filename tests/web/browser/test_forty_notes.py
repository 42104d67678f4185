"""The return desk through a day of forty notes: a pile of paper and a keyboard, nothing else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from dispatch.db import Database
from dispatch.delivery.links import note_link
from dispatch.delivery.models import DeliveryNote, Receipt, ReceiptLine
from dispatch.delivery.release import release_day
from dispatch.invoicing.confirm import confirm
from dispatch.production.models import Stock
from tests import builders
from tests.delivery.builders import DAY, tour
from tests.soak import times
from tests.web.browser.conftest import picture
from tests.web.browser.signing_in import sign_in
from tests.web.browser.steps import listening

pytestmark = [pytest.mark.browser, pytest.mark.soak]
NOTES = 40
DONE = 0 if times(1) > 1 else 28
"""Notes that were confirmed before this pile came in; none in a soak."""


def forty(database: Database) -> tuple[str, ...]:
    """A day of two trucks with twenty stops each, of which some notes are back."""
    with database.transaction("test") as session:
        builders.company(session)
        item, owner, depot = builders.product(session, "P1"), builders.customer(session), builders.depot(session)
        session.add(Stock(product_id=item.id, quantity=1_000_000, counted_on=DAY))
        sites = [builders.site(session, owner, f"S{n:02}", latitude=45.1 + n / 500) for n in range(NOTES)]
        lines = [builders.order(session, site, [(item, 6)], f"CF{n:02}").lines[0] for n, site in enumerate(sites)]
        for letter, half in (("A", lines[: NOTES // 2]), ("B", lines[NOTES // 2 :])):
            truck = builders.vehicle(session, depot, f"V{letter}")
            tour(
                session,
                depot,
                truck,
                [[(line, 6)] for line in half],
                letter,
                driver=builders.driver(session, truck, f"D{letter}"),
            )
    with database.transaction("user:planner") as session:
        numbers = release_day(session, DAY).notes
    with database.transaction("user:anna") as session:
        for number in numbers[:DONE]:
            confirm(session, number, request_key=number)
    return numbers


def test_a_day_of_forty_notes_is_finished_without_the_mouse(page: Page, database: Database) -> None:
    numbers = forty(database)
    assert len(numbers) == NOTES
    sign_in(page, database, "administrator")
    page.goto(f"/desk?day={DAY.isoformat()}")
    total = page.locator("#running-total")
    for place, number in enumerate(numbers[DONE:], DONE):
        listening(page, f"{place}/{NOTES}")
        page.keyboard.insert_text(
            note_link(number) if place % 10 == 5 else number if place % 10 == 0 else str(int(number[-6:]))
        )
        if place == 31:  # one carton short: F2, the quantity, three times on, the words, Enter
            page.keyboard.press("F2")
            expect(page.locator("[data-missing]").first).to_be_focused()
            page.keyboard.insert_text("1")
            for _ in range(3):
                page.keyboard.press("Tab")
            page.keyboard.insert_text("un carton manquant au déchargement")
        page.keyboard.press("Enter")
        if place == NOTES - 4:
            expect(page.locator("#left")).to_contain_text(numbers[-1])
            picture(page, "desk-left")
    expect(total).to_have_text(f"{NOTES}/{NOTES}")
    expect(page.locator("#all-back")).to_contain_text("1 manque à décider")
    picture(page, "desk-all-back")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Receipt)) == NOTES
        assert set(session.scalars(select(DeliveryNote.state))) == {"received"}
        assert session.scalar(select(func.sum(ReceiptLine.missing_qty))) == 1_000
