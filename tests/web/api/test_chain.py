"""The chain of papers, over the API: quotes sent, orders acknowledged, ended and reopened, frameworks, deals, invoices, figures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dispatch.db import Database
from tests import builders
from tests.invoicing.builders import delivered
from tests.web.api.conftest import Program, an_order

Make = Callable[..., Program]
OFFER = {
    "customer": "C1",
    "site": "S1",
    "valid_until": "2026-12-24",
    "lines": [{"product": "P1", "offered_qty": 3_000}],
}


@pytest.fixture
def seller(shop: Database) -> Database:
    """The shop, with the company that draws its papers."""
    with shop.transaction("test") as session:
        builders.company(session)
    return shop


def test_a_quote_that_was_sent_is_listed_by_its_state_and_sent_only_once(program: Make, seller: Database) -> None:
    caller = program()
    number = caller.post("/quotes", OFFER).json["number"]
    sent = caller.post(f"/quotes/{number}/sending")
    assert (sent.status_code, sent.json["sent_at"] is not None) == (200, True)
    assert caller.post(f"/quotes/{number}/sending").status_code == 409
    assert [one["number"] for one in caller.get("/quotes?state=open").json["items"]] == [number]
    assert caller.get("/quotes?state=lapsed").json["items"] == []


def test_differences_with_the_quote_are_read_and_accepted_by_name(program: Make, shop: Database) -> None:
    caller = program()
    number = caller.post("/quotes", OFFER).json["number"]
    made = caller.post(f"/quotes/{number}/acceptance", {"requested_on": "2026-11-26"}).json
    path = f"/orders/{made['reference']}"
    tag = caller.get(path).headers["ETag"]
    less = {"lines": [{"line_no": 1, "ordered_qty": 2_000}]}
    assert caller.send("PATCH", path, less, **{"If-Match": tag}).status_code == 200
    (gap,) = caller.get(f"{path}/differences").json["items"]
    assert (gap["line_no"], gap["field"]) == (1, "quantity")
    accepted = caller.post(f"{path}/differences/acceptance", {"reason": "vu au téléphone"})
    assert (accepted.status_code, accepted.json["items"]) == (200, [])
    assert caller.post(f"{path}/differences/acceptance", {"reason": "encore"}).status_code == 409


def test_an_order_is_acknowledged_and_its_paper_read(program: Make, seller: Database) -> None:
    caller = program()
    caller.post("/orders", an_order(reference="A1"))
    assert caller.get("/orders/A1/acknowledgement").status_code == 404
    made = caller.post("/orders/A1/acknowledgements", {})
    assert (made.status_code, made.json["in_time"]) == (201, True)
    assert caller.post("/orders/A1/acknowledgements", {}).json["title"] == made.json["title"]  # it says the same
    assert len(caller.get("/orders/A1/acknowledgements").json["items"]) == 1
    assert caller.get("/orders/A1/acknowledgement", Accept="application/pdf").data[:5] == b"%PDF-"


def test_a_line_is_given_up_the_rest_closed_and_the_order_opened_again(program: Make, shop: Database) -> None:
    caller = program()
    caller.post("/orders", an_order(reference="A1"))
    part = caller.post("/orders/A1/lines/1/cancellation", {"reason": "trop", "quantity": 1_000}).json["lines"][0]
    assert (part["backlog_qty"], part["cancelled_qty"]) == (2_000, 1_000)
    assert caller.post("/orders/A1/lines/7/cancellation", {"reason": "trop"}).status_code == 404
    assert caller.post("/orders/A1/closure", {"reason": "soldé"}).json["state"] == "closed"
    again = caller.post("/orders/A1/reopening", {"reason": "finalement si"}).json
    assert (again["state"], again["lines"][0]["backlog_qty"]) == ("confirmed", 3_000)


def test_a_framework_tells_its_balance_and_a_forecast_becomes_firm(program: Make, shop: Database) -> None:
    caller = program()
    caller.post("/orders", an_order(reference="F1", kind="framework", valid_until="2027-06-30"))
    call = {"site": "S1", "reference": "AP1", "forecast": True, "lines": an_order()["lines"]}
    call["lines"][0]["ordered_qty"] = 2_000
    assert caller.post("/orders/F1/call-offs", call).status_code == 201
    (line,) = caller.get("/orders/F1/balance").json["lines"]
    assert [line[f"{name}_qty"] for name in ("open", "firm", "forecast", "left", "delivered", "invoiced")] == [
        3_000,
        0,
        2_000,
        1_000,
        0,
        0,
    ]
    much = caller.post("/orders/F1/call-offs", {**call, "reference": "AP2"})
    assert (much.status_code, much.json["code"]) == (409, "refused")
    assert caller.post("/orders/AP1/firming").json["forecast"] is False
    assert caller.get("/orders/F1/balance").json["lines"][0]["firm_qty"] == 2_000
    assert caller.post("/orders/AP1/firming").status_code == 409


def test_a_deal_is_opened_filled_emptied_and_closed(program: Make, shop: Database) -> None:
    caller = program()
    wanted = {"code": "NOCES", "customer": "C1", "name": "Noces"}
    made = caller.post("/deals", wanted)
    assert (made.status_code, made.json["deal"]["opened_on"]) == (201, "2026-11-24")
    twice = caller.post("/deals", wanted)
    assert (twice.status_code, twice.json["code"]) == (409, "refused_fields")
    assert caller.post("/deals", {**wanted, "code": "X", "customer": "C9"}).status_code == 409
    caller.post("/orders", an_order(reference="A1"))
    assert caller.post("/deals/NOCES/orders", {"order": "A1"}).json["orders"] == ["A1"]
    assert caller.send("DELETE", "/deals/NOCES/orders/A1").json["orders"] == []
    assert caller.post("/deals/NOCES/state", {"state": "closed"}).json["deal"]["state"] == "closed"
    assert caller.post("/deals/NOCES/orders", {"order": "A1"}).status_code == 409


def test_a_customers_account_is_told_with_its_rule_and_as_a_statement(program: Make, database: Database) -> None:
    delivered(database, units=8)
    caller = program()
    account = caller.get("/customers/C1/credit").json
    assert account["delivered_cents"] == account["total_cents"] > 0
    assert (account["mode"], account["stage"], account["holds"]) == ("warn", "order", [])
    caller.post("/payments", {"customer": "C1", "cents": 500, "means": "cash"})
    told = caller.get("/customers/C1/statement?start=2026-11-01&end=2026-11-30").json
    assert [(one["entry"], one["credit_cents"]) for one in told["lines"]] == [("payment", 500)]
    assert caller.get("/customers/C1/statement", Accept="application/pdf").data[:5] == b"%PDF-"
    assert caller.get("/customers/C9/statement").status_code == 404


@pytest.mark.parametrize("lines", [None, [{"line_no": 1, "quantity": 2_000}]])
def test_an_invoice_is_drafted_thrown_away_drafted_again_issued_and_credited(
    program: Make, database: Database, lines: list[dict[str, int]] | None
) -> None:
    delivered(database, units=8)
    caller = program()
    drafts = caller.post("/invoices", {"until": "2026-11-25"}).json["items"]
    mine = next(one["id"] for one in drafts if one["customer_code"] == "C1")
    assert caller.post("/invoices", {"until": "2026-11-25"}).json["items"] == []
    assert caller.send("DELETE", f"/invoices/{mine}").json["row"]["state"] == "discarded"
    (again,) = caller.post("/invoices", {"until": "2026-11-25"}).json["items"]
    issued = caller.post(f"/invoices/{again['id']}/validation").json["row"]
    assert caller.send("DELETE", f"/invoices/{again['id']}").json["code"] == "life_cycle"
    body = {"reason": "cassé", **({"lines": lines} if lines else {})}
    note = caller.post(f"/invoices/{again['id']}/credit-notes", body, key="a")
    assert (note.status_code, note.json["row"]["kind"]) == (201, "credit_note")
    assert (note.json["row"]["gross_cents"] == issued["gross_cents"]) == (lines is None)
    assert caller.post(f"/invoices/{again['id']}/credit-notes", body, key="a").json == note.json


def test_key_figures_are_told_week_by_week(program: Make, database: Database) -> None:
    delivered(database, units=8)
    weeks = program().get("/key-figures").json["items"]
    assert [one["monday"] for one in weeks] == sorted(one["monday"] for one in weeks)
    assert weeks[-1]["back_orders"]["out_of"] >= weeks[-1]["back_orders"]["hits"]
