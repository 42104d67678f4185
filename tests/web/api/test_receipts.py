"""The door and after it, over the API: shortages decided, lots, packaging, cash, returns listed, claims looked after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dispatch.db import Database
from dispatch.settings import current
from tests.delivery.builders import released
from tests.invoicing.builders import delivered
from tests.web.api.conftest import Program

Make = Callable[..., Program]
NOTE = "BL-2026-000001"


@pytest.fixture
def out(database: Database) -> Database:
    """C1's note of eight P1 and eight P2, to be paid at the door, is out."""
    released(database, units=8, planned=8, cash_on_delivery=True, terms_days=0)
    return database


def short(**more: Any) -> dict[str, Any]:
    """A receipt that misses two of each line."""
    lines = [{"line_no": line_no, "nature": "missing", "missing_qty": 2_000} for line_no in (1, 2)]
    return {"differences": lines, "signed_on": "2026-11-24", **more}


def test_a_receipt_decides_about_one_shortage_and_the_other_waits_until_somebody_does(
    program: Make, out: Database
) -> None:
    caller = program()
    given_up = {"line_no": 1, "choice": "credit_note", "reason": "le client a trouvé ailleurs"}
    assert caller.post(f"/delivery-notes/{NOTE}/receipt", short(choices=[given_up])).status_code == 201
    waiting = caller.get("/shortages").json["items"]
    assert [(one["note_number"], one["line_no"], one["missing_qty"]) for one in waiting] == [(NOTE, 2, 2_000)]
    assert caller.get("/shortages?note=BL-2026-000002").json["items"] == []
    path = f"/delivery-notes/{NOTE}/shortages"
    mute = caller.post(path, {"line_no": 2, "choice": "new_delivery"})
    assert (mute.status_code, mute.json["code"]) == (409, "invalid_input")
    made = caller.post(path, {"line_no": 2, "choice": "new_delivery", "deliver_on": "2026-11-27"})
    assert (made.status_code, made.json["quantity"], made.json["deliver_on"]) == (201, 2_000, "2026-11-27")
    assert caller.get("/shortages").json["items"] == []
    lines = caller.get("/orders/CF1").json["lines"]
    assert [(one["backlog_qty"], one["cancelled_qty"], one["promised_on"]) for one in lines] == [
        (0, 2_000, None),
        (2_000, 0, "2026-11-27"),
    ]
    told = caller.get(f"/delivery-notes/{NOTE}/aftermath").json
    assert [(one["line_no"], one["choice"]) for one in told["choices"]] == [(1, "credit_note"), (2, "new_delivery")]
    assert caller.post(path, {"line_no": 9, "choice": "back_order"}).status_code == 404


def test_shortages_are_read_page_after_page(program: Make, out: Database) -> None:
    caller = program()
    caller.post(f"/delivery-notes/{NOTE}/receipt", short())
    first = caller.get("/shortages?limit=1").json
    second = caller.get(f"/shortages?limit=1&cursor={first['next_cursor']}").json
    assert [one["line_no"] for page in (first, second) for one in page["items"]] == [1, 2]
    assert second["next_cursor"] is None


def test_cash_at_the_door_may_be_said_later_and_only_once(program: Make, out: Database) -> None:
    caller, paid = program(), {"collected_cents": 9_600, "means": "cheque"}
    assert caller.post(f"/delivery-notes/{NOTE}/cash", paid).status_code == 409
    assert caller.post(f"/delivery-notes/{NOTE}/receipt", {"signed_on": "2026-11-24"}).status_code == 201
    kept = caller.post(f"/delivery-notes/{NOTE}/cash", paid)
    assert (kept.status_code, kept.json["expected_cents"], kept.json["collected_cents"]) == (201, 12_800, 9_600)
    assert caller.post(f"/delivery-notes/{NOTE}/cash", paid).status_code == 409
    assert [one["cents"] for one in caller.get("/payments?customer=C1").json["items"]] == [9_600]


def test_cash_with_the_receipt_is_a_payment_and_is_refused_where_the_note_asks_for_none(
    program: Make, out: Database
) -> None:
    caller, cash = program(), {"cash": {"collected_cents": 100, "means": "cash"}}
    refused = caller.post("/delivery-notes/BL-2026-000002/receipt", cash)
    assert (refused.status_code, refused.json["code"]) == (409, "invalid_input")
    assert caller.post(f"/delivery-notes/{NOTE}/receipt", {**cash, "signed_on": "2026-11-24"}).status_code == 201
    assert [one["cents"] for one in caller.get("/payments").json["items"]] == [100]
    told = caller.get(f"/delivery-notes/{NOTE}/aftermath").json
    assert (told["cash"]["collected_cents"], told["cash_cents"]) == (100, 12_800)


