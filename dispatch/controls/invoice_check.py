"""Invariants of invoices: each delivery on one, money as its lines give it, never more than was accepted, as the journal saw it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch.controls.fault import Finding, invariant
from dispatch.delivery.models import ReceiptLine
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.frozen_invoice import thaw
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.models import InvoiceTrigger, InvoiceTriggerLine
from dispatch.invoicing.money import Taxed, net_left, totals_left
from dispatch.journal import JournalEntry


@invariant(10, "chronological_series")
def invoices_are_numbered_in_order(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A later number of a series never bears an earlier day."""
    query = select(Invoice.kind, Invoice.number, Invoice.issued_on).where(Invoice.number.is_not(None))
    before: dict[str, tuple[str, object]] = {}
    for kind, found, issued_on in session.execute(query.order_by(Invoice.issued_on, Invoice.number)):
        number, last = str(found), before.get(kind)
        if last is not None and (len(number), number) <= (len(last[0]), last[0]):
            yield f"invoices {number} issued_on", f"{issued_on}, {last[0]} is of {last[1]}"
        before[kind] = (number, issued_on)


@invariant(12, "invoice_as_issued")
def invoices_are_as_issued(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """An issued invoice's frozen sheet gives its hash and says what its row and lines say."""
    query = (
        select(Invoice).where(Invoice.state == "validated").order_by(Invoice.id).options(selectinload(Invoice.lines))
    )
    for invoice in session.scalars(query.execution_options(yield_per=500)):
        sheet_text = invoice.sheet or ""
        subject = f"invoices {invoice.number}"
        if hashlib.sha256(sheet_text.encode("utf-8", "surrogatepass")).hexdigest() != invoice.content_hash:
            yield f"{subject} sheet", "its content does not give its hash"
            continue
        sheet = thaw(sheet_text)
        shown = (sheet.number, sheet.issued_on, sheet.due_on, sheet.net_cents, sheet.vat_cents, sheet.gross_cents)
        stored = (
            invoice.number, invoice.issued_on, invoice.due_on, invoice.net_cents, invoice.vat_cents, invoice.gross_cents,
        )  # fmt: skip
        if shown != stored:
            yield f"{subject} number", "number, days or amounts are not those of its sheet"
        said = [(one.note, one.reference, one.quantity, one.unit_price_micros, one.net_cents) for one in sheet.lines]
        kept = [
            (one.note_number, one.product_code, one.quantity, one.unit_price_micros, one.net_cents)
            for one in invoice.lines
        ]
        if said != kept:
            yield f"invoice_lines {invoice.number}", "the lines are not those of its sheet"


@invariant(15, "invoiced_once")
def deliveries_are_invoiced_once(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A trigger is invoiced if and only if each of its lines stands on one issued invoice, as accepted; parts may be first."""
    query = (
        select(InvoiceTrigger)
        .where(InvoiceTrigger.state == "invoiced")
        .order_by(InvoiceTrigger.id)
        .options(selectinload(InvoiceTrigger.lines))
    )
    lines: dict[int, list[InvoiceLine]] = defaultdict(list)
    issued = select(InvoiceLine).join(Invoice, Invoice.id == InvoiceLine.invoice_id).where(Invoice.state == "validated")
    for line in session.scalars(issued.where(InvoiceLine.trigger_line_id.is_not(None))):
        lines[line.trigger_line_id or 0].append(line)
    on_notes = (
        select(InvoiceTriggerLine.id, InvoiceLine)
        .join(ReceiptLine, ReceiptLine.id == InvoiceTriggerLine.receipt_line_id)
        .join(InvoiceLine, InvoiceLine.note_line_id == ReceiptLine.note_line_id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.state == "validated")
    )
    for key, line in session.execute(on_notes):
        lines[key].append(line)
    for trigger in session.scalars(query):
        for wanted in trigger.lines:
            yield from _one_line(trigger, wanted, lines.pop(wanted.id, []))
    parts = select(InvoiceTrigger).where(InvoiceTrigger.state != "invoiced").options(selectinload(InvoiceTrigger.lines))
    for trigger in session.scalars(parts.order_by(InvoiceTrigger.id)):
        found = {wanted.id: lines[wanted.id] for wanted in trigger.lines if wanted.id in lines}
        if found and (trigger.state != "pending" or len(found) == len(trigger.lines)):
            yield f"invoice_triggers {trigger.note_number} state", "not invoiced, and on an issued invoice"
        for wanted in trigger.lines:
            if wanted.id in found:
                yield from _one_line(trigger, wanted, found[wanted.id])


@invariant(16, "invoice_money")
def invoices_add_up(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Net per line, VAT per rate and the total of every invoice and draft, reckoned again from its lines."""
    query = select(Invoice).order_by(Invoice.id).options(selectinload(Invoice.lines), selectinload(Invoice.vat))
    taken_qty: dict[int, int] = defaultdict(int)
    taken: dict[tuple[int, str, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for invoice in session.scalars(query.execution_options(yield_per=500)):
        subject = f"{invoice.number or f'draft {invoice.id}'}"
        for line in invoice.lines:
            before = taken_qty[line.credits_line_id] if line.credits_line_id else 0
            expected = net_left(line.quantity, line.unit_price_micros, before)
            if line.net_cents != expected:
                yield f"invoice_lines {subject}/{line.line_no} net_cents", f"{line.net_cents}, should be {expected}"
            if line.credits_line_id:
                taken_qty[line.credits_line_id] += line.quantity
        corrected = invoice.corrects_id or 0
        earlier = {(category, rate): gone for (key, category, rate), gone in taken.items() if key == corrected}
        found = totals_left(
            (Taxed(line.net_cents, line.category, line.vat_bp) for line in invoice.lines), earlier if corrected else {}
        )
        for row in found.rows if corrected else ():
            net, vat = taken[corrected, row.category, row.vat_bp]
            taken[corrected, row.category, row.vat_bp] = (net + row.net_cents, vat + row.vat_cents)
        rows = sorted((row.category, row.vat_bp, row.net_cents, row.vat_cents) for row in invoice.vat)
        if rows != [(row.category, row.vat_bp, row.net_cents, row.vat_cents) for row in found.rows]:
            yield f"invoice_vat {subject}", "the VAT rows are not those of its lines"
        if (invoice.net_cents, invoice.vat_cents, invoice.gross_cents) != (
            found.net_cents, found.vat_cents, found.gross_cents,
        ):  # fmt: skip
            yield f"invoices {subject} gross_cents", f"{invoice.gross_cents}, its lines give {found.gross_cents}"


@invariant(18, "journal_witness")
def invoices_are_as_the_journal_saw_them(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Every issued invoice and credit note is one that the journal saw, with its hash and amount, and none is gone."""
    kinds = ("invoice.validated", "credit_note.validated")
    entries = select(JournalEntry.subject, JournalEntry.payload).where(JournalEntry.kind.in_(kinds))
    told = {}
    for subject, payload in session.execute(entries):
        data = json.loads(payload)
        told[subject] = (data["sha256"], data["gross_cents"])
    query = select(Invoice.number, Invoice.content_hash, Invoice.gross_cents).where(Invoice.number.is_not(None))
    found = {str(number): (sha256, gross) for number, sha256, gross in session.execute(query)}
    for number in sorted(told.keys() | found.keys()):
        if number not in found:
            yield f"invoices {number}", "the journal saw it, it is gone"
        elif number not in told:
            yield f"invoices {number}", "the journal knows nothing of it"
        elif told[number] != found[number]:
            yield f"invoices {number} content_hash", "it is not what the journal saw"


def _one_line(trigger: InvoiceTrigger, wanted: InvoiceTriggerLine, found: list[InvoiceLine]) -> Iterator[Finding]:
    subject = f"invoice_triggers {trigger.note_number}"
    if len(found) != 1:
        yield f"{subject} state", f"invoiced, and {wanted.product_code} is on {len(found)} issued invoices"
    for line in found:
        here = (line.unit_price_micros, line.vat_bp, line.order_line_id)
        printed = line.note_line_id is not None  # numbered before the receipt: what was not accepted is credited
        same = line.quantity == wanted.quantity or (printed and line.quantity > wanted.quantity)
        if not same or here != (wanted.unit_price_micros, wanted.vat_bp, wanted.order_line_id):
            yield f"invoice_lines {trigger.note_number}/{line.line_no}", "quantity, price or rate is not the trigger's"
