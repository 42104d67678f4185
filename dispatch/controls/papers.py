"""Invariants of notes and triggers: what was shown, and what may be invoiced of what was accepted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from dispatch.catalog.amounts import net_cents
from dispatch.controls.fault import Finding, invariant, units
from dispatch.delivery.consignment_models import Consignment
from dispatch.delivery.frozen import thaw, thaw_consignment
from dispatch.delivery.models import DeliveryNote, ReceiptLine
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.models import InvoiceTrigger, InvoiceTriggerLine


@invariant(12, "note_as_shown")
def notes_are_as_shown(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A note's frozen sheet gives its hash, and its lines are those of the sheet."""
    query = select(DeliveryNote).order_by(DeliveryNote.id).options(selectinload(DeliveryNote.lines))
    for note in session.scalars(query.execution_options(yield_per=500)):
        if hashlib.sha256(note.sheet.encode("utf-8", "surrogatepass")).hexdigest() != note.content_hash:
            yield f"delivery_notes {note.number} sheet", "its content does not give its hash"
            continue
        sheet = thaw(note.sheet)
        if sheet.number != note.number:
            yield f"delivery_notes {note.number} number", f"its sheet says {sheet.number}"
        shown = [(one.reference, one.ordered_qty, one.already_qty, one.today_qty, one.rest_qty) for one in sheet.lines]
        stored = [
            (one.product_code, one.ordered_qty, one.delivered_before_qty, one.loaded_qty, one.rest_qty)
            for one in note.lines
        ]
        for place in range(max(len(shown), len(stored))):
            if shown[place : place + 1] != stored[place : place + 1]:
                yield f"note_lines {note.number}/{place + 1}", "the line is not as the note showed it"


@invariant(12, "consignment_as_shown")
def consignments_are_as_shown(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A consignment note's frozen sheet gives its hash, and its number is the sheet's."""
    for one in session.scalars(select(Consignment).order_by(Consignment.id)):
        if hashlib.sha256(one.sheet.encode("utf-8", "surrogatepass")).hexdigest() != one.content_hash:
            yield f"consignments {one.number} sheet", "its content does not give its hash"
        elif thaw_consignment(one.sheet).number != one.number:
            yield f"consignments {one.number} number", "its sheet says another"


@invariant(15, "trigger_as_received")
def triggers_say_what_was_accepted(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Each trigger line is its receipt's accepted quantity at the note's price; the whole is their sum."""
    query = (
        select(InvoiceTrigger)
        .order_by(InvoiceTrigger.id)
        .options(
            selectinload(InvoiceTrigger.lines)
            .joinedload(InvoiceTriggerLine.receipt_line)
            .joinedload(ReceiptLine.note_line)
        )
    )
    for trigger in session.scalars(query):
        for line in trigger.lines:
            note_line = line.receipt_line.note_line
            key = f"invoice_trigger_lines {trigger.note_number}/{note_line.line_no}"
            if line.quantity != line.receipt_line.accepted_qty:
                yield (
                    f"{key} quantity",
                    f"{units(line.quantity)}, {units(line.receipt_line.accepted_qty)} were accepted",
                )
            if (line.unit_price_micros, line.vat_bp) != (note_line.unit_price_micros, note_line.vat_bp):
                yield f"{key} unit_price_micros", "price or VAT rate is not that of the note"
            if line.net_cents != net_cents(line.quantity, line.unit_price_micros):
                yield (
                    f"{key} net_cents",
                    f"{line.net_cents}, should be {net_cents(line.quantity, line.unit_price_micros)}",
                )
        total = sum(line.net_cents for line in trigger.lines)
        if trigger.net_cents != total:
            yield f"invoice_triggers {trigger.note_number} net_cents", f"{trigger.net_cents}, its lines give {total}"
