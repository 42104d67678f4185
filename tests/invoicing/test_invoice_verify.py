"""Verification names the invoice that was altered behind the services' back."""

from __future__ import annotations

import pytest

from dispatch.controls.verify import verify_installation
from dispatch.db import Database
from dispatch.documents.register import installed_store
from dispatch.invoicing.credit_notes import credit
from tests.controls.unguarded import alter
from tests.invoicing.builders import delivered, issued

ONE, NOTE = "FA-2026-000001", "BL-2026-000001"
FIRST = f"(SELECT id FROM invoices WHERE number = '{ONE}')"


def billed(database: Database) -> None:
    """Two invoices, a credit note of part of the first."""
    delivered(database, planned=8)
    issued(database)
    with database.transaction("user:anna") as session:
        credit(session, ONE, reason="cassé", request_key="k", quantities={1: 1_000})


def faults(database: Database) -> set[tuple[int, str, str]]:
    return {(one.number, one.name, one.subject) for one in verify_installation(database, installed_store())}


ALTERATIONS = {
    "a number was given and never used": (
        "UPDATE number_series SET last = last + 1 WHERE kind = 'invoice'",
        {(10, "unbroken_series", "number_series FA-2026-000003")},
    ),
    "a credit note's counter was turned back": (
        "UPDATE number_series SET last = 0 WHERE kind = 'credit_note'",
        {(10, "unbroken_series", "number_series AV-2026 last")},
    ),
    "an invoice was dated back": (
        "UPDATE invoices SET issued_on = '2026-11-01' WHERE number = 'FA-2026-000002'",
        {
            (10, "chronological_series", "invoices FA-2026-000001 issued_on"),
            (12, "invoice_as_issued", "invoices FA-2026-000002 number"),
        },
    ),
    "what it said was rewritten": (
        f"UPDATE invoices SET sheet = replace(sheet, 'Grenoble', 'Lyon') WHERE number = '{ONE}'",
        {(12, "invoice_as_issued", f"invoices {ONE} sheet")},
    ),
    "a line became cheaper": (
        f"UPDATE invoice_lines SET net_cents = net_cents - 100 WHERE line_no = 1 AND invoice_id = {FIRST}",
        {
            (12, "invoice_as_issued", f"invoice_lines {ONE}"),
            (16, "invoice_money", f"invoice_lines {ONE}/1 net_cents"),
            (16, "invoice_money", f"invoice_vat {ONE}"),
            (16, "invoice_money", f"invoices {ONE} gross_cents"),
        },
    ),
    "VAT was skimmed": (
        f"UPDATE invoice_vat SET vat_cents = vat_cents - 1 WHERE invoice_id = {FIRST}",
        {(16, "invoice_money", f"invoice_vat {ONE}")},
    ),
    "a delivery was made to wait again": (
        f"UPDATE invoice_triggers SET state = 'pending' WHERE note_number = '{NOTE}'",
        {
            (15, "invoiced_once", f"invoice_triggers {NOTE} state"),
        },
    ),
    "more was credited than invoiced": (
        "UPDATE invoice_lines SET quantity = 9000, net_cents = 9000 WHERE credits_line_id IS NOT NULL",
        {
            (12, "invoice_as_issued", "invoice_lines AV-2026-000001"),
            (15, "invoiced_within_accepted", "order_lines CF1/1"),
            (16, "invoice_money", "invoice_vat AV-2026-000001"),
            (16, "invoice_money", "invoices AV-2026-000001 gross_cents"),
        },
    ),
    "a line was moved to another note": (
        f"UPDATE invoice_lines SET note_number = 'BL-2026-000002' WHERE line_no = 2 AND invoice_id = {FIRST}",
        {
            (12, "invoice_as_issued", f"invoice_lines {ONE}"),
            (0, "invoice_with_note", f"invoice_lines {ONE}/2 note_number"),
        },
    ),
    "the hash was changed with the text": (
        f"UPDATE invoices SET sheet = 'x', content_hash = '{'0' * 64}' WHERE number = '{ONE}'",
        {
            (12, "invoice_as_issued", f"invoices {ONE} sheet"),
            (18, "journal_witness", f"invoices {ONE} content_hash"),
        },
    ),
}


def test_invoices_that_nobody_touched_have_no_fault(any_database: Database) -> None:
    billed(any_database)
    assert faults(any_database) == set()


@pytest.mark.parametrize("name", ALTERATIONS)
def test_an_altered_invoice_is_named(database: Database, name: str) -> None:
    billed(database)
    statement, expected = ALTERATIONS[name]
    alter(database, [statement])
    assert faults(database) == expected


@pytest.mark.postgres
def test_an_altered_invoice_is_named_on_the_server_too(postgres_database: Database) -> None:
    billed(postgres_database)
    statement, expected = ALTERATIONS["a line became cheaper"]
    alter(postgres_database, [statement])
    assert faults(postgres_database) == expected
