"""Invariants of quantities: every line adds up, and its tours and receipts say the same as its columns."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from dispatch.controls.fault import Finding, invariant, units
from dispatch.delivery.after_models import ReturnLine
from dispatch.delivery.models import NoteLine, ReceiptLine
from dispatch.documents.store import DocumentStore
from dispatch.orders.models import BackOrder, OrderLine
from dispatch.tours.models import Portion, Stop, Tour, Trip


@invariant(1, "conservation")
def lines_add_up(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Ordered = delivered + backlog + planned + cancelled, none of them negative."""
    buckets = (OrderLine.delivered_qty, OrderLine.backlog_qty, OrderLine.planned_qty, OrderLine.cancelled_qty)
    total = OrderLine.delivered_qty + OrderLine.backlog_qty + OrderLine.planned_qty + OrderLine.cancelled_qty
    broken = or_(OrderLine.ordered_qty != total, *(bucket < 0 for bucket in buckets))
    for line in _lines(session, broken):
        parts = " + ".join(f"{units(getattr(line, bucket.key))} {bucket.key[:-4]}" for bucket in buckets)
        yield _subject(line, "ordered_qty"), f"{units(line.ordered_qty)} ordered is not {parts}"


@invariant(1, "planned")
def planned_is_on_tours(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A line's planned quantity = Σ of its live portions."""
    carried = (
        select(func.coalesce(func.sum(Portion.quantity), 0))
        .where(Portion.order_line_id == OrderLine.id, Portion.live)
        .scalar_subquery()
    )
    for line, found in _compared(session, OrderLine.planned_qty != carried, carried):
        yield _subject(line, "planned_qty"), f"{units(line.planned_qty)}, its tours carry {units(found)}"


@invariant(1, "delivered")
def delivered_was_accepted(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A line's delivered quantity = Σ accepted on its receipts − Σ that came back since."""
    accepted = (
        select(func.coalesce(func.sum(ReceiptLine.accepted_qty), 0))
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .where(NoteLine.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    returned = (
        select(func.coalesce(func.sum(ReturnLine.quantity), 0))
        .join(NoteLine, NoteLine.id == ReturnLine.note_line_id)
        .where(NoteLine.order_line_id == OrderLine.id)
        .scalar_subquery()
    )
    kept = accepted - returned
    for line, found in _compared(session, OrderLine.delivered_qty != kept, kept):
        yield _subject(line, "delivered_qty"), f"{units(line.delivered_qty)}, its receipts accept {units(found)}"


@invariant(1, "back_order")
def back_orders_owe(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """An open back order has something owed."""
    query = (
        select(BackOrder)
        .join(OrderLine, OrderLine.id == BackOrder.order_line_id)
        .where(BackOrder.closed_at.is_(None), OrderLine.backlog_qty + OrderLine.planned_qty == 0)
        .options(joinedload(BackOrder.line).joinedload(OrderLine.order))
    )
    for back_order in session.scalars(query):
        line = back_order.line
        yield f"back_orders {line.order.reference}/{line.line_no} closed_at", "open, and nothing of the line is owed"


@invariant(5, "portion_once")
def portions_are_on_live_tours(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """What counts as planned is on a tour that is neither done nor cancelled, and each part of a line on one."""
    places = (
        select(Portion, Tour)
        .join(Stop, Stop.id == Portion.stop_id)
        .join(Trip, Trip.id == Stop.trip_id)
        .join(Tour, Tour.id == Trip.tour_id)
        .where(Portion.live)
        .order_by(Portion.id)
    )
    dead = places.where(Tour.state.in_(("done", "cancelled")))
    for portion, tour in session.execute(dead.options(_named())):
        yield f"portions {_key(portion.line)} live", f"on tour {_tour(tour)}, which is {tour.state}"
    twice = select(Portion.order_line_id).where(Portion.live).group_by(Portion.order_line_id, Portion.part)
    seen: dict[tuple[int, int], Tour] = {}
    suspects = places.where(Portion.order_line_id.in_(twice.having(func.count() > 1)))
    for portion, tour in session.execute(suspects.options(_named())):
        first = seen.setdefault((portion.order_line_id, portion.part), tour)
        if first is not tour:
            yield (
                f"portions {_key(portion.line)} part",
                f"part {portion.part} is on tours {_tour(first)} and {_tour(tour)}",
            )


@invariant(5, "one_tour_at_a_time")
def vehicles_and_drivers_are_in_one_place(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """A vehicle and a driver are on one tour a day."""
    live = Tour.state != "cancelled"
    for column, word in ((Tour.vehicle_id, "vehicle"), (Tour.driver_id, "driver")):
        double = select(Tour.day, column).where(live, column.is_not(None)).group_by(Tour.day, column)
        for day, key in session.execute(double.having(func.count() > 1)):
            tours = session.scalars(select(Tour).where(live, Tour.day == day, column == key).order_by(Tour.id)).all()
            code = getattr(tours[0], word).code
            letters = ", ".join(tour.letter for tour in tours)
            yield f"tours {_tour(tours[-1])} {word}_id", f"{word} {code} is on tours {letters}"


def _compared(
    session: Session, broken: ColumnElement[bool], found: ColumnElement[int]
) -> Iterator[tuple[OrderLine, int]]:
    query = select(OrderLine, found).where(broken).order_by(OrderLine.id).options(joinedload(OrderLine.order))
    for line, quantity in session.execute(query):
        yield line, int(quantity)


def _lines(session: Session, broken: ColumnElement[bool]) -> Iterator[OrderLine]:
    yield from session.scalars(
        select(OrderLine).where(broken).order_by(OrderLine.id).options(joinedload(OrderLine.order))
    )


def _named() -> ExecutableOption:
    return joinedload(Portion.line).joinedload(OrderLine.order)


def _key(line: OrderLine) -> str:
    return f"{line.order.reference}/{line.line_no}"


def _subject(line: OrderLine, column: str) -> str:
    return f"order_lines {_key(line)} {column}"


def _tour(tour: Tour) -> str:
    return f"{tour.day.isoformat()} {tour.letter}"
