"""Every list of the console has its tools, and its workbook comes sorted as the page is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dispatch.db import Database
from dispatch.jobs import queue
from dispatch.journal import record
from dispatch.web import create_app
from dispatch.web.list_sheet import ListTable, without
from dispatch.web.pages import journal
from dispatch.web.pages.installation import jobs
from tests.web.conftest import Browser

TEMPLATES = Path(create_app.__code__.co_filename).parent / "templates"
LISTS = (
    "acknowledgements", "claims", "control", "desk", "files", "imports", "invoices", "journal", "lots", "order_book",
    "orders", "packagings", "payments", "quotes", "rounds", "shortages", "triggers", "users", "worklist",
    "installation/exchange", "installation/jobs", "installation/programs", "installation/sessions",
)  # fmt: skip
PAGE = """
<table data-list="goods"><thead><tr><th>Nom</th><th>Jour</th><th class="number">Prix</th></tr></thead><tbody>
<tr><td>Sel</td><td>25/11/2026</td><td class="number">2,50\u00a0€</td></tr>
<tr><td>pain</td><td>—</td><td class="number">10,00\u00a0€</td></tr>
<tr><td>Lait</td><td>02/12/2026</td><td class="number">—</td></tr></tbody></table>
"""


@pytest.mark.parametrize("name", LISTS)
def test_a_list_has_its_tools_above_the_table_that_they_name(name: str) -> None:
    text = (TEMPLATES / f"{name}.html").read_text(encoding="utf-8")
    named = {re.sub(r'" ~ [\w.]+|"', "", found) for found in re.findall(r"{% set list_name = ([^%]+?) %}", text)}
    tables = {re.sub(r"{{ [\w.]+ }}", "", found) for found in re.findall(r'<table[^>]*data-list="([^"]+)"', text)}
    assert named
    assert {"" if one == "kind" else one for one in named} == tables


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("", ["Sel", "pain", "Lait"]), ("1", ["Lait", "pain", "Sel"]), ("-1", ["Sel", "pain", "Lait"]),
        ("2", ["Sel", "Lait", "pain"]), ("-2", ["Lait", "Sel", "pain"]), ("-3", ["pain", "Sel", "Lait"]),
        ("9", ["Sel", "pain", "Lait"]), ("x", ["Sel", "pain", "Lait"]),
    ],
)  # fmt: skip
def test_a_workbook_is_sorted_by_a_column_and_what_is_empty_comes_last(sort: str, names: list[str]) -> None:
    _, rows = without(ListTable(PAGE, "fr", "goods"), [], sort)
    assert [row[0] for row in rows] == names
    assert any(isinstance(row[1], date) for row in rows)


def test_a_sorted_list_of_several_pages_comes_whole(
    as_role: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "PAGE", 3)
    administrator = as_role("administrator")
    assert "data-pages" in administrator.get("/journal").text
    assert "data-pages" not in administrator.get("/journal?sort=1").text


def test_jobs_of_several_pages_are_sorted_whole(
    as_role: Callable[..., Browser], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PAGE", 2)
    with database.transaction("test") as session:
        for _ in range(3):
            queue.enqueue(session, "backup", {})
        record(session, "test.built", "jobs")
    administrator = as_role("administrator")
    assert administrator.get("/installation/jobs?show=all").text.count('<td class="number">') == 2
    whole = administrator.get("/installation/jobs?show=all&sort=1").text
    assert whole.count('<td class="number">') == 3
    assert "data-pages" not in whole
