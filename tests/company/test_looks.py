"""Which layout a document is drawn with: kind, customer, day, and what was adopted before it was issued."""

from __future__ import annotations

from datetime import date, timedelta

from dispatch import clock, journal
from dispatch.company.layout_models import LayoutAdoption, LayoutVersion
from dispatch.company.looks import layout_for, look_text
from dispatch.db import Database
from dispatch.documents.layout import Arrangement, ColumnChoice, Copy, Layout
from tests import builders

TODAY = date(2026, 11, 24)


def adopted(database: Database, accent: str, kind: str = "note", customer: int | None = None, on: date = TODAY) -> None:
    with database.transaction("test") as session:
        code = f"{accent}-{kind}-{customer}-{on}"
        look = look_text(Layout(accent=accent, arrangements=((kind, Arrangement((ColumnChoice("designation", 80),))),)))
        version = LayoutVersion(code=code, version=1, look=look, logo=b"png", saved_at=clock.now(), saved_by="test")
        session.add(version)
        session.flush()
        session.add(
            LayoutAdoption(
                kind=kind,
                customer_id=customer,
                version_id=version.id,
                valid_from=on,
                adopted_at=clock.now(),
                adopted_by="test",
            )
        )
        journal.record(session, "layout.adopted", code)


def accent(
    database: Database, kind: str = "note", customer: int | None = None, on: date = TODAY, **when: object
) -> str:
    with database.reading() as session:
        return layout_for(session, kind, customer, on, **when).accent  # type: ignore[arg-type]


def test_without_any_layout_papers_have_the_companys_foot_and_copies(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        builders.company(session, legal_form="SAS", rcs="Grenoble", note_copies=1)
    with any_database.reading() as session:
        plain = layout_for(session, "note", None, TODAY)
    assert plain.copies == (Copy.CUSTOMER,)
    assert plain.legal_footer == "Atelier Clair SAS · 732 829 320 RCS Grenoble · TVA FR44732829320"


def test_a_layout_holds_from_its_day_for_its_kind_and_a_customers_own_comes_first(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        builders.company(session)
        own, other = builders.customer(session).id, builders.customer(session, "C2").id
    adopted(any_database, "#111111")
    adopted(any_database, "#222222", on=TODAY + timedelta(days=7))
    adopted(any_database, "#333333", customer=own)
    adopted(any_database, "#444444", kind="invoice")
    assert accent(any_database) == "#111111"
    assert accent(any_database, on=TODAY + timedelta(days=6)) == "#111111"
    assert accent(any_database, on=TODAY + timedelta(days=7)) == "#222222"
    assert accent(any_database, on=TODAY - timedelta(days=1)) == "#14181f"
    assert accent(any_database, customer=own, on=TODAY + timedelta(days=30)) == "#333333"
    assert accent(any_database, customer=other) == "#111111"
    assert accent(any_database, kind="invoice", customer=own) == "#444444"


def test_a_document_issued_before_the_adoption_keeps_the_layout_it_had(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        builders.company(session)
    before = clock.now() - timedelta(hours=1)
    adopted(any_database, "#111111")
    assert accent(any_database, issued_at=before) == "#14181f"
    assert accent(any_database, issued_at=clock.now()) == "#111111"


def test_a_version_gives_back_the_layout_that_was_saved(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        builders.company(session)
    adopted(any_database, "#123456")
    with any_database.reading() as session:
        found = layout_for(session, "note", None, TODAY)
    assert found.of("note").columns == (ColumnChoice("designation", 80),)
    assert found.logo == b"png"
    assert found.copies == tuple(Copy)
