"""The whole day from the command line, as a newcomer types it: sandbox, plan, papers, receipts, triggers, proof, backup."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

DAY = "2026-11-25"


class Desk:
    """A shell in a folder of its own, with a fixed business time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(folder),
            "DISPATCH_NOW": "2026-11-24T16:00:00+01:00",
            "DISPATCH_DATABASE_URL": f"sqlite:///{folder}/dispatch.db",
        }

    def type(self, *words: str, code: int = 0) -> str:
        """Run `dispatch …` in a process of its own; its output, errors included."""
        command = [sys.executable, "-m", "dispatch.cli", *words]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The sandbox company after `dispatch demo`."""
    desk = Desk(tmp_path_factory.mktemp("demo"))
    desk.said = desk.type("demo", "--out", "demo", "--time-limit", "3")  # type: ignore[attr-defined]
    return desk


def test_the_demo_says_what_the_plan_costs_and_how_to_open_the_console(desk: Desk) -> None:
    said: str = desk.said  # type: ignore[attr-defined]
    assert "coût des tournées" in said
    assert "borne prouvée" in said or "pas de borne" in said
    assert "make serve" in said
    assert "/login/" in said


def test_the_demo_leaves_a_print_pack_and_a_map(desk: Desk) -> None:
    assert (desk.folder / "demo" / f"print-pack-{DAY}.pdf").read_bytes().startswith(b"%PDF")
    page = (desk.folder / "demo" / f"map-{DAY}.html").read_text()
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_the_sandbox_shows_credit_call_offs_deals_and_who_pays(desk: Desk) -> None:
    asked = {
        "SELECT stage, outcome FROM credit_holds ORDER BY id": [("confirming", ""), ("loading", "released")],
        "SELECT count(*) FROM orders WHERE kind = 'call_off' AND forecast": [(3,)],
        "SELECT count(*) > 9 FROM orders WHERE deal_id IS NOT NULL": [(1,)],
        "SELECT count(*) > 1 FROM customers WHERE bill_to_id IS NOT NULL": [(1,)],
        "SELECT code FROM products WHERE NOT active OR regulated <> '' ORDER BY code": [("BIS-ANIS",), ("FAISSELLE",)],
        "SELECT count(*) > 0 FROM back_orders WHERE closed_at IS NULL": [(1,)],
    }
    with sqlite3.connect(desk.folder / "dispatch.db") as connection:
        assert {query: connection.execute(query).fetchall() for query in asked} == asked
    connection.close()


def test_every_unplanned_line_says_why(desk: Desk) -> None:
    board = json.loads(desk.type("plan", "2026-11-27", "--time-limit", "2", "--json"))[0]
    assert board["tours"]
    assert all(row["sentence"] and row["code"] for row in board["unplanned"])


def test_an_exported_plan_passes_the_checker(desk: Desk) -> None:
    desk.type("plan", "2026-11-26", "--time-limit", "2", "--export", "export")
    said = desk.type("check", "export/problem.json", "export/plan.json")
    assert "Violations 0" in said


def test_the_day_goes_on_to_what_may_be_invoiced(desk: Desk) -> None:
    said = desk.type("release", DAY)
    assert "BL-2026-" in said
    desk.type("documents", DAY, "--out", "papers")
    desk.type("map", DAY, "--out", "papers/map.html")
    assert "invoice triggers" in desk.type("receive", DAY, "--all-conform")
    desk.type("triggers", "--format", "json", "--out", "triggers.json")
    triggers = json.loads((desk.folder / "triggers.json").read_text())
    keys = [trigger["trigger_key"] for trigger in triggers["triggers"]]
    assert len(keys) == len(set(keys)) > 20


def test_a_second_demo_goes_on_from_what_is_there(desk: Desk) -> None:
    assert "there already" in desk.type("demo", "--out", "demo", "--time-limit", "2")


def test_verify_names_a_row_altered_behind_the_program(desk: Desk) -> None:
    assert "Everything holds" in desk.type("verify")
    backup = desk.folder / "backup.zip"
    desk.type("backup", str(backup))
    desk.environment["DISPATCH_DATABASE_URL"] = f"sqlite:///{desk.folder}/restored/dispatch.db"
    desk.type("restore", str(backup))
    with sqlite3.connect(desk.folder / "restored" / "dispatch.db") as connection:
        reference, line = connection.execute(
            "SELECT o.reference, l.line_no FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE l.delivered_qty > 0 ORDER BY l.id"
        ).fetchone()
        connection.execute(
            "UPDATE order_lines SET delivered_qty = delivered_qty - 1000, backlog_qty = backlog_qty + 1000 "
            "WHERE id = (SELECT min(id) FROM order_lines WHERE delivered_qty > 0)"
        )
    connection.close()
    said = desk.type("verify", code=1)
    assert f"{reference}" in said
    assert f"{line}" in said


def test_errors_say_what_where_and_what_to_do(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    file.write_text("product;name;unit;price;vat_rate\nP1;Pain;pièce;douze;5,5\n")
    said = desk.type("import", "products", str(file), code=1)
    assert "row 2" in said
    assert "price" in said
    assert "douze" in said


def test_a_missing_installation_says_to_create_one(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert "dispatch init" in desk.type("verify", code=2)


def test_a_full_disk_ends_a_command_with_a_line_and_not_a_traceback(desk: Desk) -> None:
    said = desk.type("backup", "/dev/full/backup.zip", code=1)
    assert said.startswith("storage: ")
    assert "Traceback" not in said
