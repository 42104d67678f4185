"""One column of many rows: shown before it is done, refused as a whole, one journal entry for each row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select

from dispatch.customers.models import Site
from dispatch.db import Database
from dispatch.intake import KINDS
from dispatch.intake.importing import run_import
from dispatch.journal.models import JournalEntry
from dispatch.web.file_layout import COLUMNS, TOGETHER
from tests.web.browser.company import write
from tests.web.conftest import Browser

SITES = "/files/site/sites"


@pytest.fixture
def company(database: Database, tmp_path: Path) -> Database:
    """Eighteen sites with times of service from six to ten minutes."""
    for path in write(tmp_path / "files", orders=1):
        assert run_import(database, "operator", path.stem, path.read_bytes(), path.name).errors == ()
    return database


def minutes(database: Database) -> dict[int, int]:
    with database.reading() as session:
        return {site.id: site.service_s // 60 for site in session.scalars(select(Site))}


def amended(database: Database) -> int:
    with database.reading() as session:
        query = select(func.count()).where(JournalEntry.kind == "site.amended")
        return session.scalars(query).one()


def test_columns_changed_together_are_columns_of_their_files() -> None:
    for kind, names in TOGETHER.items():
        assert kind in COLUMNS
        assert not set(names) & set(KINDS[kind].key)
        assert set(names) <= {column.name for column in KINDS[kind].columns}


def test_rows_are_shown_before_they_are_changed_each_with_its_entry(
    as_role: Callable[..., Browser], company: Database
) -> None:
    sales, before = as_role("administrator"), minutes(company)
    ids = sorted(before)[:3]
    chosen = {"column": "service_minutes", "row": [str(one) for one in ids]}
    assert "Voir ce qui changerait" in sales.post(f"{SITES}/many", chosen).text
    shown = sales.post(f"{SITES}/many", {**chosen, "service_minutes": "7", "step": "preview"})
    assert shown.status_code == 200
    assert "2 changent, 1 restent" in shown.text
    assert minutes(company) == before
    was = amended(company)
    assert sales.post(f"{SITES}/many", {**chosen, "service_minutes": "7", "step": "apply"}).status_code == 303
    assert minutes(company) == {**before, **dict.fromkeys(ids, 7)}
    assert amended(company) - was == 2


def test_one_refusal_leaves_all_rows_as_they_are(as_role: Callable[..., Browser], company: Database) -> None:
    sales, before = as_role("administrator"), minutes(company)
    first, second = sorted(before)[:2]
    chosen = {"column": "service_minutes", "row": [f"{first}:1", f"{second}:9"], "service_minutes": "12"}
    stale = sales.post(f"{SITES}/many", {**chosen, "step": "apply"})
    assert stale.status_code == 400
    assert "refusée" in stale.text
    wrong = sales.post(f"{SITES}/many", {**chosen, "row": [str(first)], "service_minutes": "huit", "step": "apply"})
    assert wrong.status_code == 400
    assert 'value="huit"' in wrong.text
    assert minutes(company) == before
    assert sales.post(f"{SITES}/many", {"column": "name", "row": [str(first)]}).status_code == 404
    assert sales.post(f"{SITES}/many", {"column": "service_minutes"}).status_code == 400
