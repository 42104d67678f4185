"""The page of an order's audit trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from dispatch.db import Database
from dispatch.orders.models import Order
from tests.delivery.builders import released
from tests.web.conftest import Browser


def test_the_page_shows_each_step_with_its_hash_and_the_order_leads_to_it(
    app: Any, as_role: Callable[..., Browser], database: Database
) -> None:
    notes = released(database)
    browser = as_role("manager")
    assert "/orders/CF1/trail" in browser.get("/orders/CF1").text
    page = browser.get("/orders/CF1/trail").text
    assert notes[0] in page
    assert "Toutes les empreintes sont retrouvées" in page
    with database.reading() as session:
        number = session.scalars(select(Order.number).where(Order.reference == "CF1")).one()
    assert number in page


def test_an_order_that_is_none_has_no_trail(as_role: Callable[..., Browser]) -> None:
    assert as_role("sales").get("/orders/NONE/trail").status_code == 404
