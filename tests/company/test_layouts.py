"""Layouts saved as versions and adopted from a day on: nothing is ever edited, and what the law wants stays on the paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from dispatch.company.layout_models import LayoutVersion
from dispatch.company.layout_queries import adoptions, version_layout, versions
from dispatch.company.layouts import adopt_layout, save_layout
from dispatch.company.looks import layout_for, plain_layout
from dispatch.db import Database
from dispatch.documents.layout import Arrangement, ColumnChoice, Layout
from dispatch.errors import InvalidInputError, MissingMentionError, NotFoundError
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


def test_a_saved_version_can_be_neither_changed_nor_deleted(any_database: Database) -> None:
    saved(any_database)
    for statement in ("UPDATE layout_versions SET look = '{}'", "DELETE FROM layout_versions"):
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
