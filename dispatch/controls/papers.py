"""Invariants of notes, receipts and triggers: what was shown, what came back, what may be invoiced."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.controls.fault import Finding, invariant, units
from dispatch.delivery.amounts import net_cents
from dispatch.delivery.consignment_models import Consignment
from dispatch.delivery.frozen import thaw, thaw_consignment
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt, ReceiptLine
from dispatch.documents.store import DocumentStore
from dispatch.invoicing.models import InvoiceTrigger, InvoiceTriggerLine
from dispatch.tours.models import Portion, Stop, Tour, Trip


@invariant(2, "receipt_adds_up")
def receipt_lines_add_up(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Accepted + refused + missing = loaded, as the note says it was loaded."""
    parts = ReceiptLine.accepted_qty + ReceiptLine.refused_qty + ReceiptLine.missing_qty
    query = (
        select(ReceiptLine)
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .where(
            or_(
                parts != ReceiptLine.loaded_qty,
                ReceiptLine.loaded_qty != NoteLine.loaded_qty,
                ReceiptLine.accepted_qty < 0,
                ReceiptLine.refused_qty < 0,
                ReceiptLine.missing_qty < 0,
            )
        )
        .options(joinedload(ReceiptLine.note_line).joinedload(NoteLine.note))
    )
    for line in session.scalars(query):
        key = f"{line.note_line.note.number}/{line.note_line.line_no}"
        sums = f"{units(line.accepted_qty)} + {units(line.refused_qty)} + {units(line.missing_qty)}"
        if line.loaded_qty != line.note_line.loaded_qty:
            yield (
                f"receipt_lines {key} loaded_qty",
                f"{units(line.loaded_qty)}, the note says {units(line.note_line.loaded_qty)}",
            )
        else:
            yield f"receipt_lines {key} accepted_qty", f"{sums} is not {units(line.loaded_qty)} loaded"


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


@invariant(13, "one_receipt")
def received_notes_have_one_receipt(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A note is received if and only if it has its one receipt, which speaks of each of its lines."""
    counts = (
        select(DeliveryNote.number, DeliveryNote.state, func.count(Receipt.id))
        .outerjoin(Receipt, Receipt.note_id == DeliveryNote.id)
        .group_by(DeliveryNote.id, DeliveryNote.number, DeliveryNote.state)
        .order_by(DeliveryNote.id)
    )
    for number, state, count in session.execute(counts):
        if count != (1 if state == "received" else 0):
            yield f"delivery_notes {number} state", f"{state}, with {count} receipts"
    silent = (
        select(DeliveryNote.number, NoteLine.line_no)
        .join(Receipt, Receipt.note_id == DeliveryNote.id)
        .join(NoteLine, NoteLine.note_id == DeliveryNote.id)
        .outerjoin(ReceiptLine, ReceiptLine.note_line_id == NoteLine.id)
        .where(ReceiptLine.id.is_(None))
    )
    for number, line_no in session.execute(silent):
        yield f"receipt_lines {number}/{line_no}", "the receipt says nothing of this line"


@invariant(15, "one_trigger")
def receipts_have_their_trigger(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """One trigger per receipt that accepts anything, none for one that does not."""
    accepted = (
        select(func.coalesce(func.sum(ReceiptLine.accepted_qty), 0))
        .where(ReceiptLine.receipt_id == Receipt.id)
        .scalar_subquery()
    )
    counts = (
        select(DeliveryNote.number, accepted, func.count(InvoiceTrigger.id))
        .select_from(Receipt)
        .join(DeliveryNote, DeliveryNote.id == Receipt.note_id)
        .outerjoin(InvoiceTrigger, InvoiceTrigger.receipt_id == Receipt.id)
        .group_by(Receipt.id, DeliveryNote.number)
        .order_by(Receipt.id)
    )
    for number, quantity, count in session.execute(counts):
        if count != (1 if quantity else 0):
            yield f"receipts {number}", f"{units(int(quantity))} accepted, {count} triggers"


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


@invariant(0, "tour_with_notes")
def tours_leave_with_notes(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Everything on a tour that is out has its note, no live note is on a tour that is off, and all back means done."""
    bare = (
        select(Tour.day, Tour.letter, Stop.sequence)
        .join(Trip, Trip.tour_id == Tour.id)
        .join(Stop, Stop.trip_id == Trip.id)
        .join(Portion, Portion.stop_id == Stop.id)
        .outerjoin(NoteLine, NoteLine.portion_id == Portion.id)
        .where(Tour.state.in_(("released", "under_way", "done")), NoteLine.id.is_(None))
        .distinct()
    )
    for day, letter, stop in session.execute(bare):
        yield f"tours {day.isoformat()} {letter}", f"goods of stop {stop} are on no delivery note"
    empty = (
        select(Tour.day, Tour.letter)
        .where(Tour.state.in_(("released", "under_way", "done")))
        .where(~select(DeliveryNote.id).where(DeliveryNote.tour_id == Tour.id).exists())
        .where(~select(Trip.id).join(Stop).join(Portion).where(Trip.tour_id == Tour.id).exists())
    )
    for day, letter in session.execute(empty):
        yield f"tours {day.isoformat()} {letter}", "it is out and has no delivery note"
    unfinished = (
        select(Tour.day, Tour.letter)
        .join(DeliveryNote, DeliveryNote.tour_id == Tour.id)
        .where(Tour.state.in_(("released", "under_way")))
        .group_by(Tour.id, Tour.day, Tour.letter)
        .having(func.sum(case((DeliveryNote.state == "issued", 1), else_=0)) == 0)
    )
    for day, letter in session.execute(unfinished):
        yield f"tours {day.isoformat()} {letter} state", "all its notes are back, and it is not done"
    stray = (
        select(DeliveryNote.number, DeliveryNote.state, Tour.state)
        .join(Tour, Tour.id == DeliveryNote.tour_id)
        .where(
            or_(
                (DeliveryNote.state == "issued") & Tour.state.in_(("draft", "cancelled", "done")),
                (DeliveryNote.state == "received") & Tour.state.in_(("draft", "cancelled")),
            )
        )
    )
    for number, state, tour_state in session.execute(stray):
        yield f"delivery_notes {number} state", f"{state}, its tour is {tour_state}"
