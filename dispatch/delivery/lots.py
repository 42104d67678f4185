"""Lots: which went out on which line of a note, and which customers got one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal
from dispatch.catalog.models import Product
from dispatch.customers.models import Customer, Site
from dispatch.db.engine import actor_of
from dispatch.delivery.after_models import NoteLot
from dispatch.delivery.models import DeliveryNote, NoteLine, ReceiptLine
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.orders.models import OrderLine


@dataclass(frozen=True, slots=True)
class LotOut:
    """A lot on a line of a note; quantities in milli-units."""

    lot: str
    note_number: str
    day: date
    customer_code: str
    customer_name: str
    phone: str
    site_name: str
    city: str
    product_code: str
    designation: str
    unit: str
    quantity: int
    state: str
    accepted_qty: int | None
    """Of the whole line, over all its lots; None: not received yet."""


def enter_lots(session: Session, note_number: str, line_no: int, lots: Sequence[tuple[str, int]]) -> list[NoteLot]:
    """Add lots to a line of a note, at loading or when the paper comes back; a lot that stands there already is left as it is.

    Raises
    ------
    NotFoundError
        There is no such note.
    RefusedError
        The note is cancelled, or the line would carry more lots than goods.
    InvalidInputError
        The note has no such line, or a lot has no name or no quantity.
    """
    query = (
        select(DeliveryNote)
        .where(DeliveryNote.number == note_number)
        .with_for_update(of=DeliveryNote)
        .options(selectinload(DeliveryNote.lines))
    )
    note = session.scalars(query).one_or_none()
    if note is None:
        raise NotFoundError(f"There is no delivery note {note_number}.", "Check the number on the paper.")
    if note.state == "cancelled":
        raise RefusedError(f"Note {note.number} is cancelled.", "Enter the lots on the note that replaces it.")
    line = next((one for one in note.lines if one.line_no == line_no), None)
    cleaned = [(lot.strip().upper(), quantity) for lot, quantity in lots]
    if line is None or not all(lot and len(lot) <= 64 and quantity > 0 for lot, quantity in cleaned):
        raise InvalidInputError(f"Line {line_no} of {note.number} takes no such lot.", "Give a lot and its quantity.")
    kept = {one.lot: one for one in session.scalars(select(NoteLot).where(NoteLot.note_line_id == line.id))}
    new = {lot: quantity for lot, quantity in cleaned if lot not in kept}
    total = sum(one.quantity for one in kept.values()) + sum(new.values())
    if total > line.loaded_qty:
        raise RefusedError(
            f"Line {line_no} of {note.number}: lots of {total / 1000:g}, {line.loaded_qty / 1000:g} loaded.",
            "Share the loaded quantity out among its lots.",
        )
    now, actor = clock.now(), actor_of(session)
    rows = [
        NoteLot(note_line_id=line.id, lot=lot, quantity=quantity, entered_at=now, entered_by=actor)
        for lot, quantity in new.items()
    ]
    if rows:
        session.add_all(rows)
        session.flush()
        journal.record(
            session, "lots.entered", note.number, line=line_no, lots=[[one.lot, one.quantity] for one in rows]
        )
    return [*kept.values(), *rows]


def who_got(session: Session, lot: str, limit: int = 500) -> tuple[LotOut, ...]:
    """Every delivery of a lot (or of lots that begin so), the newest first."""
    wanted = lot.strip().upper()
    if not wanted:
        return ()
    query = (
        select(NoteLot, NoteLine, DeliveryNote, Customer, Site, ReceiptLine.accepted_qty)
        .join(NoteLine, NoteLine.id == NoteLot.note_line_id)
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .join(Customer, Customer.id == DeliveryNote.customer_id)
        .join(Site, Site.id == DeliveryNote.site_id)
        .outerjoin(ReceiptLine, ReceiptLine.note_line_id == NoteLine.id)
        .where(NoteLot.lot.startswith(wanted, autoescape=True), DeliveryNote.state != "cancelled")
        .order_by(DeliveryNote.day.desc(), DeliveryNote.id.desc(), NoteLine.line_no, NoteLot.lot)
        .limit(limit)
    )
    return tuple(
        LotOut(
            one.lot, note.number, note.day, customer.code, customer.name, site.phone or customer.phone, site.name, site.city,
            line.product_code, line.designation, line.unit, one.quantity, note.state, accepted,
        )
        for one, line, note, customer, site, accepted in session.execute(query)
    )  # fmt: skip


def lots_of(session: Session, note_number: str) -> dict[int, tuple[tuple[str, int], ...]]:
    """Line number of a note → its lots and their quantities."""
    query = (
        select(NoteLot)
        .join(NoteLine, NoteLine.id == NoteLot.note_line_id)
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .where(DeliveryNote.number == note_number)
        .order_by(NoteLot.id)
        .options(joinedload(NoteLot.note_line))
    )
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for one in session.scalars(query):
        found[one.note_line.line_no] = (*found.get(one.note_line.line_no, ()), (one.lot, one.quantity))
    return found


def tracked_lines(session: Session, note_number: str) -> frozenset[int]:
    """Line numbers of a note whose product asks for its lots."""
    query = (
        select(NoteLine.line_no)
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .join(OrderLine, OrderLine.id == NoteLine.order_line_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(DeliveryNote.number == note_number, Product.lot_tracked)
    )
    return frozenset(session.scalars(query))


def without_lots() -> Select[str, date, str, str, int]:
    """Lines of products that ask for lots whose lots do not make up what left: note, day, customer, designation, milli-units."""
    told = func.coalesce(func.sum(NoteLot.quantity), 0)
    return (
        select(DeliveryNote.number, DeliveryNote.day, Customer.name, NoteLine.designation, NoteLine.loaded_qty - told)
        .join(NoteLine, NoteLine.note_id == DeliveryNote.id)
        .join(OrderLine, OrderLine.id == NoteLine.order_line_id)
        .join(Product, Product.id == OrderLine.product_id)
        .join(Customer, Customer.id == DeliveryNote.customer_id)
        .outerjoin(NoteLot, NoteLot.note_line_id == NoteLine.id)
        .where(Product.lot_tracked, DeliveryNote.state != "cancelled")
        .group_by(DeliveryNote.id, DeliveryNote.number, DeliveryNote.day, Customer.name, NoteLine.id)
        .having(told < NoteLine.loaded_qty)
        .order_by(DeliveryNote.day, DeliveryNote.id, NoteLine.line_no)
    )
