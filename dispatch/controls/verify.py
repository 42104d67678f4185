"""Verification: every invariant that must always hold, over the whole installation."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.orm import Session

from dispatch.controls import (
    availability,
    book_check,
    broken,
    guards,
    invoice_check,
    journal_heads,
    keeping,
    papers,
    phone_check,
    series,
)
from dispatch.controls.fault import Check, Fault
from dispatch.db import Database
from dispatch.documents.store import DocumentStore

CHECKS: tuple[Check, ...] = (
    broken.tables_agree,
    book_check.book_says_what_lines_say,
    book_check.accounts_are_what_is_owed,
    availability.nothing_leaves_before_it_is_made,
    series.series_are_unbroken,
    series.notes_are_numbered_in_order,
    invoice_check.invoices_are_numbered_in_order,
    guards.guards_stand,
    keeping.documents_are_as_kept,
    papers.notes_are_as_shown,
    invoice_check.invoices_are_as_issued,
    papers.consignments_are_as_shown,
    papers.triggers_say_what_was_accepted,
    invoice_check.deliveries_are_invoiced_once,
    invoice_check.invoices_add_up,
    keeping.journal_is_whole,
    journal_heads.journal_ends_where_it_was_seen,
    keeping.rows_are_as_the_journal_saw_them,
    invoice_check.invoices_are_as_the_journal_saw_them,
    phone_check.events_are_as_the_journal_saw_them,
    keeping.references_lead_somewhere,
)
"""The view of what tables contradict, then what SQL alone cannot judge."""

_LAST = 99


def verify_installation(database: Database, store: DocumentStore) -> list[Fault]:
    """Check every invariant in one snapshot, whatever others write meanwhile."""
    with database.reading() as session:
        if not database.is_sqlite:
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        return verify(session, store)


def verify(session: Session, store: DocumentStore) -> list[Fault]:
    """Check every invariant; an empty list means that all hold, else the faults in the order of their numbers.

    Parameters
    ----------
    session
        A reading session; while others write, use `verify_installation`, so that all checks look at the same state.
    store
        The installation's documents; every byte of them is read.
    """
    found = (fault for check in CHECKS for fault in check(session, store))
    return sorted(found, key=lambda fault: fault.number or _LAST)
