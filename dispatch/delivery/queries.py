"""Reads for the receipts desk and the pages of notes: frozen rows, quantities in milli-units."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.db.keyset import Slice, after, slice_of
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt, ReceiptLine
from dispatch.errors import NotFoundError
from dispatch.fleet.models import Vehicle
from dispatch.tours.models import Stop, Tour


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One note in a list."""

    number: str
    day: date
    tour_id: int
    tour: str
    stop: int
    vehicle: str
    driver: str
    order_reference: str
    customer_code: str
    customer_name: str
    site_name: str
    city: str
    line_count: int
    state: str
    conform: bool | None
    """Whether everything was accepted; None: not received."""
    pack_document_id: int | None


@dataclass(frozen=True, slots=True)
class DeskDay:
    """The notes of one day, and how far the desk is with them."""

    day: date
    notes: tuple[NoteRow, ...]
    confirmed: int
    total: int

    @property
    def left(self) -> tuple[NoteRow, ...]:
        """The notes that have not come back, in tour and stop order."""
        return tuple(note for note in self.notes if note.state == "issued")

    @property
    def running_total(self) -> str:
        """``34/40``."""
        return f"{self.confirmed}/{self.total}"


@dataclass(frozen=True, slots=True)
class ReserveRow:
    """One réserve."""

    nature: str
    quantity: int
    words: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line of a note, with what became of it once it is received."""

    line_no: int
    product_code: str
    designation: str
    unit: str
    ordered_qty: int
    delivered_before_qty: int
    loaded_qty: int
    rest_qty: int
    rest_expected_on: date | None
    accepted_qty: int | None
    refused_qty: int | None
    missing_qty: int | None
    reserves: tuple[ReserveRow, ...]


@dataclass(frozen=True, slots=True)
class NoteDetail:
    """One note with its lines and its receipt."""

    note: NoteRow
    lines: tuple[LineRow, ...]
    content_hash: str
    issued_at: datetime
    issued_by: str
    channel: str
    """Empty until it is received, as are the three below."""
    signer_name: str
    signer_quality: str
    remark: str
    signed_on: date | None
    confirmed_at: datetime | None
    confirmed_by: str


def desk(session: Session, day: date) -> DeskDay:
    """The notes of a day in tour and stop order, cancelled ones left out."""
    notes = _rows(session, DeliveryNote.day == day, DeliveryNote.state != "cancelled")
    return DeskDay(day, notes, sum(note.state == "received" for note in notes), len(notes))


def not_returned(session: Session, today: date, after_days: int = 1) -> tuple[NoteRow, ...]:
    """Notes still out so many days after their tour (BL non revenus: D+1, D+3), oldest first."""
    latest = date.fromordinal(today.toordinal() - after_days)
    return _rows(session, DeliveryNote.state == "issued", DeliveryNote.day <= latest)


def order_notes(session: Session, order_id: int) -> tuple[NoteRow, ...]:
    """All notes of one order."""
    return _rows(session, DeliveryNote.order_id == order_id)


def notes_after(session: Session, last: int, limit: int, day: date | None = None) -> Slice[NoteRow]:
    """Notes from a key on, in the order in which they were issued; of one day, or all."""
    query = _query() if day is None else _query(DeliveryNote.day == day)
    found = session.scalars(after(query.order_by(None), DeliveryNote.id, last, limit)).unique()
    return slice_of(found, limit, lambda row: row.id, _row)


def note_detail(session: Session, number: str) -> NoteDetail:
    """One note.

    Raises
    ------
    NotFoundError
        There is none of that number.
    """
    note = session.scalars(_query(DeliveryNote.number == number)).unique().one_or_none()
    if note is None:
        raise NotFoundError(f"There is no delivery note {number}.", "Check the number on the paper.")
    receipt = note.receipt
    settled = {line.note_line_id: line for line in receipt.lines} if receipt else {}
    return NoteDetail(
        note=_row(note),
        lines=tuple(_line(line, settled.get(line.id)) for line in note.lines),
        content_hash=note.content_hash,
        issued_at=note.issued_at,
        issued_by=note.issued_by,
        channel=receipt.channel if receipt else "",
        signer_name=receipt.signer_name if receipt else "",
        signer_quality=receipt.signer_quality if receipt else "",
        remark=receipt.remark if receipt else "",
        signed_on=receipt.signed_on if receipt else None,
        confirmed_at=receipt.confirmed_at if receipt else None,
        confirmed_by=receipt.confirmed_by if receipt else "",
    )


def _rows(session: Session, *conditions: ColumnElement[bool]) -> tuple[NoteRow, ...]:
    return tuple(_row(note) for note in session.scalars(_query(*conditions)).unique())


def _query(*conditions: ColumnElement[bool]) -> Select[DeliveryNote]:
    receipt = joinedload(DeliveryNote.receipt).selectinload(Receipt.lines)
    return (
        select(DeliveryNote)
        .join(Tour, Tour.id == DeliveryNote.tour_id)
        .where(*conditions)
        .order_by(DeliveryNote.day, DeliveryNote.id)
        .options(
            joinedload(DeliveryNote.order),
            joinedload(DeliveryNote.customer),
            joinedload(DeliveryNote.site),
            joinedload(DeliveryNote.stop).load_only(Stop.sequence),
            joinedload(DeliveryNote.tour).joinedload(Tour.vehicle).load_only(Vehicle.code),
            joinedload(DeliveryNote.tour).joinedload(Tour.driver),
            selectinload(DeliveryNote.lines),
            receipt.selectinload(ReceiptLine.discrepancies),
        )
    )


def _row(note: DeliveryNote) -> NoteRow:
    lines = note.receipt.lines if note.receipt else []
    conform = all(line.accepted_qty == line.loaded_qty and not line.discrepancies for line in lines)
    return NoteRow(
        number=note.number,
        day=note.day,
        tour_id=note.tour_id,
        tour=note.tour.letter,
        stop=note.stop.sequence,
        vehicle=note.tour.vehicle.code,
        driver=note.tour.driver.name if note.tour.driver else "",
        order_reference=note.order.reference,
        customer_code=note.customer.code,
        customer_name=note.customer.name,
        site_name=note.site.name,
        city=note.site.city,
        line_count=len(note.lines),
        state=note.state,
        conform=conform if note.receipt else None,
        pack_document_id=note.pack_document_id,
    )


def _line(line: NoteLine, settled: ReceiptLine | None) -> LineRow:
    return LineRow(
        line_no=line.line_no,
        product_code=line.product_code,
        designation=line.designation,
        unit=line.unit,
        ordered_qty=line.ordered_qty,
        delivered_before_qty=line.delivered_before_qty,
        loaded_qty=line.loaded_qty,
        rest_qty=line.rest_qty,
        rest_expected_on=line.rest_expected_on,
        accepted_qty=settled.accepted_qty if settled else None,
        refused_qty=settled.refused_qty if settled else None,
        missing_qty=settled.missing_qty if settled else None,
        reserves=tuple(ReserveRow(one.nature, one.quantity, one.words) for one in settled.discrepancies)
        if settled
        else (),
    )
