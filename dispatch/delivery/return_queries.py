"""Returns as rows: one after the other, of a note, and one by its number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch.db.keyset import Slice, after, slice_of
from dispatch.delivery.after_models import GoodsReturn, ReturnLine
from dispatch.delivery.models import DeliveryNote
from dispatch.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ReturnedLine:
    """How much of one line came back, in milli-units."""

    line_no: int
    product_code: str
    designation: str
    unit: str
    quantity: int


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """Goods that came back together."""

    number: str
    note_number: str
    customer_code: str
    returned_on: date
    outcome: str
    reason: str
    recorded_at: datetime
    recorded_by: str
    lines: tuple[ReturnedLine, ...]


def returns_after(session: Session, last: int, limit: int, note_number: str = "") -> Slice[ReturnRow]:
    """Returns from a key on, in the order in which they were recorded, of one note or of all."""
    query = _returns()
    if note_number:
        query = query.join(DeliveryNote, DeliveryNote.id == GoodsReturn.note_id).where(
            DeliveryNote.number == note_number
        )
    return slice_of(session.scalars(after(query, GoodsReturn.id, last, limit)), limit, lambda one: one.id, _row)


def returns_of(session: Session, note_id: int) -> tuple[ReturnRow, ...]:
    """What came back of one note, by the note's id."""
    query = _returns().where(GoodsReturn.note_id == note_id).order_by(GoodsReturn.id)
    return tuple(_row(one) for one in session.scalars(query))


def return_row(session: Session, number: str) -> ReturnRow:
    """One return.

    Raises
    ------
    NotFoundError
        There is none of this number.
    """
    found = session.scalars(_returns().where(GoodsReturn.number == number)).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no return {number}.", "Look at what came back of its note.")
    return _row(found)


def _returns() -> Select[GoodsReturn]:
    return select(GoodsReturn).options(
        joinedload(GoodsReturn.customer),
        joinedload(GoodsReturn.note),
        selectinload(GoodsReturn.lines).joinedload(ReturnLine.note_line),
    )


def _row(one: GoodsReturn) -> ReturnRow:
    return ReturnRow(
        one.number,
        one.note.number,
        one.customer.code,
        one.returned_on,
        one.outcome,
        one.reason,
        one.recorded_at,
        one.recorded_by,
        tuple(
            ReturnedLine(
                line.note_line.line_no,
                line.note_line.product_code,
                line.note_line.designation,
                line.note_line.unit,
                line.quantity,
            )
            for line in one.lines
        ),
    )
