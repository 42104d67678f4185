"""Layouts saved as versions and adopted from a day on: nothing is ever edited, and what the law wants stays on the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dispatch import clock, settings
from dispatch.company.layout_models import LayoutVersion
from dispatch.company.layout_queries import adoptions, version_layout, versions
from dispatch.company.layouts import adopt_layout, save_layout, withdraw_adoption
from dispatch.company.looks import layout_for, plain_layout
from dispatch.db import Database
from dispatch.documents.layout import Arrangement, ColumnChoice, Layout
from dispatch.errors import InvalidInputError, MissingMentionError, NotFoundError, RefusedError
from dispatch.journal import JournalEntry
from tests import builders

TODAY = date(2026, 11, 24)
BLUE = Layout(accent="#1a4d8f", legal_footer="Siège : Grenoble")
WITHOUT_VAT = Arrangement(tuple(ColumnChoice(key) for key in ("designation", "quantity", "price", "amount")))


def saved(database: Database, layout: Layout = BLUE, code: str = "maison") -> int:
    with database.transaction("Nadia") as session:
        return save_layout(session, code, layout, "essai").id


def test_each_change_is_a_version_and_the_same_look_is_none(any_database: Database) -> None:
    first = saved(any_database)
    assert saved(any_database) == first
    second = saved(any_database, replace(BLUE, letters_percent=110))
    with any_database.reading() as session:
        assert [(row.code, row.version, row.saved_by) for row in versions(session)] == [
            ("maison", 2, "Nadia"), ("maison", 1, "Nadia"),
        ]  # fmt: skip
        assert version_layout(session, second)[1].letters_percent == 110
        assert version_layout(session, first)[1] == BLUE


def test_the_companys_own_foot_is_not_copied_so_that_it_follows_the_company(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        company = builders.company(session, legal_form="SAS")
        key = save_layout(session, "maison", plain_layout(company)).id
        company.legal_form = "SARL"
    with any_database.reading() as session:
        assert "SARL" in version_layout(session, key)[1].legal_footer


def test_what_was_saved_and_withdrawn_can_be_neither_changed_nor_deleted(any_database: Database) -> None:
    saved(any_database)
    with any_database.transaction("test") as session:
        adopted = adopt_layout(session, 1, ["note"], date(2026, 12, 1))[0]
        withdraw_adoption(session, adopted.id, "essai")
    for statement in (
        "UPDATE layout_versions SET look = '{}'",
        "DELETE FROM layout_versions",
        "UPDATE layout_withdrawals SET reason = 'autre'",
        "DELETE FROM layout_withdrawals",
    ):
        with pytest.raises(IntegrityError, match="immutable"), any_database.transaction("test") as session:
            session.execute(text(statement))


def test_a_layout_is_adopted_from_a_day_for_kinds_in_the_name_of_somebody(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        builders.company(session)
    key = saved(any_database)
    with any_database.transaction("Nadia") as session:
        adopt_layout(session, key, ["note", "invoice", "route"], date(2026, 12, 1))
    with any_database.reading() as session:
        rows = adoptions(session)
        entries = session.scalars(select(JournalEntry.kind).order_by(JournalEntry.seq)).all()
        assert layout_for(session, "note", None, date(2026, 12, 1)).accent == "#1a4d8f"
        assert layout_for(session, "route", None, date(2026, 12, 1)).accent == "#1a4d8f"
        assert layout_for(session, "note", None, date(2026, 11, 30)).accent == "#14181f"
    assert [(row.kind, row.state, row.adopted_by) for row in rows] == [
        ("route", "coming", "Nadia"), ("note", "coming", "Nadia"), ("invoice", "coming", "Nadia"),
    ]  # fmt: skip
    assert [one for one in entries if one.startswith("layout")] == ["layout.saved", "layout.adopted"]


def test_the_last_adoption_counts_and_no_version_leads_back_to_the_plain_look(any_database: Database) -> None:
    with any_database.transaction("test") as session:
        builders.company(session)
    key = saved(any_database)
    with any_database.transaction("test") as session:
        adopt_layout(session, key, ["note"], TODAY)
        adopt_layout(session, None, ["note"], TODAY)
    with any_database.reading() as session:
        assert [row.state for row in adoptions(session)] == ["in_force", "past"]
        assert layout_for(session, "note", None, TODAY).accent == "#14181f"


def test_what_cannot_be_adopted_says_why(database: Database) -> None:
    key = saved(database, Layout(arrangements=(("invoice", WITHOUT_VAT),)))
    with database.transaction("test") as session:
        with pytest.raises(MissingMentionError, match=r"VAT rate of each line \(CGI"):
            adopt_layout(session, key, ["invoice"], TODAY)
        with pytest.raises(InvalidInputError, match="before 2026-11-24"):
            adopt_layout(session, key, ["note"], date(2026, 11, 23))
        with pytest.raises(InvalidInputError, match="No kind"):
            adopt_layout(session, key, [], TODAY)
        with pytest.raises(NotFoundError):
            adopt_layout(session, 999_999, ["note"], TODAY)
        with pytest.raises(InvalidInputError, match="no name"):
            save_layout(session, "Ma maquette", BLUE)
        assert session.scalars(select(LayoutVersion.code)).all() == ["maison"]


def test_an_adoption_to_come_is_withdrawn_and_what_left_with_it_keeps_it(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 12, 1)
    with any_database.transaction("test") as session:
        builders.company(session)
    key = saved(any_database)
    with any_database.transaction("Nadia") as session:
        adoption = adopt_layout(session, key, ["note"], day)[0].id
    issued_at = clock.now()
    monkeypatch.setenv("DISPATCH_NOW", "2026-11-25T09:00:00+01:00")
    settings.current.cache_clear()
    with any_database.transaction("Omar") as session:
        withdraw_adoption(session, adoption, "  la couleur a été refusée ")
    with any_database.reading() as session:
        assert layout_for(session, "note", None, day).accent == "#14181f"
        assert layout_for(session, "note", None, day, issued_at).accent == "#1a4d8f"
        [row] = adoptions(session)
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "layout.adoption_withdrawn")).one()
    assert (row.state, row.withdrawn_by, row.reason) == ("withdrawn", "Omar", "la couleur a été refusée")
    assert "la couleur a été refusée" in entry.payload


def test_what_cannot_be_withdrawn_says_why(database: Database) -> None:
    key = saved(database)
    with database.transaction("test") as session:
        today, coming = (adopt_layout(session, key, ["note"], day)[0].id for day in (TODAY, date(2026, 12, 1)))
        with pytest.raises(RefusedError, match="in force since 2026-11-24"):
            withdraw_adoption(session, today, "trop tard")
        with pytest.raises(InvalidInputError, match="reason"):
            withdraw_adoption(session, coming, " ")
        with pytest.raises(NotFoundError):
            withdraw_adoption(session, 999_999, "rien")
        withdraw_adoption(session, coming, "une fois")
        with pytest.raises(RefusedError, match="was withdrawn by test"):
            withdraw_adoption(session, coming, "deux fois")
