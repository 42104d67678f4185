"""Verification: every invariant that must always hold, each its own small function, over the whole installation."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from dispatch.controls import (
    after_check,
    availability,
    book_check,
    guards,
    invoice_check,
    journal_heads,
    keeping,
    papers,
    phone_check,
    quantities,
    series,
)
from dispatch.controls.fault import Check, Fault
from dispatch.db import Database
from dispatch.documents.store import DocumentStore

CHECKS: tuple[Check, ...] = (
    quantities.lines_add_up,
    quantities.planned_is_on_tours,
    quantities.delivered_was_accepted,
    quantities.back_orders_owe,
    book_check.book_says_what_lines_say,
    book_check.accounts_are_what_is_owed,
    papers.receipt_lines_add_up,
    after_check.shortages_are_decided_whole,
    after_check.no_more_comes_back_than_was_accepted,
    availability.nothing_leaves_before_it_is_made,
    quantities.portions_are_on_live_tours,
    quantities.vehicles_and_drivers_are_in_one_place,
    series.series_are_unbroken,
    series.notes_are_numbered_in_order,
    invoice_check.invoices_are_numbered_in_order,
    guards.guards_stand,
    keeping.documents_are_as_kept,
    papers.notes_are_as_shown,
    invoice_check.invoices_are_as_issued,
    papers.consignments_are_as_shown,
    papers.received_notes_have_one_receipt,
    phone_check.deliveries_by_phone_have_one_receipt,
    phone_check.signatures_belong_to_the_sheet,
    papers.receipts_have_their_trigger,
    papers.triggers_say_what_was_accepted,
    invoice_check.deliveries_are_invoiced_once,
    invoice_check.nothing_is_invoiced_beyond_what_was_accepted,
    after_check.credits_take_back_what_was_due,
    invoice_check.invoices_add_up,
    after_check.payments_are_matched_once,
    keeping.journal_is_whole,
    journal_heads.journal_ends_where_it_was_seen,
    keeping.rows_are_as_the_journal_saw_them,
    invoice_check.invoices_are_as_the_journal_saw_them,
    phone_check.events_are_as_the_journal_saw_them,
    papers.tours_leave_with_notes,
    invoice_check.invoices_have_their_note_and_order,
    keeping.references_lead_somewhere,
)
"""All of them, in the order of their numbers."""


def verify_installation(database: Database, store: DocumentStore) -> list[Fault]:
    """Check every invariant in one snapshot, whatever others write meanwhile."""
    with database.reading() as session:
        if not database.is_sqlite:
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        return verify(session, store)


def verify(session: Session, store: DocumentStore) -> list[Fault]:
    """Check every invariant; an empty list means that all hold.

    Parameters
    ----------
    session
        A reading session; while others write, use `verify_installation`, so that all checks look at the same state.
    store
        The installation's documents; every byte of them is read.
    """
    return [fault for check in CHECKS for fault in check(session, store)]
