"""The view `broken_invariants`: empty where all is well, and each of its branches shows what was broken by hand."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from dispatch.db import Database
from dispatch.invoicing.payments import record_payment
from dispatch.invoicing.returns import take_back
from tests.controls.unguarded import unguarded
from tests.delivery.phone import ONE, delivery, it_is, send
from tests.invoicing.builders import complete_company, issued

SUBJECTS = "SELECT subject FROM broken_invariants WHERE name = '{}'"
LINE = "order_line_id = (SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.reference = 'CF1' AND l.line_no = 1)"
OPEN = LINE.replace("line_no = 1", "line_no = 2")
THE_LINE = LINE.replace("order_line_id", "id")
NOTE, FIRST, THIRD = "(SELECT id FROM delivery_notes WHERE number = '{}')", "BL-2026-000001", "BL-2026-000003"
OF_FIRST = f"note_line_id = (SELECT id FROM note_lines WHERE line_no = 1 AND note_id = {NOTE.format(FIRST)})"
A, B = "letter = 'A' AND day = '2026-11-26'", "letter = 'B' AND day = '2026-11-26'"

BREAKAGES = {
    ("conservation", "order_lines CF1/1 ordered_qty"): f"UPDATE order_lines SET backlog_qty = backlog_qty + 1 WHERE {THE_LINE}",
    ("planned", "order_lines CF1/2 planned_qty"): f"UPDATE portions SET quantity = 1 WHERE live AND {OPEN}",
    ("delivered", "order_lines CF1/1 delivered_qty"): f"UPDATE receipt_lines SET accepted_qty = accepted_qty + 1 WHERE {OF_FIRST}",
    ("back_order", "back_orders CF2/1 closed_at"): "UPDATE back_orders SET closed_at = NULL, order_line_id = (SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.reference = 'CF2')",
    ("receipt_adds_up", f"receipt_lines {FIRST}/1 loaded_qty"): f"UPDATE receipt_lines SET loaded_qty = 1 WHERE {OF_FIRST}",
    ("receipt_adds_up", f"receipt_lines {FIRST}/1 accepted_qty"): f"UPDATE receipt_lines SET missing_qty = 0 WHERE {OF_FIRST}",
    ("shortage_choice", f"shortage_choices {FIRST}/1 quantity"): f"INSERT INTO shortage_choices (receipt_line_id, choice, quantity, reason, chosen_at, chosen_by) SELECT id, 'back_order', 1, '', '2026-11-26 08:00:00.000000', 'eve' FROM receipt_lines WHERE {OF_FIRST}",
    ("returned", f"return_lines {FIRST}/2 quantity"): "UPDATE return_lines SET quantity = 7001",
    ("one_receipt", f"delivery_notes {FIRST} state"): f"UPDATE delivery_notes SET state = 'issued' WHERE number = '{FIRST}'",
    ("one_receipt", f"receipt_lines {FIRST}/1"): f"DELETE FROM receipt_lines WHERE {OF_FIRST}",
    ("portion_once", "portions CF9/1 live"): f"UPDATE tours SET state = 'cancelled' WHERE {B}",
    ("portion_once", "portions CF1/2 part"): f"UPDATE portions SET {OPEN}, part = (SELECT max(part) FROM portions WHERE live AND {OPEN}) WHERE order_line_id = (SELECT l.id FROM order_lines l JOIN orders o ON o.id = l.order_id WHERE o.reference = 'CF9')",
    ("one_tour_at_a_time", "tours 2026-11-26 B vehicle_id"): f"UPDATE tours SET vehicle_id = (SELECT t.vehicle_id FROM tours t WHERE {A}) WHERE {B}",
    ("one_tour_at_a_time", "tours 2026-11-26 B driver_id"): f"UPDATE tours SET driver_id = (SELECT t.driver_id FROM tours t WHERE {A}) WHERE {B}",
    ("tour_with_notes", "tours 2026-11-26 A"): f"DELETE FROM note_lines WHERE note_id = {NOTE.format('BL-2026-000004')}",
    ("tour_with_notes", "tours 2026-11-26 B"): f"UPDATE tours SET state = 'released' WHERE {B}",
    ("tour_with_notes", "tours 2026-11-25 A state"): "UPDATE tours SET state = 'released' WHERE letter = 'A' AND day = '2026-11-25'",
    ("tour_with_notes", "delivery_notes BL-2026-000004 state"): f"UPDATE tours SET state = 'draft' WHERE {A}",
    ("phone_once", f"phone_events {ONE}/1 outcome"): "UPDATE phone_events SET outcome = 'refused'",
    ("phone_once", "phone_evidence 1 receipt_id"): f"UPDATE phone_evidence SET receipt_id = (SELECT id FROM receipts WHERE note_id = {NOTE.format(FIRST)})",
    ("phone_once", f"phone_events {ONE}/1 id"): "DELETE FROM phone_evidence",
    ("phone_once", f"receipts {FIRST} channel"): f"UPDATE receipts SET channel = 'phone' WHERE note_id = {NOTE.format(FIRST)}",
    ("signed_as_shown", f"phone_evidence {THIRD} shown_hash"): f"UPDATE phone_evidence SET shown_hash = '{'0' * 64}'",
    ("one_trigger", "receipts BL-2026-000002"): "DELETE FROM invoice_triggers WHERE note_number = 'BL-2026-000002'",
    ("invoiced_within_accepted", "order_lines CF1/1"): f"UPDATE invoice_lines SET quantity = 90000 WHERE {LINE}",
    ("credit_due", "credits_due AV-2026-000001 quantity"): "UPDATE credits_due SET quantity = 1 WHERE credit_note_id IS NOT NULL",
    ("payments", "payments p1 cents"): "UPDATE payments SET cents = 1",
    ("payments", "payment_matches FA-2026-000001 cents"): "UPDATE payment_matches SET cents = 999999",
    ("loading_credit", f"delivery_notes {FIRST} issued_at"): f"INSERT INTO credit_holds (order_id, stage, asked_cents, exposure_cents, limit_cents, opened_at, opened_by, closed_by, outcome, reason) SELECT order_id, 'loading', 2, 9, 10, '2026-11-01 08:00:00.000000', 'eve', '', '', '' FROM delivery_notes WHERE number = '{FIRST}'",
    ("invoice_with_note", "invoice_lines FA-2026-000001/1 note_number"): "UPDATE invoice_lines SET note_number = 'BL-2026-000009' WHERE line_no = 1 AND invoice_id = (SELECT id FROM invoices WHERE number = 'FA-2026-000001')",
}  # fmt: skip
"""Which invariant breaks, in which row, by which statement."""


@pytest.fixture
def lived(any_healthy: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The healthy installation, some steps on: invoiced, paid in part, goods back and credited, a note signed on a phone."""
    complete_company(any_healthy)
    issued(any_healthy)
    with any_healthy.transaction("user:anna") as session:
        record_payment(session, "C1", 500, means="transfer", request_key="p1")
        take_back(session, FIRST, {2: 1_000}, outcome="credit_note", reason="périmés", request_key="r1")
    it_is(monkeypatch, "2026-11-26T09:00:00+01:00")
    with any_healthy.reading() as session:
        tour_id = session.scalars(text(f"SELECT id FROM tours WHERE {A}")).one()
    answer = send(any_healthy, delivery(any_healthy, THIRD), tour_id=tour_id)
    assert answer.outcome == "taken"
    return any_healthy


def test_each_invariant_broken_by_hand_shows_in_the_row_that_was_touched(lived: Database) -> None:
    with lived.reading() as session:
        assert session.execute(text("SELECT * FROM broken_invariants")).all() == []
    for (name, subject), statement in BREAKAGES.items():
        with unguarded(lived, keep=False) as run:
            run(statement)
            assert (subject,) in run(SUBJECTS.format(name)), f"{name}: {subject}"
    with lived.reading() as session:
        assert session.execute(text("SELECT * FROM broken_invariants")).all() == []


def test_no_branch_of_the_view_goes_untested(database: Database) -> None:
    with database.reading() as session:
        sql = session.scalars(text("SELECT sql FROM sqlite_master WHERE name = 'broken_invariants'")).one()
    branches = re.findall(r"'(\w+)' AS name", sql)
    assert sorted(branches) == sorted(name for name, _ in BREAKAGES)