def test_lots_of_a_note_lead_back_to_who_got_them(program: Make, out: Database) -> None:
    caller, path = program(), f"/delivery-notes/{NOTE}/lots"
    lots = [{"line_no": 1, "lot": "L123", "quantity": 5_000}, {"line_no": 1, "lot": "l124", "quantity": 3_000}]
    made = caller.post(path, {"lots": lots})
    assert (made.status_code, [(one["lot"], one["quantity"]) for one in made.json["lots"]]) == (
        201,
        [("L123", 5_000), ("L124", 3_000)],
    )
    much = caller.post(path, {"lots": [{"line_no": 1, "lot": "L125", "quantity": 1_000}]})
    assert (much.status_code, much.json["code"]) == (409, "refused")
    assert [(one["customer_code"], one["quantity"]) for one in caller.get("/lots?lot=L124").json["items"]] == [
        ("C1", 3_000)
    ]
    assert caller.get("/lots").status_code == 422


def test_packaging_moves_with_a_note_or_without_one_and_leaves_a_rest(program: Make, out: Database) -> None:
    caller, kind = program(), current().packaging_kinds[0]
    with_note = {"note": NOTE, "pieces": [{"packaging": kind, "delivered": 6, "taken_back": 2}]}
    made = caller.post("/packaging", with_note, key="e1")
    assert (made.status_code, made.json["items"][0]["rest"]) == (201, 4)
    assert caller.post("/packaging", with_note, key="e1").json == made.json
    back = {"customer": "C1", "pieces": [{"packaging": kind, "taken_back": 3}], "moved_on": "2026-11-26"}
    assert caller.post("/packaging", back).json["items"][0]["rest"] == 1
    moved = caller.get("/packaging?customer=C1").json["items"]
    assert [(one["note_number"], one["delivered"], one["taken_back"]) for one in moved] == [(NOTE, 6, 2), ("", 0, 3)]
    assert caller.get("/packaging?customer=C2").json["items"] == []
    assert caller.get("/customers/C1/packaging").json["items"][0]["last_on"] == "2026-11-26"
    assert caller.post("/packaging", {**with_note, "customer": "C1"}).status_code == 409


def test_returns_are_listed_and_read_with_their_lines(program: Make, database: Database) -> None:
    delivered(database, units=8)
    caller = program()
    body = {"lines": [{"line_no": 2, "quantity": 3_000}], "outcome": "credit_note", "reason": "périmés"}
    number = caller.post(f"/delivery-notes/{NOTE}/returns", body).json["number"]
    (listed,) = caller.get(f"/returns?note={NOTE}").json["items"]
    assert (listed["number"], listed["customer_code"]) == (number, "C1")
    assert [(one["line_no"], one["product_code"], one["quantity"]) for one in listed["lines"]] == [(2, "P2", 3_000)]
    assert caller.get(f"/returns/{number}").json == listed
    assert caller.get("/returns?note=BL-2026-000002").json["items"] == []
    assert caller.get("/returns/RE-2026-000099").status_code == 404


def test_a_claim_is_given_to_somebody_and_goes_its_steps(program: Make, database: Database) -> None:
    delivered(database, units=8)
    caller = program()
    claim = {"nature": "quality", "lines": [{"line_no": 1, "quantity": 2_000}]}
    number = caller.post(f"/delivery-notes/{NOTE}/claims", claim).json["row"]["number"]
    step = f"/claims/{number}/steps"
    assert caller.post(step, {"state": "waiting", "reason": "photos demandées"}).json["row"]["state"] == "waiting"
    mine = caller.post(f"/claims/{number}/assignment", {"owner": "lucie", "deadline_on": "2026-12-01"}).json["row"]
    assert (mine["owner"], mine["deadline_on"]) == ("lucie", "2026-12-01")
    assert [one["number"] for one in caller.get("/claims?state=waiting").json["items"]] == [number]
    assert caller.get("/claims?state=open").json["items"] == []
    assert caller.post(step, {"state": "open"}).json["code"] == "life_cycle"
    caller.post(f"/claims/{number}/rejection", {"reason": "conforme à la commande"})
    assert caller.post(f"/claims/{number}/assignment", {"owner": "x", "deadline_on": "2026-12-01"}).status_code == 409
    assert caller.post(step, {"state": "open"}).json["row"]["state"] == "open"
