"""Payments and statements in the console: what is late, what came in, what a customer owes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from dispatch import settings
from dispatch.db import Database
from dispatch.delivery.reserves import Difference
from dispatch.invoicing.claims import open_claim
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.payment_models import Payment
from dispatch.invoicing.returns import take_back
from tests.invoicing.builders import one_owed
from tests.web.conftest import Browser

NOTE, INVOICE = "BL-2026-000001", "FA-2026-000001"


@pytest.fixture
def desk(app: Any, as_role: Callable[..., Browser], database: Database, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The sales desk in January; C1 owes an invoice of 128.00 € since December, less a return of 12.00 €."""
    one_owed(database)
    with database.transaction("user:anna") as session:
        take_back(session, NOTE, {1: 1_000}, outcome="credit_note", reason="périmé", request_key="r")
    monkeypatch.setenv("DISPATCH_NOW", "2027-01-20T08:00:00+01:00")
    settings.current.cache_clear()
    return as_role("sales")


def test_a_late_invoice_is_listed_paid_and_cancelled_again(desk: Browser, database: Database) -> None:
    page = desk.get("/payments").text
    assert INVOICE in page
    assert "116,00\u00a0€ en retard" in page
    form = {"key": "p", "customer": "C1", "amount": "16", "means": "cheque", "reference": "n° 12"}
    refused = desk.post("/payments", form | {"amount": "1,234"})
    assert refused.status_code == 400
    assert 'value="1,234"' in refused.text
    assert desk.post("/payments", form | {"invoice": INVOICE, "amount": "500"}).status_code == 409
    for _ in range(2):
        assert desk.post("/payments", form).status_code == 303
    assert "100,00\u00a0€ en retard" in desk.get("/payments").text
    assert desk.post("/payments/1/cancel", {"reason": " "}).status_code == 400
    assert desk.post("/payments/1/cancel", {"reason": "sans provision"}).status_code == 303
    assert "116,00\u00a0€ en retard" in desk.get("/payments").text
    with database.reading() as session:
        assert session.scalars(select(Payment.cancel_reason)).all() == ["sans provision"]


def test_a_statement_says_what_is_owed_and_how_old_it_is(desk: Browser) -> None:
    desk.post("/payments", {"key": "p", "customer": "C1", "amount": "16", "means": "cheque"})
    page = desk.get("/customers/C1/statement?from=2026-11-01&to=2027-01-31").text
    assert "128,00\u00a0€" in page  # the invoice
    assert "AV-2026-000001" in page
    assert "<b>100,00\u00a0€</b>" in page  # what is left of all
    assert desk.get("/customers/NONE/statement").status_code == 404
    assert "opening balance" not in page


def test_payments_are_the_desks_to_record(desk: Browser, as_role: Callable[..., Browser]) -> None:
    assert as_role("manager").get("/payments").status_code == 200
    assert as_role("manager").post("/payments", {"customer": "C1", "amount": "1"}).status_code == 403
    assert as_role("planner").get("/customers/C1/statement").status_code == 403


def test_the_morning_lists_what_waits_for_somebody(desk: Browser, database: Database) -> None:
    with database.transaction("user:anna") as session:
        wrong = [Difference(1, "missing", missing_qty=2_000)]
        confirm(session, "BL-2026-000002", request_key="k2", differences=wrong)
        open_claim(session, "BL-2026-000002", {1: 1_000}, nature="damaged", request_key="c")
    assert "BL-2026-000002" in desk.get("/controls/shortages").text
    assert "/claims/LI-2027-000001" in desk.get("/controls/open_claims").text
    assert INVOICE in desk.get("/controls/late_invoices").text
    for code in ("lots_missing", "cash_short", "credits_waiting", "periods_ended"):
        assert "Rien à faire ici" in desk.get(f"/controls/{code}").text
