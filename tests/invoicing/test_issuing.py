"""`dispatch invoice`: all that is due is issued with its file, what cannot be is held and says why, and again changes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from dispatch import journal
from dispatch.cli.group import main
from dispatch.customers.models import Customer
from dispatch.db import Database
from dispatch.documents.register import installed_store
from dispatch.documents.store import DocumentStore
from dispatch.invoicing import einvoice, facturx_pdf
from dispatch.invoicing.credit_notes import credit
from dispatch.invoicing.invoice_models import Invoice
from dispatch.invoicing.issuing import FILES, HANDLERS, draw_files, issue_until
from dispatch.jobs.context import JobContext
from tests.delivery.builders import DAY
from tests.invoicing.builders import MONTH_END, delivered, issued, many_delivered


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "documents")


def test_what_is_due_is_issued_with_its_file_and_what_is_not_lawful_is_held(
    database: Database, store: DocumentStore
) -> None:
    delivered(database)
    with database.transaction("test") as session:
        customer = session.scalars(select(Customer).where(Customer.code == "C1")).one()
        customer.siren = ""
        journal.record(session, "test.built")
    first = issue_until(database, "operator", store, DAY)
    assert first.numbers == ("FA-2026-000001",)
    assert [(one.customer, one.code) for one in first.held] == [("C1", "missing_mention")]
    with database.transaction("test") as session:
        customer = session.scalars(select(Customer).where(Customer.code == "C1")).one()
        customer.siren = "732829320"
        journal.record(session, "test.built")
    second = issue_until(database, "operator", store, DAY)
    assert (second.numbers, second.held) == (("FA-2026-000002",), ())
    assert [number for number, _ in second.files] == ["FA-2026-000001", "FA-2026-000002"]
    assert first.files[0][1].sha256 == second.files[0][1].sha256
    assert issue_until(database, "operator", store, DAY).numbers == ()


def test_a_file_that_a_dying_process_did_not_draw_is_drawn_by_the_next_run(
    any_database: Database, store: DocumentStore
) -> None:
    many_delivered(any_database, 2, billing_mode="periodic")
    (number,) = issued(any_database, MONTH_END)
    again = issue_until(any_database, "operator", store, MONTH_END)
    assert (again.numbers, [one for one, _ in again.files]) == ((), [number])
    assert store.get(again.files[0][1].sha256).startswith(b"%PDF-1.7")


def test_what_the_checks_reject_gets_no_number(
    database: Database, store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(database)
    monkeypatch.setattr(einvoice, "disagreements", lambda _xml: ("the sums are off",))
    result = issue_until(database, "operator", store, DAY)
    assert (result.numbers, [one.code for one in result.held]) == ((), ["einvoice", "einvoice"])
    with database.reading() as session:
        assert session.scalars(select(Invoice.number).where(Invoice.number.is_not(None))).all() == []


def test_a_worker_draws_the_files_that_are_missing(database: Database) -> None:
    delivered(database)
    number = issued(database)[0]
    with database.transaction("user:anna") as session:
        credit(session, number, reason="cassé", request_key="k")
    context = JobContext(database, 1, "w", {}, "user:anna")
    assert [HANDLERS[FILES], draw_files(context), draw_files(context)] == [draw_files, {"files": 3}, {"files": 0}]
    with database.reading() as session:
        for invoice in session.scalars(select(Invoice)):
            assert invoice.document is not None
            assert installed_store().get(invoice.document.sha256).startswith(b"%PDF")


def test_the_command_writes_the_files_and_says_what_is_held(database: Database, tmp_path: Path) -> None:
    delivered(database, terms_days=90)
    out = tmp_path / "out"
    command = ["--database", database.url, "invoice", "--until", DAY.isoformat(), "--out", str(out)]
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1
    assert "1 invoices issued: FA-2026-000001" in result.output
    assert "illegal_terms: The terms of Client C1" in result.output
    assert [path.name for path in out.iterdir()] == ["FA-2026-000001.pdf"]
    told = json.loads(CliRunner().invoke(main, [*command, "--json"]).stdout)
    assert (told["issued"], [one["code"] for one in told["held"]]) == ([], ["illegal_terms"])


def test_without_the_extra_the_command_ends_with_its_code(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivered(database)
    monkeypatch.setattr(facturx_pdf, "find_spec", lambda _name: None)
    result = CliRunner().invoke(
        main, ["--database", database.url, "invoice", "--until", DAY.isoformat(), "--out", str(tmp_path / "out")]
    )
    assert result.exit_code == 2
    assert "missing_extra" in result.output
    with database.reading() as session:
        assert session.scalars(select(Invoice)).all() == []
