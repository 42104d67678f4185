"""Deals in orders and quotes as they are entered and amended; lists narrowed to the company's centre of interest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from dispatch import journal
from dispatch.company.models import Company
from dispatch.db import Database
from dispatch.invoicing.invoice_models import Invoice
from dispatch.orders.deals import Deal
from dispatch.orders.models import Order
from dispatch.orders.quotes import Quote
from dispatch.orders.revising import mark_of
from tests import builders
from tests.invoicing.builders import delivered, issued
from tests.web.conftest import Browser

HEAD = {"customer": "C1", "site": "1", "requested_on": "2026-11-25", "valid_until": "2026-12-31"}


@pytest.fixture
def company(app: Any, database: Database) -> None:
    """C1 with an open and a closed deal, C2 with one."""
    with database.transaction("test") as session:
        builders.company(session)
        for number in (1, 2):
            owner = builders.customer(session, f"C{number}")
            builders.site(session, owner, f"S{number}")
        builders.product(session)
        for code, owner_id, state in (("AF-1", 1, "open"), ("AF-2", 1, "closed"), ("AF-3", 2, "open")):
            deal(session, code, owner_id, state)


def deal(session: Any, code: str, customer_id: int, state: str = "open") -> Deal:
    row = Deal(
        code=code, customer_id=customer_id, name=f"Chantier {code}", opened_on=date(2026, 11, 1), state=state,
        state_at=builders.NOW, state_by="test",
    )  # fmt: skip
    return builders._add(session, row)  # type: ignore[no-any-return]


def form(**more: str) -> MultiDict[str, str]:
    return MultiDict({**HEAD, "product": "P1", "quantity": "2", "action": "confirm", **more})


def only(database: Database) -> Order:
    with database.reading() as session:
        return session.scalars(select(Order)).one()


def test_an_order_goes_under_an_open_deal_of_its_customer(
    as_role: Callable[..., Browser], database: Database, company: None
) -> None:
    sales = as_role("sales")
    offered = sales.get("/entry/party?customer=C1").text
    assert "AF-1 · Chantier AF-1" in offered
    assert "AF-2" not in offered
    assert "AF-3" not in offered
    assert sales.post("/orders/new", form(deal="1")).status_code == 303
    order = only(database)
    assert order.deal_id == 1
    assert "/deals/AF-1" in sales.get(f"/orders/{order.reference}").text
    assert order.reference in sales.get("/orders?q=chantier").text


def test_a_deal_that_is_not_offered_is_not_taken(
    as_role: Callable[..., Browser], database: Database, company: None
) -> None:
    assert as_role("sales").post("/orders/new", form(deal="3")).status_code == 303
    assert only(database).deal_id is None


def test_an_amendment_moves_an_order_to_a_deal_and_off_it(
    as_role: Callable[..., Browser], database: Database, company: None
) -> None:
    sales = as_role("sales")
    sales.post("/orders/new", form())
    for chosen, expected in (("1", 1), ("", None)):
        with database.reading() as session:
            order = session.scalars(select(Order)).one()
            seen = mark_of(order)
        more = {"deal": chosen, "seen": seen, "line_no": "1", "requested": "2026-11-25", "action": "save"}
        assert sales.post(f"/orders/{order.reference}/amend", form(**more)).status_code == 303
        assert only(database).deal_id == expected
    assert "Affaire de la commande" in sales.get(f"/orders/{order.reference}/trail").text


def test_a_quote_hands_its_deal_to_its_order(
    as_role: Callable[..., Browser], database: Database, company: None
) -> None:
    sales = as_role("sales")
    assert sales.post("/quotes/new", form(deal="1")).status_code == 303
    with database.reading() as session:
        quote = session.scalars(select(Quote)).one()
        assert quote.deal_id == 1
    answer = sales.post(f"/quotes/{quote.number}/accept", {"requested_on": "2026-11-25"})
    assert answer.status_code == 303
    assert only(database).deal_id == 1


def centre(database: Database, name: str) -> None:
    with database.transaction("test") as session:
        session.scalars(select(Company)).one().centre = name
        journal.record(session, "test.centre")


def test_orders_and_invoices_are_narrowed_to_the_centre_of_interest(
    as_role: Callable[..., Browser], app: Any, database: Database
) -> None:
    delivered(database)
    first, second = issued(database)
    with database.transaction("test") as session:
        mine = deal(session, "AF-1", 1)
        session.scalars(select(Order).where(Order.reference == "CF1")).one().deal_id = mine.id
        journal.record(session, "test.deal")
    sales = as_role("sales")
    for name, code, both in (
        ("deal", "AF-1", False),
        ("customer", "C1", False),
        ("site", "S1", False),
        ("product", "P1", True),
    ):
        centre(database, name)
        orders = sales.get(f"/orders?show=all&of={code}").text
        assert "/orders/CF1" in orders
        assert ("/orders/CF2" in orders) is both
        invoices = sales.get(f"/invoices?show=issued&of={code}").text
        assert first in invoices
        assert (second in invoices) is both
        assert f'<option value="{code}" selected>' in invoices
    centre(database, "deal")
    assert "<th>Affaire</th>" in sales.get("/orders").text
    assert "/orders/CF2" in sales.get("/orders?show=all&of=").text
    with database.reading() as session:
        assert len(session.scalars(select(Invoice)).all()) == 2
