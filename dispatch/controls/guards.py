"""Invariant of the database's own guards: the triggers that refuse changes of signed and issued rows stand, and are switched on."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlalchemy.orm import Session

from dispatch.controls.fault import Finding, invariant
from dispatch.documents.store import DocumentStore

FROZEN = (
    "accepted_gaps",
    "acknowledgements",
    "cash_collections",
    "claim_lines",
    "claims",
    "consignments",
    "credits_due",
    "delivery_notes",
    "discrepancies",
    "documents",
    "goods_returns",
    "invoice_trigger_lines",
    "invoice_triggers",
    "journal",
    "layout_adoptions",
    "layout_versions",
    "layout_withdrawals",
    "note_lines",
    "note_lots",
    "order_amendments",
    "order_movements",
    "packaging_movements",
    "payment_matches",
    "payments",
    "phone_events",
    "phone_evidence",
    "phone_photos",
    "receipt_lines",
    "receipt_scans",
    "receipts",
    "return_lines",
    "shortage_choices",
)
"""Tables whose rows the database itself refuses to change or delete."""

ISSUED = ("invoice_lines", "invoice_statuses", "invoice_vat", "invoices")
"""Tables whose rows it refuses to delete, and to change once they are issued."""

GUARDS = (
    *((table, f"{table}_{what}") for table in (*FROZEN, *ISSUED) for what in ("no_update", "no_delete")),
    ("invoices", "invoices_write_once"),
    ("invoice_lines", "invoice_lines_closed"),
    ("invoice_vat", "invoice_vat_closed"),
)
"""Table and trigger."""


@invariant(11, "immutable")
def guards_stand(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Every guard is there, and enabled."""
    if session.get_bind().dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    found = set(session.scalars(text(query)))
    for table, name in GUARDS:
        if name not in found:
            yield f"{table} trigger {name}", "missing or switched off: rows could be changed unseen"
