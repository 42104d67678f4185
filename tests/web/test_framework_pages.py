"""Framework orders in the console: balance and calendar, call-offs entered, refused with nothing lost, made firm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.db import Database
from dispatch.orders.drafts import LineDraft, OrderDraft
from dispatch.orders.framework_queries import framework_view, frameworks_list
from dispatch.orders.models import Order
from dispatch.orders.register import register
from tests import builders
from tests.web.conftest import Browser

ENDS = date(2026, 12, 31)
PAGE = "/frameworks/CADRE"
CALL = f"{PAGE}/call-off"


@pytest.fixture
def framework(app: Any, database: Database) -> None:
    """100 of P1 at 9.00 € and 10 of P2 until the end of the year; another customer has one too."""
    with database.transaction("test") as session:
        one, two = builders.product(session), builders.product(session, "P2")
        for number, name in enumerate(("CADRE", "NOISE"), 1):
            site = builders.site(session, builders.customer(session, f"C{number}"), f"S{number}")
            lines = (
                LineDraft(1, one.id, 100_000, ENDS, unit_price_micros=9_000_000),
                LineDraft(2, two.id, 10_000, ENDS),
            )
            register(session, OrderDraft(site.customer_id, site.id, lines, name, kind="framework", valid_until=ENDS))


def call(browser: Browser, one: str = "", two: str = "", **more: str) -> Any:
    asked = {"quantity-1": one, "quantity-2": two, "requested_on": "2026-11-30", "firmness": "firm", **more}
    return browser.post(CALL, asked)


def balance(database: Database) -> list[tuple[int, int, int, int]]:
    with database.reading() as session:
        lines = framework_view(session, "CADRE").lines
        return [(one.open_qty, one.firm_qty, one.forecast_qty, one.left_qty) for one in lines]


def test_a_call_off_takes_from_the_balance_at_the_price_agreed(
    as_role: Callable[..., Browser], database: Database, framework: None
) -> None:
    sales = as_role("sales")
    answer = call(sales, "30", customer_reference="BC-9")
    assert answer.status_code == 303
    reference = answer.headers["Location"].rpartition("/")[2]
    assert balance(database) == [(100_000, 30_000, 0, 70_000), (10_000, 0, 0, 10_000)]
    with database.reading() as session:
        made = session.scalars(select(Order).where(Order.reference == reference)).one()
        assert (made.kind, made.forecast, made.customer_reference, made.requested_on) == (
            "call_off", False, "BC-9", date(2026, 11, 30),
        )  # fmt: skip
        assert made.lines[0].unit_price_micros == 9_000_000
        row = frameworks_list(session, "client c1")[0]
        assert (row.reference, row.open_cents, row.firm_cents, row.left_cents, row.next_on) == (
            "CADRE", 100_000, 27_000, 73_000, date(2026, 11, 30),
        )  # fmt: skip
    assert reference in sales.get(PAGE).text
    assert PAGE in sales.get(f"/orders/{reference}").text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"one": "101"}, "Il reste 100, 101 appelés."),
        ({"one": "40", "times": "3"}, "Il reste 100, 120 appelés."),
        ({"one": "1", "requested_on": "2027-01-04"}, "La commande ouverte finit le 31/12/2026"),
        ({"one": "1", "requested_on": "2026-11-23"}, "Ce jour est passé"),
        ({"one": "1", "requested_on": ""}, "Pour quel jour ?"),
        ({"one": "1", "times": "8", "requested_on": "2026-11-30"}, "l’appel serait pour le 18/01/2027"),
        ({"one": "beaucoup"}, "beaucoup"),
        ({}, "Appelez au moins une quantité."),
    ],
)
def test_what_is_refused_comes_back_as_it_was_typed(
    as_role: Callable[..., Browser], database: Database, framework: None, typed: dict[str, str], said: str
) -> None:
    answer = call(as_role("sales"), **typed, two="1" if typed.get("one") else "", customer_reference="BC-GARDÉ")
    assert answer.status_code == 400
    assert said in answer.text.replace("\u202f", " ")
    assert 'value="BC-GARDÉ"' in answer.text
    assert f'value="{typed.get("one", "")}"' in answer.text
    assert balance(database) == [(100_000, 0, 0, 100_000), (10_000, 0, 0, 10_000)]


def test_nothing_is_called_before_it_is_confirmed_nor_after_its_end(
    as_role: Callable[..., Browser], database: Database, framework: None
) -> None:
    sales = as_role("sales")
    with database.transaction("test") as session:
        order = session.scalars(select(Order).where(Order.reference == "CADRE")).one()
        order.state = "draft"
        builders.product(session, "P9")
    assert "n’est pas confirmée" in sales.get(PAGE).text
    answer = call(sales, "1")
    assert answer.status_code == 409
    assert "pas encore confirmée" in answer.text
    with database.transaction("test") as session:
        order = session.scalars(select(Order).where(Order.reference == "CADRE")).one()
        order.state, order.valid_until = "confirmed", date(2026, 11, 23)
        builders.product(session, "P8")
    text = sales.get(PAGE).text
    assert "Elle a pris fin" in text
    assert CALL not in text


def test_forecasts_come_at_even_distances_and_one_is_made_firm(
    as_role: Callable[..., Browser], database: Database, framework: None
) -> None:
    sales = as_role("sales")
    answer = call(sales, "10", firmness="forecast", times="3", weeks="2")
    assert answer.headers["Location"].endswith(PAGE)
    assert balance(database)[0] == (100_000, 0, 30_000, 70_000)
    with database.reading() as session:
        calls = framework_view(session, "CADRE").call_offs
    first = date(2026, 11, 30)
    assert [one.requested_on for one in calls] == [first + timedelta(weeks=2 * place) for place in range(3)]
    assert sales.post(f"/orders/{calls[0].reference}/firm").status_code == 303
    assert balance(database)[0] == (100_000, 10_000, 20_000, 70_000)


def test_a_planner_reads_the_balance_without_prices_and_calls_nothing(
    as_role: Callable[..., Browser], framework: None
) -> None:
    planner = as_role("planner")
    text = planner.get(PAGE).text
    assert "Reste à appeler" in text
    assert "Prix HT" not in text
    assert CALL not in text
    assert planner.get("/frameworks").status_code == 200
    assert planner.get("/frameworks/NONE").status_code == 404
