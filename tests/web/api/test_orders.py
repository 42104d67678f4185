"""Orders over the API: registered once whatever is retried, amended only as they were read, called off within the balance."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from dispatch import journal
from dispatch.accounts.api_models import KeptAnswer
from dispatch.customers.credit import set_rule
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.invoicing.confirm import confirm
from dispatch.journal import JournalEntry
from dispatch.orders.deals import Deal
from dispatch.orders.models import Order
from dispatch.production.models import Stock
from tests.builders import NOW, TOMORROW
from tests.delivery.builders import released
from tests.web.api.conftest import Program, an_order

Make = Callable[..., Program]


def orders_in(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(Order)) or 0


def test_an_order_is_registered_with_prices_from_the_list_and_the_program_as_author(
    program: Make, shop: Database
) -> None:
    answer = program().post("/orders", an_order(customer_reference="PO 7"))
    assert answer.status_code == 201
    order = answer.json
    assert (order["state"], order["customer_code"], order["customer_reference"]) == ("confirmed", "C1", "PO 7")
    assert (order["lines"][0]["unit_price_micros"], order["ordered_cents"]) == (10_000_000, 3_000)
    with shop.reading() as session:
        author = session.scalars(select(JournalEntry.actor).where(JournalEntry.subject == order["number"])).first()
    assert author is not None
    assert author.startswith("api:program-")


def test_the_same_key_and_body_give_the_same_answer_and_one_order(program: Make, shop: Database) -> None:
    caller = program()
    first = caller.post("/orders", an_order(), key="k1")
    again = caller.post("/orders", an_order(), key="k1")
    assert (again.status_code, again.data, again.headers["ETag"]) == (201, first.data, first.headers["ETag"])
    assert again.headers["Idempotency-Replayed"] == "true"
    assert orders_in(shop) == 1


def test_a_key_that_comes_back_with_another_body_is_refused(program: Make, shop: Database) -> None:
    caller = program()
    caller.post("/orders", an_order(), key="k1")
    answer = caller.post("/orders", an_order(priority=3), key="k1")
    assert (answer.status_code, answer.json["code"]) == (409, "key_reused")
    assert orders_in(shop) == 1


def test_two_programs_may_use_the_same_key(program: Make, shop: Database) -> None:
    assert program().post("/orders", an_order(), key="k1").status_code == 201
    assert program().post("/orders", an_order(), key="k1").status_code == 201
    assert orders_in(shop) == 2


def test_a_refused_call_keeps_no_answer_so_that_it_can_be_corrected(program: Make, shop: Database) -> None:
    caller = program()
    assert caller.post("/orders", an_order(site="S9"), key="k1").status_code == 404
    assert caller.post("/orders", an_order(), key="k1").status_code == 201
    with shop.reading() as session:
        assert session.scalar(select(func.count()).select_from(KeptAnswer)) == 1


def test_without_a_key_nothing_is_done(program: Make, shop: Database) -> None:
    caller = program()
    answer = caller.client.post("/api/v1/orders", json=an_order(), headers=caller.headers)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_request")
    assert orders_in(shop) == 0


def test_a_site_of_another_customer_is_refused(program: Make, shop: Database) -> None:
    answer = program().post("/orders", an_order(site="S2"))
    assert (answer.status_code, answer.json["code"]) == (409, "refused")


def test_a_line_that_no_column_holds_is_refused(program: Make, shop: Database) -> None:
    line = {"line_no": 1, "product": "P1", "ordered_qty": 10**12, "requested_on": "2026-11-25"}
    assert program().post("/orders", an_order(lines=[line])).status_code == 409


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"priority": "3"}, "/priority"),
        ({"prority": 3}, "/prority"),
        ({"lines": []}, "/lines"),
        ({"valid_until": "2026-02-30"}, "/valid_until"),
        ({"reference": "a\0b"}, "/reference"),
    ],
)
def test_a_field_that_does_not_fit_is_named(
    program: Make, shop: Database, change: dict[str, Any], pointer: str
) -> None:
    answer = program().post("/orders", an_order(**change))
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    assert pointer in [fault["pointer"] for fault in answer.json["errors"]]


def test_an_order_above_the_limit_stays_a_draft_and_says_why(program: Make, shop: Database) -> None:
    with shop.transaction("test") as session:
        customer = session.scalars(select(Customer).where(Customer.code == "C1")).one()
        customer.credit_limit_cents = 100
        session.flush()
        set_rule(session, customer, "block", "order")
    order = program().post("/orders", an_order()).json
    assert order["state"] == "draft"
    assert (order["holds"][0]["limit_cents"], order["holds"][0]["outcome"]) == (100, "")


def test_an_amendment_wants_the_tag_of_what_was_read(program: Make, shop: Database) -> None:
    caller = program()
    made = caller.post("/orders", an_order())
    path, change = f"/orders/{made.json['number']}", {"lines": [{"line_no": 1, "ordered_qty": 5_000}]}
    assert caller.send("PATCH", path, change).status_code == 428
    amended = caller.send("PATCH", path, change, **{"If-Match": caller.get(path).headers["ETag"]})
    assert (amended.status_code, amended.json["lines"][0]["backlog_qty"]) == (200, 5_000)
    late = caller.send("PATCH", path, {"priority": 3}, **{"If-Match": made.headers["ETag"]})
    assert (late.status_code, late.json["code"]) == (412, "precondition_failed")


def test_what_has_not_changed_is_not_sent_again(program: Make, shop: Database) -> None:
    caller = program()
    path = f"/orders/{caller.post('/orders', an_order()).json['number']}"
    tag = caller.get(path).headers["ETag"]
    assert caller.get(path, **{"If-None-Match": tag}).status_code == 304


def test_a_draft_is_confirmed_then_cancelled_with_a_reason(program: Make, shop: Database) -> None:
    caller = program()
    number = caller.post("/orders", an_order(state="draft")).json["number"]
    assert caller.post(f"/orders/{number}/confirmation").json["state"] == "confirmed"
    assert caller.post(f"/orders/{number}/cancellation", {"reason": "  "}).status_code == 422
    assert caller.post(f"/orders/{number}/cancellation", {"reason": "doublon"}).json["state"] == "cancelled"
    assert caller.post(f"/orders/{number}/confirmation").json["code"] == "life_cycle"


def test_call_offs_draw_on_the_balance_of_their_framework(program: Make, shop: Database) -> None:
    caller = program()
    frame = caller.post("/orders", an_order(kind="framework", valid_until="2027-01-31")).json["number"]
    call = {"site": "S1", "lines": an_order()["lines"]}
    assert caller.post(f"/orders/{frame}/call-offs", call).status_code == 201
    assert caller.post(f"/orders/{frame}/call-offs", call).status_code == 409
    assert [one["kind"] for one in caller.get(f"/orders/{frame}/call-offs").json["items"]] == ["call_off"]
    assert caller.get(f"/orders/{frame}").json["lines"][0]["called_qty"] == 3_000


def test_pages_neither_skip_nor_repeat_while_orders_come_in(program: Make, shop: Database) -> None:
    caller = program()
    numbers = [caller.post("/orders", an_order()).json["number"] for _ in range(5)]
    first = caller.get("/orders?limit=2")
    numbers.append(caller.post("/orders", an_order()).json["number"])
    seen, page = [], first
    while True:
        seen += [one["number"] for one in page.json["items"]]
        if page.json["next_cursor"] is None:
            break
        page = caller.get(page.headers["Link"].split(">")[0].removeprefix("</api/v1"))
    assert seen == numbers


def test_a_quote_becomes_an_order_with_its_prices(program: Make, shop: Database) -> None:
    caller = program()
    line = {"product": "P2", "offered_qty": 2_000, "unit_price_micros": 2_000_000}
    quote = caller.post("/quotes", {"customer": "C1", "site": "S1", "valid_until": "2026-12-31", "lines": [line]})
    assert (quote.status_code, quote.json["state"]) == (201, "open")
    path = f"/quotes/{quote.json['number']}"
    order = caller.post(f"{path}/acceptance", {"requested_on": "2026-12-01"})
    assert (order.json["origin"], order.json["lines"][0]["unit_price_micros"]) == ("quote", 2_000_000)
    assert caller.get(path).json["state"] == "accepted"
    assert caller.post(f"{path}/refusal", {}).status_code == 409
    trail = caller.get(f"/orders/{order.json['number']}/audit-trail").json
    assert trail["quote_number"] == quote.json["number"]
    assert all(step["intact"] for step in trail["steps"])
    book = caller.get("/order-book").json
    assert (book["bridge"]["closing_cents"], book["line_count"]) == (400, 1)


def test_an_order_goes_under_an_open_deal_of_its_customer(program: Make, shop: Database) -> None:
    with shop.transaction("test") as session:
        for code, customer, state in (("AF-1", "C1", "open"), ("AF-2", "C1", "closed"), ("AF-3", "C2", "open")):
            owner = session.scalars(select(Customer).where(Customer.code == customer)).one()
            session.add(
                Deal(
                    code=code, customer_id=owner.id, name=code, opened_on=TOMORROW, state=state, state_at=NOW, state_by="t"
                )
            )  # fmt: skip
        journal.record(session, "test.deals")
    caller = program()
    assert caller.post("/orders", an_order(deal="AF-1")).json["deal_code"] == "AF-1"
    found = [caller.post("/orders", an_order(deal=code)).status_code for code in ("AF-2", "AF-3", "AF-9")]
    assert found == [409, 409, 404]


def test_back_orders_say_when_they_may_leave_and_what_they_are_worth(program: Make, database: Database) -> None:
    number = released(database)[0]
    with database.transaction("user:desk") as session:
        confirm(session, number, request_key="k")
        for count in session.scalars(select(Stock)):
            count.counted_on = TOMORROW - timedelta(days=1)
    first, second = program().get("/back-orders").json["items"]
    assert (first["order_reference"], first["line_no"], first["backlog_qty"], first["cause"]) == (
        "CF1",
        1,
        2_000,
        "partial",
    )
    assert (first["kept_on"], first["expected_on"], first["net_cents"]) == (None, "2026-11-25", 2_000)
    assert second["line_no"] == 2
