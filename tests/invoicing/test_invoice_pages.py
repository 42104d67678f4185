"""The console's pages of invoices: drafts, validation, files, credit notes, and who may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from dispatch.cli.handlers import HANDLERS
from dispatch.db import Database
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.issuing import draw_files
from dispatch.invoicing.statuses import tell
from dispatch.jobs.context import JobContext
from dispatch.jobs.models import Job
from tests.delivery.builders import DAY
from tests.invoicing.builders import delivered
from tests.web.conftest import Browser, app, as_role

__all__ = ["app", "as_role"]


@pytest.fixture
def desk(app: Any, database: Database, as_role: Callable[..., Browser]) -> Browser:
    """A sales clerk whose two notes are back."""
    delivered(database, planned=8)
    return as_role("sales")


def drafted(desk: Browser) -> None:
    assert desk.post("/invoices/draft", {"until": DAY.isoformat()}).status_code == 303


def test_drafts_are_prepared_looked_at_and_validated(desk: Browser, database: Database) -> None:
    assert "Aucun projet ne vous attend" in desk.get("/invoices").text
    nothing = desk.post("/invoices/draft", {"until": "2026-11-01"}).headers["Location"]
    assert "Aucun nouveau projet" in desk.get(nothing).text
    made = desk.post("/invoices/draft", {"until": DAY.isoformat()}).headers["Location"]
    listed = desk.get(made).text
    assert "2 projets préparés : relisez-les" in listed
    assert "Projet 1" in listed
    assert "<h2>2 projets</h2>" in listed
    page = desk.get("/invoices/1").text
    assert "Valider et numéroter" in page
    assert "24/12/2026" in page
    assert desk.get("/invoices/1/pdf").data.startswith(b"%PDF")
    assert desk.post("/invoices/1/validate").status_code == 303
    page = desk.get("/invoices/1").text
    assert "FA-2026-000001" in page
    assert "en cours de contrôle" in page
    with database.reading() as session:
        assert session.scalars(select(Job.kind)).all() == ["invoice_files"]
        assert "invoice_files" in HANDLERS


def test_what_is_missing_is_named_and_the_others_are_issued_all_at_once(desk: Browser, database: Database) -> None:
    from dispatch import journal
    from dispatch.customers.models import Customer

    with database.transaction("test") as session:
        customer = session.scalars(select(Customer).where(Customer.code == "C1")).one()
        customer.siren, customer.terms_days = "", 90
        journal.record(session, "test.built")
    drafted(desk)
    page = desk.get("/invoices/1").text
    assert "numéro SIREN du client" in page
    assert "60 jours date de facture au plus" in page
    answer = desk.post("/invoices/1/validate")
    assert answer.status_code == 409
    assert "Il manque des mentions obligatoires" in answer.text
    assert "Compléter la fiche du client" in page
    said = desk.get(desk.post("/invoices/validate").headers["Location"]).text
    assert "1 facture validée et numérotée. 1 projet reste : ouvrez-le" in said
    assert "FA-2026-000001" in desk.get("/invoices/2").text
    assert desk.post("/invoices/1/discard").status_code == 303
    assert "abandonné" in desk.get("/invoices/1").text


def test_a_credit_note_is_made_from_the_invoice_and_once(desk: Browser, database: Database) -> None:
    drafted(desk)
    desk.post("/invoices/validate")
    form = {"reason": "2 cassés", "credit_1": "2", "key": "k1"}
    first, again = desk.post("/invoices/1/credit", form), desk.post("/invoices/1/credit", form)
    assert first.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    page = desk.get(first.headers["Location"]).text
    assert "AV-2026-000001" in page
    assert "2 cassés" in page
    refused = desk.post("/invoices/1/credit", {"reason": "trop", "credit_1": "99", "key": "k2"})
    assert refused.status_code == 409
    assert 'value="99"' in refused.text
    assert desk.post("/invoices/1/credit", {"reason": "", "credit_1": "1", "key": "k3"}).status_code == 400
    assert desk.post("/invoices/1/credit", {"reason": "rien", "key": "k4"}).status_code == 400
    assert desk.post("/invoices/1/credit", {"reason": "tout", "all": "1", "key": "k5"}).status_code == 303
    assert "Faire un avoir" not in desk.get("/invoices/1").text
    assert "AV-2026-000002" in desk.get("/invoices?show=credit_note").text


def test_the_file_is_served_to_the_desk_and_hidden_from_the_planner(
    desk: Browser, database: Database, as_role: Callable[..., Browser]
) -> None:
    drafted(desk)
    desk.post("/invoices/validate")
    draw_files(JobContext(database, 1, "w", {}, "user:sales"))
    place = desk.get("/invoices/1/pdf").headers["Location"]
    served = desk.get(place)
    assert served.data.startswith(b"%PDF-1.7")
    assert b"factur-x.xml" in served.data
    planner = as_role("planner")
    assert planner.get(place).status_code == 404
    assert planner.get("/invoices").status_code == 403


def test_statuses_are_shown_in_words(desk: Browser, database: Database) -> None:
    drafted(desk)
    desk.post("/invoices/validate")
    with database.transaction("platform") as session:
        tell(session, "FA-2026-000001", "210", source_key="m1", reason="mauvais prix")
    page = desk.get("/invoices/1").text
    assert "210 · refusée" in page
    assert "mauvais prix" in page


def test_the_pages_speak_english(database: Database, desk: Browser, as_role: Callable[..., Browser]) -> None:
    drafted(desk)
    english = as_role("manager", "en")
    assert "Drafts" in english.get("/invoices").text
    page = english.get("/invoices/1").text
    assert "Preview (PDF)" in page
    assert "Validate and number" not in page  # a manager reads


@pytest.mark.parametrize(
    "query", ["", "?show=issued", "?show=credit_note", "?show=x&offset=-1", "?q=FA-2026", "?q=%25"]
)
def test_every_list_opens(desk: Browser, database: Database, query: str) -> None:
    drafted(desk)
    desk.post("/invoices/validate")
    assert desk.get(f"/invoices{query}").status_code == 200
    with database.reading() as session:
        assert len(session.scalars(select(Invoice)).all()) == 2


def test_an_invoice_that_does_not_exist_is_not_found(desk: Browser) -> None:
    assert desk.get("/invoices/99").status_code == 404
    assert desk.post("/invoices/99/validate").status_code == 404
    assert desk.post("/invoices/draft", {"until": "demain"}).status_code == 400
