"""`order-book` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from openpyxl import load_workbook

from dispatch.cli.group import main
from dispatch.db import Database
from tests import builders


def fill(database: Database) -> None:
    with database.transaction("test") as session:
        place = builders.site(session, builders.customer(session))
        builders.order(session, place, [(builders.product(session), 10)])


def test_the_order_book_is_printed_and_written(database: Database, tmp_path: Path) -> None:
    fill(database)
    out = tmp_path / "carnet.xlsx"
    answer = CliRunner().invoke(
        main, ["--database", database.url, "order-book", "--on", "2026-11-30", "--out", str(out)]
    )
    assert answer.exit_code == 0, answer.output
    assert "Client C1" in answer.output
    assert load_workbook(out).sheetnames[0] == "Lignes"


def test_the_order_book_of_a_day_before_the_first_order_is_empty(database: Database) -> None:
    fill(database)
    answer = CliRunner().invoke(main, ["--database", database.url, "order-book", "--on", "2026-11-23", "--json"])
    assert json.loads(answer.output)["bridge"]["closing_cents"] == 0
