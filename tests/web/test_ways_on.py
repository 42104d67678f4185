"""From each page the next one: what an order became, what an invoice still owes, whose page a number has; figures as the reader writes them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import dispatch
from dispatch import journal, settings
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.web.control_words import figures
from dispatch.web.details import said
from tests.invoicing.builders import one_owed
from tests.web.conftest import Browser

NOTE, INVOICE = "BL-2026-000001", "FA-2026-000001"


@pytest.fixture
def desk(app: Any, as_role: Callable[..., Browser], database: Database, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The sales desk in January; C1 owes an invoice of 128.00 € since December."""
    one_owed(database)
    monkeypatch.setenv("DISPATCH_NOW", "2027-01-20T08:00:00+01:00")
    settings.current.cache_clear()
    return as_role("sales")


def test_an_invoice_says_what_is_still_owed_and_takes_the_payment(desk: Browser) -> None:
    page = desk.get("/invoices/1").text
    assert "Reste dû" in page
    assert "amount=128,00" in page  # as a French reader types it
    answer = desk.post("/payments", {"key": "p", "customer": "Client C1", "amount": "28", "means": "cheque"})
    assert answer.status_code == 303
    said = desk.get(answer.headers["Location"]).text
    assert "Règlement de 28,00\u00a0€ de Client C1 enregistré." in said
    page = desk.get("/invoices/1").text
    assert "<b>100,00\u00a0€</b>" in page
    assert "28,00\u00a0€ le 20/01/2027, chèque" in page
    refused = desk.post(
        "/payments", {"key": "q", "customer": "C1", "amount": "150", "means": "cheque", "invoice": INVOICE}
    )
    assert refused.status_code == 409
    assert f"Sur {INVOICE} il reste 100,00\u00a0€ à payer" in refused.text
    stranger = desk.post("/payments", {"key": "r", "customer": "personne", "amount": "1", "means": "cheque"})
    assert "Ce client n’existe pas" in stranger.text


def test_numbers_lead_to_their_pages(desk: Browser) -> None:
    order = desk.get("/orders/CF1").text
    assert 'href="/invoices/1"' in order
    assert f"/invoices/of/{INVOICE}" in desk.get("/customers/C1/statement?from=2026-11-01").text
    assert desk.get(f"/invoices/of/{INVOICE}").headers["Location"] == "/invoices/1"
    assert desk.get("/invoices/of/FA-1").status_code == 404
    customer = desk.get("/customers/C1").text
    for href in ("/orders/new?customer=C1", "/quotes/new?customer=C1", "/customers/C1/statement"):
        assert href in customer
    assert "/customers/C1" in desk.get("/customers/C1/credit").text
    assert "<dd>normale</dd>" in order  # the priority, not a bare 1


def test_a_list_of_controls_says_its_money_in_words_and_has_no_empty_columns(desk: Browser, database: Database) -> None:
    with database.transaction("user:anna") as session:
        session.get_one(Customer, 1).credit_limit_cents = 5_000
        journal.record(session, "test.limited", "C1")
    page = desk.get("/controls/above_limit").text
    assert "encours 128,00\u00a0€, plafond 50,00\u00a0€" in page
    assert "Dépassement TTC" in page
    assert "<th>Date</th>" not in page
    assert "-0 j" not in desk.get("/controls").text


def test_details_of_controls_are_in_the_readers_format(app: Any) -> None:
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert figures("DE-2026-000001 / 1: 12.50 → 13.00") == "DE-2026-000001 / 1: 12,50 → 13,00"
        assert figures("1: 2026-11-25 → 2026-11-30") == "1: 25/11/2026 → 30/11/2026"
        assert figures("1.5 × Jus 1.5 L") == "1,5 × Jus 1.5 L"


@pytest.mark.parametrize(
    ("role", "page"),
    [
        ("planner", "/day"),
        ("administrator", "/day"),
        ("sales", "/desk"),
        ("manager", "/controls"),
        ("driver", "/my-tours"),
    ],
)
def test_everybody_lands_on_their_own_work(as_role: Callable[..., Browser], role: str, page: str) -> None:
    assert as_role(role).get("/").headers["Location"] == page


def test_faults_are_told_in_the_readers_language(app: Any) -> None:
    with app.test_request_context(headers={"Accept-Language": "fr"}):
        assert said("missing: the counter is at 12") == "il manque ; le compteur en est à 12"
        assert said("it is out and has no delivery note") == "elle est partie et n’a aucun bon"


def test_no_page_shows_who_acted_as_it_is_stored() -> None:
    raw = re.compile(r"(?<!title=\")\{\{ [a-z_.]*(?:_by|\.by|\.actor|author) \}\}")
    pages = (Path(dispatch.__file__).parent / "web" / "templates").rglob("*.html")
    assert {page.name: found for page in pages if (found := raw.findall(page.read_text()))} == {}
