"""After the receipt, at the desk: every form does what it says, and a refused one comes back with what was typed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from dispatch import journal
from dispatch.catalog.models import Product
from dispatch.db import Database
from dispatch.delivery.after_models import GoodsReturn, NoteLot, PackagingMovement, ShortageChoice
from dispatch.delivery.claim_models import Claim
from dispatch.fleet.models import Vehicle
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.releasing import release_day
from dispatch.jobs.models import Job
from tests.delivery.builders import DAY, released, small_world
from tests.delivery.test_shortages import SHORT
from tests.invoicing.builders import complete_company
from tests.web.conftest import Browser

NOTE = "BL-2026-000001"


@pytest.fixture
def desk(app: Any, as_role: Callable[..., Browser], database: Database) -> Browser:
    """The sales desk; note 1 is back, 3 of line 1 missing and 1 of line 2 refused; note 2 is out."""
    released(database, units=10, planned=8)
    with database.transaction("test") as session:
        session.scalars(select(Product).where(Product.code == "P1")).one().lot_tracked = True
        session.scalars(select(Vehicle).where(Vehicle.code == "V1")).one().carrier_name = "Transports Roux"
        journal.record(session, "test.built", "Product")
    with database.transaction("user:anna") as session:
        confirm(session, NOTE, request_key="k", differences=SHORT)
    return as_role("sales")


def every(database: Database, model: Any) -> list[Any]:
    with database.reading() as session:
        return list(session.scalars(select(model).order_by(model.id)))


def test_shortages_are_decided_on_their_list_and_on_the_note(desk: Browser, database: Database) -> None:
    page = desk.get("/shortages").text
    assert "2</span>" in page
    assert "protester avant le 28/11/2026" in page
    refused = desk.post("/shortages/1", {"choice": "credit_note", "choice_reason": " "})
    assert refused.status_code == 400
    assert '<option value="credit_note" selected>' in refused.text
    assert desk.post("/shortages/1", {"choice": "credit_note", "choice_reason": "plus besoin"}).status_code == 303
    later = {"choice": "new_delivery", "deliver_on": "2026-12-02", "note": NOTE}
    assert desk.post("/shortages/2", later).headers["Location"].endswith(f"/notes/{NOTE}")
    assert [one.choice for one in every(database, ShortageChoice)] == ["credit_note", "new_delivery"]
    assert "Rien à décider" in desk.get("/shortages").text
    assert "02/12/2026" in desk.get(f"/notes/{NOTE}").text


def test_the_choice_is_made_while_the_note_is_confirmed(desk: Browser, database: Database) -> None:
    form = {"key": "k2", "missing_1": "2", "choice_1": "back_order"}
    assert desk.post("/notes/BL-2026-000002", form).status_code == 303
    assert [(one.choice, one.quantity) for one in every(database, ShortageChoice)] == [("back_order", 2_000)]


def test_a_claim_goes_from_the_note_to_its_end(desk: Browser, database: Database) -> None:
    form = {
        "key": "c1",
        "claim_nature": "damaged",
        "disputed_2": "3",
        "claim_words": "cartons mouillés",
        "owner": "bea",
    }
    assert desk.post(f"/notes/{NOTE}/claims", form | {"disputed_2": "99"}).status_code == 400
    answer = desk.post(f"/notes/{NOTE}/claims", form)
    assert answer.headers["Location"].endswith("/claims/LI-2026-000001")
    page = desk.get("/claims/LI-2026-000001").text
    assert "cartons mouillés" in page
    assert "28/11/2026" in page  # the protest against the hired carrier
    assert desk.post("/claims/LI-2026-000001/step", {"state": "rejected"}).status_code == 400
    given = {"owner": "carl", "deadline_on": "2026-12-09", "protested_on": "2026-11-20"}
    assert desk.post("/claims/LI-2026-000001/assign", given).status_code == 400  # before the goods came
    assert desk.post("/claims/LI-2026-000001/assign", given | {"protested_on": ""}).status_code == 303
    assert desk.post("/claims/LI-2026-000001/step", {"state": "waiting"}).status_code == 303
    assert "LI-2026-000001" in desk.get("/claims").text
    assert desk.post("/claims/LI-2026-000001/step", {"state": "credit_note", "reason": "geste"}).status_code == 303
    assert [(one.owner, one.outcome) for one in every(database, Claim)] == [("carl", "credit_note")]
    assert "LI-2026-000001" in desk.get("/claims?show=closed").text
    assert desk.get("/claims/LI-2026-000099").status_code == 404


def test_goods_come_back_with_a_reason(desk: Browser, database: Database) -> None:
    form = {"key": "r1", "outcome": "redelivery", "back_1": "2", "reason": ""}
    refused = desk.post(f"/notes/{NOTE}/returns", form)
    assert refused.status_code == 400
    assert 'name="back_1" value="2"' in refused.text
    assert desk.post(f"/notes/{NOTE}/returns", form | {"reason": "périmés"}).status_code == 303
    assert [one.number for one in every(database, GoodsReturn)] == ["RE-2026-000001"]
    assert "périmés" in desk.get(f"/notes/{NOTE}").text


def test_packaging_goes_out_and_back_and_the_customer_keeps_the_rest(desk: Browser, database: Database) -> None:
    for _ in range(2):
        assert desk.post(f"/notes/{NOTE}/packaging", {"key": "p1", "out_0": "5", "back_0": "2"}).status_code == 303
    assert desk.post("/packagings", {"key": "p2", "customer": "C1", "back_0": "1"}).status_code == 303
    assert desk.post("/packagings", {"key": "p3", "customer": "C1", "back_0": "1,5"}).status_code == 400
    assert desk.post("/packagings", {"key": "p4", "customer": "NONE", "back_0": "1"}).status_code == 404
    assert len(every(database, PackagingMovement)) == 2
    page = desk.get("/packagings?customer=C1").text
    assert '<td class="number"><b>2</b>' in page
    assert NOTE in page


def test_a_lot_leads_to_its_customers(desk: Browser, database: Database) -> None:
    assert "sans lot" in desk.get(f"/notes/{NOTE}").text
    assert desk.post(f"/notes/{NOTE}/lots", {"lot_1": "l26-11 : 5, L26-12 : 9"}).status_code == 409
    assert desk.post(f"/notes/{NOTE}/lots", {"lot_1": "l26-11, L26-12"}).status_code == 400
    assert desk.post(f"/notes/{NOTE}/lots", {"lot_1": "l26-11 : 5, L26-12 : 3"}).status_code == 303
    assert desk.post("/notes/BL-2026-000002/lots", {"lot_1": "L26-11"}).status_code == 303
    assert [(one.lot, one.quantity) for one in every(database, NoteLot)] == [
        ("L26-11", 5_000), ("L26-12", 3_000), ("L26-11", 5_000),
    ]  # fmt: skip
    page = desk.get("/lots?q=l26-11").text
    assert "2 clients" in page
    assert "Client C1" in page
    assert "Client C2" in page


def scan(desk: Browser, data: bytes, name: str) -> int:
    return int(desk.post(f"/notes/{NOTE}/scans", {"scan": (BytesIO(data), name)}).status_code)


def test_a_scan_is_judged_drawn_anew_and_shown(desk: Browser) -> None:
    picture = BytesIO()
    Image.new("RGB", (300, 200), "white").save(picture, "PNG")
    assert scan(desk, picture.getvalue(), "bl.png") == 303
    assert scan(desk, b"%PDF-1.4 1 0 obj <</Type/Page>> %%EOF", "bl.pdf") == 303
    for bad in (b"", b"%PDF-1.4 <</OpenAction 3 0 R>> %%EOF", b"%PDF-1.4 cut", b"<svg/>", b"GIF89a"):
        assert scan(desk, bad, "bl.pdf") == 400
    page = desk.get(f"/notes/{NOTE}").text
    assert page.count("Scan du") == 2
    shown = desk.get("/documents/1")
    assert (shown.headers["Content-Type"], shown.headers["Content-Disposition"][:6]) == ("image/jpeg", "inline")
    assert desk.get("/documents/2").headers["Content-Disposition"].startswith("attachment")


def test_a_manager_looks_and_works_on_claims_alone(desk: Browser, as_role: Callable[..., Browser]) -> None:
    manager = as_role("manager")
    assert manager.get("/shortages").status_code == 200
    assert manager.post("/shortages/1", {"choice": "back_order"}).status_code == 403
    form = {"key": "m", "claim_nature": "late", "disputed_1": "1"}
    assert manager.post(f"/notes/{NOTE}/claims", form).status_code == 303
    assert as_role("planner").get("/claims").status_code == 403


def test_every_page_reads_in_english(desk: Browser, as_role: Callable[..., Browser]) -> None:
    english = as_role("sales", "en")
    assert "Shortages to decide" in english.get("/shortages").text
    assert "Returnable packaging" in english.get("/packagings").text
    assert "Which customers got this lot?" in english.get("/lots").text
    assert "No claim here" in english.get("/claims").text


def test_a_note_that_is_an_invoice_leads_to_its_number(
    app: Any, as_role: Callable[..., Browser], database: Database
) -> None:
    small_world(database, billing_mode="note_is_invoice")
    complete_company(database)
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
    page = as_role("sales").get(f"/notes/{NOTE}").text
    assert "FA-2026-000001" in page
    with database.reading() as session:
        assert session.scalars(select(Job.kind)).all() == ["invoice_files"]
