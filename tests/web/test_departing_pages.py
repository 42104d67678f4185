"""A published tour given to a hired carrier, or taken off with its invoices credited; what the pages say of both."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select

from dispatch.db import Database
from dispatch.delivery.models import DeliveryNote
from dispatch.invoicing.confirm import confirm
from dispatch.invoicing.releasing import release_day, reopen_day
from dispatch.jobs.models import Job
from dispatch.journal import JournalEntry
from dispatch.tours.models import DayPlan, Tour
from tests.delivery.builders import DAY, small_world
from tests.invoicing.after import account, papers
from tests.invoicing.builders import complete_company
from tests.web.conftest import Browser

WHOLE = 9_600 + 3_200


def released(database: Database) -> tuple[int, str]:
    """Tour A, whose note is an invoice, is published; its id and its note."""
    small_world(database, units=8, planned=8, billing_mode="note_is_invoice")
    complete_company(database)
    with database.transaction("user:planner") as session:
        note = release_day(session, DAY).notes[0]
        return session.scalars(select(Tour.id).where(Tour.letter == "A")).one(), note


def test_a_withdrawn_tour_says_what_became_of_notes_and_invoices(
    database: Database, as_role: Callable[..., Browser]
) -> None:
    key, note = released(database)
    planner = as_role("planner")
    asked = planner.get(f"/tours/{key}/withdraw").text
    assert all(
        words in asked for words in (note, "facture FA-2026-000001, à créditer", "1 facture valant bon est créditée")
    )
    assert planner.post(f"/tours/{key}/withdraw", {"reason": "  "}).status_code == 400
    answer = planner.post(f"/tours/{key}/withdraw", {"reason": "camion en panne"})
    assert answer.status_code == 303
    told = planner.get(answer.location).text
    assert all(words in told for words in ("camion en panne", "créditée par AV-2026-000001", "annulé"))
    assert "Retirer la tournée</button>" not in told
    assert papers(database) == [("FA-2026-000001", WHOLE), ("AV-2026-000001", WHOLE)]
    assert account(database) == (8 * 1_200 + 3_200, 0, 0)
    with database.reading() as session:
        kinds = set(session.scalars(select(JournalEntry.kind).where(JournalEntry.actor != "test")))
        assert {"tour.withdrawn", "note.cancelled", "credit_note.validated"} <= kinds
        assert session.scalars(select(Job.kind).order_by(Job.id.desc())).first() == "invoice_files"
    assert "Pourquoi retirée" in planner.get(f"/tours/{key}").text


def test_a_tour_of_which_a_note_is_back_is_not_withdrawn(database: Database, as_role: Callable[..., Browser]) -> None:
    key, note = released(database)
    with database.transaction("user:anna") as session:
        confirm(session, note, request_key="k")
    planner = as_role("planner")
    assert f"Le bon {note} est revenu" in planner.get(f"/tours/{key}/withdraw").text
    assert planner.post(f"/tours/{key}/withdraw", {"reason": "panne"}).status_code == 409
    assert papers(database) == [("FA-2026-000001", WHOLE)]


def test_a_day_opened_again_credits_the_invoices_of_its_notes(database: Database) -> None:
    released(database)
    with database.transaction("user:planner") as session:
        reopen_day(session, DAY, session.scalars(select(DayPlan.version).where(DayPlan.day == DAY)).one(), "urgence")
    assert papers(database) == [("FA-2026-000001", WHOLE), ("AV-2026-000001", WHOLE)]
    with database.transaction("user:planner") as session:
        release_day(session, DAY)
        assert set(session.scalars(select(DeliveryNote.state))) == {"cancelled", "issued"}
    assert [number for number, _ in papers(database)] == ["FA-2026-000001", "AV-2026-000001", "FA-2026-000002"]
    assert account(database) == (8 * 1_200 + 3_200, 0, 0)


def test_a_tour_is_given_to_a_carrier_with_every_mention_or_not_at_all(
    database: Database, as_role: Callable[..., Browser]
) -> None:
    key, _ = released(database)
    planner = as_role("planner")
    given = {"carrier": "Isère Fret", "siren": "123 456 789", "address": "1 quai Nord"}
    refused = planner.post(f"/tours/{key}/carrier", given)
    assert refused.status_code == 400
    assert "Isère Fret" in refused.text  # nothing typed is lost
    assert "9 novembre 1999" in refused.text
    assert planner.post(f"/tours/{key}/carrier", {**given, "siren": "732 829 320"}).status_code == 303
    assert "LV-2026-000001, établie pour Isère Fret" in planner.get(f"/tours/{key}/carrier").text
    paper = planner.get(f"/tours/{key}/consignment")
    assert (paper.status_code, paper.mimetype, paper.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert "Lettre de voiture (PDF)" in as_role("manager").get(f"/tours/{key}").text
