"""One field of many orders: shown before it is done, refused as a whole, one journal entry for each order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import func, select

from dispatch.db import Database
from dispatch.journal.models import JournalEntry
from dispatch.orders.cancelling import cancel_order
from dispatch.orders.models import Order, OrderLine
from tests import builders
from tests.web.conftest import Browser

FRIDAY = date(2026, 11, 27)


def three_orders(database: Database) -> None:
    with database.transaction("t") as session:
        site = builders.site(session, builders.customer(session))
        bread = builders.product(session, "BREAD")
        for reference in ("CF1", "CF2", "CF3"):
            builders.order(session, site, [(bread, 5)], reference)


def dates(database: Database) -> dict[str, date]:
    with database.reading() as session:
        query = select(Order.reference, OrderLine.requested_on).join(Order, OrderLine.order_id == Order.id)
        return {row[0]: row[1] for row in session.execute(query)}


def amended(database: Database) -> int:
    with database.reading() as session:
        return session.scalars(select(func.count()).where(JournalEntry.kind == "order.amended")).one()


def test_orders_are_shown_before_they_are_changed_each_with_its_entry(
    as_role: Callable[..., Browser], database: Database
) -> None:
    three_orders(database)
    sales, before = as_role("sales"), dates(database)
    chosen = {"field": "requested_on", "order": ["CF1", "CF3"]}
    assert "2 commandes cochées" in sales.post("/orders-together", chosen).text
    shown = sales.post("/orders-together", {**chosen, "value": FRIDAY.isoformat(), "step": "preview"})
    assert "2 changent, 0 restent" in shown.text
    assert dates(database) == before
    assert sales.post("/orders-together", {**chosen, "value": FRIDAY.isoformat(), "step": "apply"}).status_code == 303
    assert dates(database) == {"CF1": FRIDAY, "CF2": before["CF2"], "CF3": FRIDAY}
    assert amended(database) == 2
    urgent = {"field": "priority", "order": ["CF2"], "value": "3", "step": "apply"}
    assert sales.post("/orders-together", urgent).status_code == 303
    with database.reading() as session:
        assert session.scalars(select(Order.priority).where(Order.reference == "CF2")).one() == 3


def test_an_order_that_refuses_leaves_all_as_they_are(as_role: Callable[..., Browser], database: Database) -> None:
    three_orders(database)
    with database.transaction("user:sales") as session:
        order = session.scalars(select(Order).where(Order.reference == "CF2")).one()
        cancel_order(session, order, "Le client ferme")
    sales = as_role("sales")
    chosen = {"field": "priority", "order": ["CF1", "CF2"], "value": "2", "step": "apply"}
    refused = sales.post("/orders-together", chosen)
    assert refused.status_code == 400
    assert "1 commande refuse cette valeur" in refused.text
    with database.reading() as session:
        assert set(session.scalars(select(Order.priority))) == {1}
    unread = sales.post("/orders-together", {"field": "requested_on", "order": ["CF1"], "value": "", "step": "apply"})
    assert unread.status_code == 400
    assert "donnez une date" in unread.text
    assert sales.post("/orders-together", {"field": "requested_on"}).status_code == 400
