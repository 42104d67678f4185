"""A driver's day for the browser: tour B of five stops, released the day before; it is now two minutes past seven on the day."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.links import tour_link
from dispatch.delivery.models import Receipt
from dispatch.delivery.phone_models import PhoneEvent
from dispatch.delivery.release import release_day
from dispatch.invoicing.models import InvoiceTrigger
from tests import builders
from tests.delivery.builders import DAY, tour
from tests.delivery.phone import it_is

BACK = re.compile("^(✓ )?à jour")
"""What the bar says when nothing waits."""
MORNING = "2026-11-25T07:02:00+01:00"
PLACES: list[dict[str, Any]] = [
    {
        "name": "Hôtel du Vieux Pont",
        "address": "6 rue de la Piscine",
        "city": "Grenoble",
        "contact": "Mme Leroy",
        "phone": "+33 4 76 00 00 01",
        "instructions": "Livraison par la cour, code 4471B. Sonner deux fois.",
    },
    {
        "name": "Boulangerie <b>Faure</b>",
        "address": "18 cours Jean-Jaurès",
        "phone": "04 76 00 00 02",
        "contact": "M. Faure",
    },
    {"name": "Restaurant scolaire Jules-Ferry", "address": "2 place de l’École", "city": "Échirolles"},
    {"name": "Épicerie ${Belle} & Fils", "address": "41 avenue Alsace-Lorraine", "phone": "04 76 00 00 04"},
    {"name": "Café de la Gare", "address": "1 place de la Gare", "phone": "04 76 00 00 05"},
]
GOODS = [("P023", "Pain suédois en sachets de 250 g", "carton"), ("P042", "Nouilles sautées façon Hokkien, 32 × 1 kg", "carton"),
         ("P045", "Harengs marinés", "seau"), ("P068", "Sablés au beurre, 10 boîtes de 8", "carton")]  # fmt: skip


def drive(database: Database, monkeypatch: pytest.MonkeyPatch) -> str:
    """Release the day and make it morning; gives the path that the tour's code opens."""
    with database.transaction("test") as session:
        builders.company(session, phone="+33 4 76 00 00 00")
        goods = [
            builders.product(session, code, name=name, unit=unit, weight_g=2500, price_micros=12_400_000)
            for code, name, unit in GOODS
        ]
        depot = builders.depot(session, name="Dépôt de Sassenage")
        van = builders.vehicle(session, depot, "V2", plate="GH-482-KM")
        driver = builders.driver(session, van, "DR2", name="Bruno Martel")
        loads = []
        for number, place in enumerate(PLACES, 1):
            owner = builders.customer(session, f"C{number}", name=place["name"], cash_on_delivery=number == 4)
            at = builders.site(session, owner, f"S{number}", **place)
            carried = list(zip(goods, (10, 1, 20, 2), strict=True))[: 4 if number == 1 else 2]
            wanted = builders.order(
                session, at, carried, f"CF10{number}", customer_reference="PO-7781" if number == 1 else ""
            )
            loads.append([(line, line.ordered_qty // 1000) for line in wanted.lines])
            if number == 3:
                second = builders.order(session, at, [(goods[2], 3)], "CF199")
                loads[-1].append((second.lines[0], 3))
        made = tour(session, depot, van, loads, "B", driver=driver)
        path = tour_link(made.id)
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
    it_is(monkeypatch, MORNING)
    return path[path.index("/d/") :]


def sign(page: Page) -> None:
    pad = page.locator("#pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    x, y = box["x"], box["y"]
    page.mouse.move(x + 50, y + 110)
    page.mouse.down()
    for dx, dy in (
        (70, 60),
        (95, 40),
        (110, 90),
        (120, 120),
        (150, 50),
        (168, 44),
        (180, 110),
        (215, 60),
        (240, 52),
        (255, 80),
        (300, 70),
    ):
        page.mouse.move(x + dx, y + dy, steps=4)
    page.mouse.up()


def deliver(page: Page, stop: str, name: str = "leroy") -> None:
    """Open a stop from the list, have it signed, say that it is delivered."""
    page.locator("a.stop", has_text=stop).click()
    sign(page)
    page.get_by_label("Nom en capitales").fill(name)
    page.locator("#deliver").click()
    expect(page.locator(".banner")).to_be_visible()


def to_list(page: Page) -> None:
    page.locator(".back").click()
    expect(page.locator("ol.stops")).to_be_visible()


def counts(database: Database) -> tuple[int, int, int]:
    """Events, receipts, triggers."""
    with database.reading() as session:
        return tuple(len(session.scalars(select(kind)).all()) for kind in (PhoneEvent, Receipt, InvoiceTrigger))  # type: ignore[return-value]


def off(page: Page, offline: bool = True) -> None:
    page.context.set_offline(offline)


def send_now(page: Page) -> None:
    """The moment in which an event can be undone is over."""
    page.clock.fast_forward(70_000)
