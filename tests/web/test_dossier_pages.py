"""The customer's and the deal's pages, their timelines, and the book grouped by the centre of interest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from dispatch.company.models import Company
from dispatch.db import Database
from dispatch.intake import KINDS
from dispatch.intake.by_hand import save
from dispatch.orders.models import Order
from tests import builders
from tests.web.conftest import Browser


@pytest.fixture
def company(database: Database) -> None:
    with database.transaction("test") as session:
        builders.company(session, centre="deal")
        owner = builders.customer(session, name="Halle <Bio>", credit_limit_cents=50_000)
        builders.order(session, builders.site(session, owner), [(builders.product(session), 3)])
        save(session, KINDS["deals"], {"deal": "AF1", "customer": "C1", "name": "Fêtes"}, language="fr")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_customers_file_shows_terms_orders_sites_and_the_way_to_each_form(
    as_role: Callable[..., Browser], company: None, language: str
) -> None:
    page = as_role("sales", language).get("/customers/C1").text
    assert "Halle &lt;Bio&gt;" in page
    assert ("30 jours" if language == "fr" else "30 days") in page
    for href in (
        "/orders/CF1",
        "/deals/AF1",
        "/files/site/sites/1?next=",
        "/files/customer/contacts/new?customer=C1",
        "/customers/C1/credit",
    ):
        assert href in page
    assert as_role("sales").get("/customers/NONE").status_code == 404


def test_a_form_opened_from_the_file_leads_back_to_it(as_role: Callable[..., Browser], company: None) -> None:
    desk = as_role("sales")
    contact = {"customer": "C1", "name": "Mme Blanc", "purpose": "comptabilité", "next": "/customers/C1"}
    assert desk.post("/files/customer/contacts/new", contact).headers["Location"] == "/customers/C1"
    assert "Mme Blanc" in desk.get("/customers/C1").text
    assert "Interlocuteur ajouté" in desk.get("/customers/C1/timeline").text
    assert "Rien n’est arrivé" in desk.get("/customers/C1/timeline?since=2020-01-01&until=2020-02-01").text


def test_orders_go_under_a_deal_and_the_book_groups_by_it(
    as_role: Callable[..., Browser], database: Database, company: None
) -> None:
    desk = as_role("sales")
    assert "Aucune commande dans cette affaire" in desk.get("/deals/AF1").text
    refused = desk.post("/deals/AF1/orders", {"reference": "CF9"})
    assert refused.status_code == 404
    assert "« CF9 » ne peut pas entrer" in refused.text
    assert desk.post("/deals/AF1/orders", {"reference": "CF1"}).status_code == 303
    assert "/orders/CF1" in desk.get("/deals/AF1").text
    assert "Affaire de la commande" in desk.get("/deals/AF1/timeline").text
    assert "by=deal&amp;code=AF1" in desk.get("/order-book").text
    assert desk.post("/deals/AF1/state", {"state": "closed"}).status_code == 303
    assert "Rouvrir" in desk.get("/deals/AF1").text
    assert desk.post("/deals/AF1/orders/CF1/off").status_code == 303
    with database.reading() as session:
        assert session.scalars(select(Order.deal_id)).one() is None
        assert session.get_one(Company, 1).centre == "deal"
    assert as_role("manager").post("/deals/AF1/state", {"state": "open"}).status_code == 403
