"""What follows a delivery, over the API: claims, returns, payments, credit, deals, and papers as PDF."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dispatch import clock, journal
from dispatch.customers.credit import set_rule
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.orders.deals import Deal
from tests.invoicing.builders import delivered, issued
from tests.web.api.conftest import Program, an_order

Make = Callable[..., Program]
NOTE = "BL-2026-000001"


@pytest.fixture
def signed(database: Database) -> Database:
    """C1's note of eight P1 and eight P2 came back signed."""
    delivered(database, units=8)
    return database


def a_claim(**changes: Any) -> dict[str, Any]:
    return {"nature": "quality", "lines": [{"line_no": 1, "quantity": 2_000}], "words": "trop cuits", **changes}


def test_a_claim_is_opened_once_and_resolved_by_a_credit_note(program: Make, signed: Database) -> None:
    issued(signed)
    caller = program()
    made = caller.post(f"/delivery-notes/{NOTE}/claims", a_claim(), key="c1")
    assert made.status_code == 201
    number = made.json["row"]["number"]
    assert caller.post(f"/delivery-notes/{NOTE}/claims", a_claim(), key="c1").json == made.json
    assert (made.json["row"]["state"], made.json["lines"][0]["disputed_qty"]) == ("open", 2_000)
    closed = caller.post(f"/claims/{number}/resolution", {"outcome": "credit_note", "reason": "four mal réglé"})
    assert (closed.status_code, closed.json["row"]["state"], closed.json["row"]["outcome"]) == (
        200,
        "resolved",
        "credit_note",
    )
    assert caller.get("/invoices?kind=credit_note").json["items"][0]["gross_cents"] == 2_400
    assert [one["number"] for one in caller.get("/claims").json["items"]] == [number]
    late = caller.post(f"/claims/{number}/rejection", {"reason": "trop tard"})
    assert (late.status_code, late.json["code"], caller.get(f"/claims/{number}").json["row"]["state"]) == (
        409,
        "life_cycle",
        "resolved",
    )


def test_a_claim_without_legal_value_or_with_a_line_twice_is_refused(program: Make, signed: Database) -> None:
    caller, path = program(), f"/delivery-notes/{NOTE}/claims"
    void = caller.post(path, a_claim(words="sous réserve de déballage"))
    assert (void.status_code, void.content_type) == (409, "application/problem+json")
    twice = caller.post(path, a_claim(lines=[{"line_no": 1, "quantity": 1_000}] * 2))
    assert (twice.status_code, "twice" in twice.json["detail"]) == (409, True)
    assert caller.get("/claims").json["items"] == []


def test_goods_that_come_back_are_recorded_once(program: Make, signed: Database) -> None:
    caller, path = program(), f"/delivery-notes/{NOTE}/returns"
    body = {"lines": [{"line_no": 2, "quantity": 3_000}], "outcome": "redelivery", "reason": "périmés"}
    made = caller.post(path, body, key="r1")
    assert (made.status_code, made.json["number"]) == (201, "RE-2026-000001")
    assert caller.post(path, body, key="r1").json == made.json
    line = caller.get("/orders/CF1").json["lines"][1]
    assert (line["delivered_qty"], line["backlog_qty"]) == (5_000, 3_000)
    much = caller.post(path, {**body, "lines": [{"line_no": 2, "quantity": 6_000}]})
    assert (much.status_code, much.json["code"]) == (409, "refused")


def test_a_payment_settles_the_oldest_invoice_once_and_is_undone_with_a_reason(program: Make, signed: Database) -> None:
    issued(signed)
    caller = program()
    body = {"customer": "C1", "cents": 5_000, "means": "transfer", "reference": "VIR 12"}
    made = caller.post("/payments", body, key="p1")
    assert made.status_code == 201
    assert [(one["number"], one["cents"]) for one in made.json["settles"]] == [("FA-2026-000001", 5_000)]
    assert caller.post("/payments", body, key="p1").json == made.json
    assert [one["id"] for one in caller.get("/payments?customer=C1").json["items"]] == [made.json["id"]]
    wrong = caller.post("/payments", {**body, "invoices": [{"invoice": "FA-2026-000002", "cents": 5_000}]})
    assert (wrong.status_code, wrong.json["code"]) == (404, "not_found")  # it is C2's
    undone = caller.post(f"/payments/{made.json['id']}/cancellation", {"reason": "rejeté par la banque"})
    assert (undone.status_code, undone.json["settles"], undone.json["cancel_reason"]) == (
        200,
        [],
        "rejeté par la banque",
    )
    assert program("planner").post("/payments", body).status_code == 403


def test_only_a_manager_releases_an_order_that_the_limit_holds(program: Make, shop: Database) -> None:
    with shop.transaction("user:chef") as session:
        customer = session.get_one(Customer, 1)
        customer.credit_limit_cents = 1_000
        set_rule(session, customer, "block", "order")
    caller = program()
    held = caller.post("/orders", an_order(reference="A1")).json
    assert (held["state"], held["holds"][0]["outcome"]) == ("draft", "")
    why = {"reason": "acompte reçu"}
    assert caller.post("/orders/A1/credit-release", why).status_code == 403
    chief = program("manager")
    let = chief.post("/orders/A1/credit-release", why).json
    assert (let["state"], let["holds"][0]["outcome"], let["holds"][0]["reason"]) == (
        "confirmed",
        "released",
        "acompte reçu",
    )
    assert chief.post("/orders/A1/credit-release", why).status_code == 409


def test_an_order_is_put_under_a_deal(program: Make, shop: Database) -> None:
    with shop.transaction("user:anna") as session:
        deal = Deal(
            code="NOCES", customer_id=1, name="Noces", opened_on=clock.today(), state_at=clock.now(), state_by="anna"
        )
        session.add(deal)
        journal.record(session, "test.built", "Deal")
    caller = program()
    caller.post("/orders", an_order(reference="A1"))
    assert caller.post("/deals/NOCES/orders", {"order": "A1"}).json["orders"] == ["A1"]
    assert [one["code"] for one in caller.get("/deals").json["items"]] == ["NOCES"]
    assert caller.get("/deals/NOCES").json["deal"]["customer_code"] == "C1"
    assert caller.get("/deals/NIET").status_code == 404


def test_papers_are_answered_as_pdf_to_whoever_accepts_it(program: Make, signed: Database) -> None:
    issued(signed)
    caller = program()
    offer = {
        "customer": "C1",
        "site": "S1",
        "valid_until": "2026-12-24",
        "lines": [{"product": "P1", "offered_qty": 1_000}],
    }
    quote = caller.post("/quotes", offer).json["number"]
    for path in (f"/delivery-notes/{NOTE}", "/invoices/1", f"/quotes/{quote}"):
        paper = caller.get(path, Accept="application/pdf")
        assert (paper.status_code, paper.content_type, paper.data[:5]) == (200, "application/pdf", b"%PDF-"), path
        assert caller.get(path, Accept="*/*").content_type == "application/json"
        again = caller.get(path, Accept="application/pdf", **{"If-None-Match": paper.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    missing = caller.get("/delivery-notes/BL-2026-000099", Accept="application/pdf")
    assert (missing.status_code, missing.content_type) == (404, "application/problem+json")
