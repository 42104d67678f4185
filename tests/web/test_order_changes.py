"""Amending, giving up and opening orders again in the console."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from dispatch.customers.credit import set_rule
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.orders.models import Order, OrderLine
from tests import builders
from tests.web.conftest import Browser


@pytest.fixture
def desk(app: Any, as_role: Callable[..., Browser], database: Database) -> Browser:
    """CF1: 20 × P1 and 10 × P2 at 10.00 €, confirmed; the customer is blocked at 1,000 €."""
    with database.transaction("test") as session:
        owner = builders.customer(session, credit_limit_cents=100_000)
        place, other = builders.site(session, owner), builders.product(session, "P2")
        builders.site(session, owner, "S2")
        builders.order(session, place, [(builders.product(session), 20), (other, 10)])
        set_rule(session, owner, "block", "order")
    return as_role("sales")


def form_of(desk: Browser) -> MultiDict[str, str]:
    """The amendment form as the page fills it."""
    page = desk.get("/orders/CF1/amend").text
    found = MultiDict([("action", "save"), ("site", "1"), ("partial_order", "allowed"), ("priority", "1")])
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and name.group(1) != "csrf_token":
            found.add(name.group(1), value.group(1) if value else "")
    for _ in found.getlist("product"):
        found.add("partial", "")
    return found


def put(form: MultiDict[str, str], name: str, place: int, value: str) -> None:
    values = form.getlist(name)
    values[place] = value
    form.setlist(name, values)


def lines(database: Database) -> list[tuple[int, int, int]]:
    with database.reading() as session:
        found = session.scalars(select(OrderLine).order_by(OrderLine.line_no))
        return [(one.ordered_qty, one.backlog_qty, one.unit_price_micros) for one in found]


def state(database: Database) -> str:
    with database.reading() as session:
        return session.scalars(select(Order.state)).one()


def test_an_amendment_shows_what_was_and_what_is(desk: Browser, database: Database) -> None:
    form = form_of(desk)
    put(form, "quantity", 0, "25")
    put(form, "promised", 1, "2026-11-27")
    form["site"] = "2"
    for name, value in (("product", "P2"), ("quantity", "1,5"), ("price", "8")):
        put(form, name, 2, value)
    assert desk.post("/orders/CF1/amend", form).status_code == 303
    assert lines(database) == [(25_000, 25_000, 10_000_000), (10_000, 10_000, 10_000_000), (1_500, 1_500, 8_000_000)]
    page = desk.get("/orders/CF1").text
    for told in ("quantité", "date promise", "27/11/2026", "site de livraison", "Site S2"):
        assert told in page


def test_growth_beyond_the_limit_is_refused_and_what_was_typed_stays(desk: Browser, database: Database) -> None:
    for column, place in (("quantity", 0), ("product", 2)):
        form = form_of(desk)
        put(form, column, place, "90" if column == "quantity" else "P1")
        put(form, "quantity", place, "90")
        answer = desk.post("/orders/CF1/amend", form)
        assert (answer.status_code, "au-dessus de son plafond" in answer.text) == (409, True)
        assert 'value="90"' in answer.text
    assert [one[0] for one in lines(database)] == [20_000, 10_000]


def test_who_comes_second_is_told_and_overwrites_nothing(desk: Browser, database: Database) -> None:
    first, second = form_of(desk), form_of(desk)
    put(first, "quantity", 0, "21")
    put(second, "quantity", 0, "22")
    assert desk.post("/orders/CF1/amend", first).status_code == 303
    answer = desk.post("/orders/CF1/amend", second)
    assert (answer.status_code, "modifiée entre-temps" in answer.text) == (409, True)
    assert lines(database)[0][0] == 21_000


def test_part_of_a_line_the_rest_and_an_opening_each_need_a_reason(desk: Browser, database: Database) -> None:
    refused = desk.post("/orders/CF1/give-up", {"what": "1", "quantity": "5", "reason": " "})
    assert (refused.status_code, "Il faut un motif" in refused.text, 'value="5"' in refused.text) == (400, True, True)
    assert desk.post("/orders/CF1/give-up", {"what": "1", "quantity": "5", "reason": "erreur"}).status_code == 303
    assert lines(database)[0][:2] == (20_000, 15_000)
    assert desk.post("/orders/CF1/give-up", {"what": "rest", "reason": "plus besoin"}).status_code == 303
    assert state(database) == "closed"
    assert desk.get("/orders/CF1/amend").status_code == 200
    assert desk.post("/orders/CF1/reopen", {"reason": "repris"}).status_code == 303
    assert state(database) == "confirmed"
    assert desk.post("/orders/CF1/give-up", {"what": "9", "reason": "x"}).status_code == 404


def test_an_opening_does_not_slip_past_the_limit(desk: Browser, database: Database) -> None:
    desk.post("/orders/CF1/give-up", {"what": "rest", "reason": "plus besoin"})
    with database.transaction("test") as session:
        session.scalars(select(Customer)).one().credit_limit_cents = 30_000
        builders.customer(session, "C2")
    answer = desk.post("/orders/CF1/reopen", {"reason": "repris"})
    assert (answer.status_code, "au-dessus de son plafond" in answer.text) == (409, True)
    assert (state(database), "repris" in answer.text) == ("closed", True)


def test_a_forecast_made_firm_asks_for_room(desk: Browser, database: Database) -> None:
    with database.transaction("test") as session:
        place = session.scalars(select(Order)).one().site
        item = session.scalars(select(OrderLine)).first().product
        frame = builders.order(session, place, [(item, 900)], "FRAME", kind="framework")
        for reference, units in (("SMALL", 10), ("LARGE", 90)):
            builders.order(
                session, place, [(item, units)], reference, kind="call_off", framework_id=frame.id, forecast=True
            )
    assert desk.post("/orders/SMALL/firm").status_code == 303
    assert desk.post("/orders/SMALL/firm").status_code == 400
    refused = desk.post("/orders/LARGE/firm")
    assert (refused.status_code, "au-dessus de son plafond" in refused.text) == (409, True)
