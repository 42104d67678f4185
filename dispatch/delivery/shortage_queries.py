"""Reads for the list of shortages: what was not accepted and nobody has decided about, the oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from dispatch.catalog.amounts import net_cents
from dispatch.customers.models import Customer
from dispatch.db.keyset import Slice, after, slice_of
from dispatch.delivery.after_models import ShortageChoice
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt, ReceiptLine
from dispatch.delivery.protest import hired_carriers, protest_by
from dispatch.errors import NotFoundError
from dispatch.orders.models import Order, OrderLine


@dataclass(frozen=True, slots=True)
class ShortageRow:
    """One receipt line with something missing or refused; quantities in milli-units, value net in cents."""

    receipt_line_id: int
    note_number: str
    line_no: int
    signed_on: date
    customer_name: str
    order_reference: str
    product_code: str
    designation: str
    unit: str
    missing_qty: int
    refused_qty: int
    backlog_qty: int
    net_cents: int
    expected_on: date | None
    carrier: str
    protest_by: date | None
    """Hired carriers: the last day of the protest."""


def undecided_count(session: Session) -> int:
    """How many there are."""
    return int(session.scalar(select(func.count()).select_from(_open(select(ReceiptLine.id)).subquery())) or 0)


def undecided(session: Session, *, note_number: str = "", limit: int = 300) -> tuple[ShortageRow, ...]:
    """What nobody has decided about, of one note or of all."""
    return _rows(session, _wanted(note_number).order_by(Receipt.signed_on, ReceiptLine.id).limit(limit))


def undecided_after(session: Session, last: int, limit: int, note_number: str = "") -> Slice[ShortageRow]:
    """The same from a key on, in the order in which the receipts were confirmed."""
    rows = _rows(session, after(_wanted(note_number), ReceiptLine.id, last, limit))
    return slice_of(rows, limit, lambda one: one.receipt_line_id, lambda one: one)


def receipt_line_of(session: Session, note_number: str, line_no: int) -> int:
    """The id of what came back of a line of a note.

    Raises
    ------
    NotFoundError
        There is no such line, or the note is not back.
    """
    query = (
        select(ReceiptLine.id)
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .where(DeliveryNote.number == note_number, NoteLine.line_no == line_no)
    )
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError(f"Nothing came back of line {line_no} of note {note_number}.", "Confirm the note first.")
    return found


def _wanted(note_number: str) -> Select[*tuple[Any, ...]]:
    query = _open(
        select(
            ReceiptLine, NoteLine, DeliveryNote.number, Receipt.signed_on, Customer.name, Order.reference, OrderLine,
            DeliveryNote.tour_id,
        )
    )  # fmt: skip
    query = (
        query.join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .join(Customer, Customer.id == DeliveryNote.customer_id)
        .join(OrderLine, OrderLine.id == NoteLine.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
    )
    return query.where(DeliveryNote.number == note_number) if note_number else query


def _rows(session: Session, query: Select[*tuple[Any, ...]]) -> tuple[ShortageRow, ...]:
    rows = session.execute(query).all()
    carriers = hired_carriers(session, {row[-1] for row in rows})
    return tuple(
        ShortageRow(
            receipt_line_id=line.id,
            note_number=number,
            line_no=printed.line_no,
            signed_on=signed_on,
            customer_name=name,
            order_reference=reference,
            product_code=printed.product_code,
            designation=printed.designation,
            unit=printed.unit,
            missing_qty=line.missing_qty,
            refused_qty=line.refused_qty,
            backlog_qty=owed.backlog_qty,
            net_cents=net_cents(line.missing_qty + line.refused_qty, printed.unit_price_micros),
            expected_on=owed.expected_on,
            carrier=carriers.get(tour_id, ""),
            protest_by=protest_by(signed_on) if tour_id in carriers else None,
        )
        for line, printed, number, signed_on, name, reference, owed, tour_id in rows
    )


def _open(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .outerjoin(ShortageChoice, ShortageChoice.receipt_line_id == ReceiptLine.id)
        .where(ReceiptLine.refused_qty + ReceiptLine.missing_qty > 0, ShortageChoice.id.is_(None))
    )
