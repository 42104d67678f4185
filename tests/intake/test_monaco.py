"""The company files that may stand beside the project import as they are."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dispatch.intake import KINDS, run_import
from dispatch.intake.worklist import to_place
from dispatch.journal import verify_chain
from tests.conftest import shared_files

FOLDERS = sorted({path.parent for path in shared_files("data/*/orders.csv") if (path.parent / "company.csv").exists()})


def imported(database, folder: Path, shuffled: bool = False):
    """The reports of all kinds that the folder has."""
    reports = []
    for kind in [each for each in KINDS if (folder / f"{each}.csv").exists()]:
        data = (folder / f"{kind}.csv").read_bytes()
        if shuffled and kind != "production":
            header, *rows = data.decode("utf-8-sig").splitlines(keepends=True)
            random.Random(11).shuffle(rows)
            data = "".join([header, *rows]).encode()
        reports.append(run_import(database, "operator", kind, data, f"{kind}.csv"))
    return reports


@pytest.mark.shared
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_files_of_a_company_import_once_and_change_nothing_again(any_database, folder):
    first = imported(any_database, folder)
    assert [report.errors for report in first] == [()] * len(first)
    assert all(report.created == report.row_count > 0 for report in first)
    for shuffled in (False, True):
        again = imported(any_database, folder, shuffled)
        assert [(report.errors, report.created, report.changed) for report in again] == [((), 0, 0)] * len(first)
    with any_database.reading() as session:
        assert verify_chain(session) == []


@pytest.mark.shared
@pytest.mark.parametrize(
    "folder", [folder for folder in FOLDERS if folder.name == "monaco"], ids=lambda folder: folder.name
)
def test_three_sites_of_monaco_wait_to_be_placed(database, folder):
    imported(database, folder)
    with database.reading() as session:
        waiting = to_place(session)
    assert sorted(site.code for site in waiting) == ["S0002", "S0049", "S0136"]
    assert all(site.open_lines > 0 for site in waiting)
