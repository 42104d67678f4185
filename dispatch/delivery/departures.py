"""What is about to leave with the tours just released: checked against the orders, and told line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch.delivery.models import DeliveryNote, NoteLine
from dispatch.delivery.note_sheet import Shipped
from dispatch.errors import RefusedError, StalePlanError
from dispatch.orders.models import Order, OrderLine
from dispatch.tours.models import Portion, Stop, Tour, Trip


@dataclass(frozen=True, slots=True)
class Departure:
    """One order at one stop: what becomes one note."""

    tour: Tour
    stop: Stop
    order: Order
    shipped: list[Shipped]


def departures(session: Session, tours: list[Tour]) -> list[Departure]:
    """One departure per stop and order, in the order of tours, stops and orders.

    Raises
    ------
    RefusedError
        When a tour would leave without a note, or a stop has nothing to hand over.
    StalePlanError
        When an order has changed since it was planned.
    """
    refuse_empty(tours)
    stops = [(tour, stop) for tour in tours for trip in tour.trips for stop in trip.stops]
    line_ids = {portion.order_line_id for _, stop in stops for portion in live(stop)}
    orders = _locked_orders(session, line_ids)
    _refuse_changed(session, stops, orders, line_ids)
    out_qty = _out_on_notes(session, line_ids)
    later = _later_days(session, line_ids)
    found: list[Departure] = []
    for tour, stop in stops:
        by_order: dict[int, list[Portion]] = defaultdict(list)
        for portion in live(stop):
            by_order[portion.line.order_id].append(portion)
        for order_id in sorted(by_order, key=lambda key: orders[key].number):
            shipped = []
            for portion in sorted(by_order[order_id], key=lambda one: one.line.line_no):
                line = portion.line
                before = line.delivered_qty + out_qty[line.id]
                rest = line.ordered_qty - line.cancelled_qty - before - portion.quantity
                days = [day for portion_id, day in later[line.id] if portion_id != portion.id]
                shipped.append(Shipped(portion, before, rest, rest_day(tour.day, rest, days, line.expected_on)))
                out_qty[line.id] += portion.quantity
                later[line.id] = [one for one in later[line.id] if one[0] != portion.id]
            found.append(Departure(tour, stop, orders[order_id], shipped))
    return found


def live(stop: Stop) -> list[Portion]:
    """What is still to be handed over at a stop."""
    return [portion for portion in stop.portions if portion.live]


def refuse_empty(tours: Iterable[Tour]) -> None:
    """Refuse tours of which a stop, or the whole, would have no note."""
    for tour in tours:
        stops = [stop for trip in tour.trips for stop in trip.stops]
        idle = [stop for stop in stops if not live(stop)]
        if not stops or idle:
            what = f"stop {idle[0].sequence} has nothing to deliver" if idle else "it has no stop"
            raise RefusedError(
                f"Tour {tour.letter} of {tour.day.isoformat()} would leave without notes: {what}.",
                "Plan the day again, or take the tour off.",
            )


def rest_day(day: date, rest: int, planned: list[date], expected: date | None) -> date | None:
    """When the rest of a line comes: on its next tour, else when planning expects it, if that is not past."""
    if rest <= 0:
        return None
    if planned:
        return min(planned)
    return expected if expected is not None and expected > day else None


def _locked_orders(session: Session, line_ids: set[int]) -> dict[int, Order]:
    """The orders, held against amendments until the commit (SQLite has one writer anyway and ignores the lock)."""
    concerned = select(OrderLine.order_id).where(OrderLine.id.in_(line_ids))
    query = select(Order).where(Order.id.in_(concerned)).order_by(Order.id).with_for_update()
    return {order.id: order for order in session.scalars(query.execution_options(populate_existing=True))}


def _refuse_changed(
    session: Session, stops: list[tuple[Tour, Stop]], orders: dict[int, Order], line_ids: set[int]
) -> None:
    totals = (
        select(Portion.order_line_id, func.sum(Portion.quantity))
        .where(Portion.live, Portion.order_line_id.in_(line_ids))
        .group_by(Portion.order_line_id)
    )
    planned = {line_id: int(total) for line_id, total in session.execute(totals)}
    for tour, stop in stops:
        for portion in live(stop):
            line, order = portion.line, orders[portion.line.order_id]
            reason = ""
            if order.state != "confirmed":
                reason = f"the order is {order.state}"
            elif order.site_id != stop.site_id:
                reason = "it goes to another site now"
            elif planned[line.id] != line.planned_qty:
                reason = f"{line.planned_qty / 1000:g} are planned, its tours carry {planned[line.id] / 1000:g}"
            if reason:
                raise StalePlanError(
                    f"Line {line.line_no} of order {order.reference} on tour {tour.letter} has changed: {reason}.",
                    "Plan the day again.",
                )


def _out_on_notes(session: Session, line_ids: set[int]) -> dict[int, int]:
    """What is out on notes not yet received, per order line."""
    query = (
        select(NoteLine.order_line_id, func.sum(NoteLine.loaded_qty))
        .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
        .where(DeliveryNote.state == "issued", NoteLine.order_line_id.in_(line_ids))
        .group_by(NoteLine.order_line_id)
    )
    return defaultdict(int, {line: int(quantity) for line, quantity in session.execute(query)})


def _later_days(session: Session, line_ids: set[int]) -> dict[int, list[tuple[int, date]]]:
    """Live portions that are on no note yet, per order line: (portion, day of its tour)."""
    query = (
        select(Portion.order_line_id, Portion.id, Tour.day)
        .join(Stop, Stop.id == Portion.stop_id)
        .join(Trip, Trip.id == Stop.trip_id)
        .join(Tour, Tour.id == Trip.tour_id)
        .where(Portion.live, Portion.order_line_id.in_(line_ids))
        .where(~select(NoteLine.id).where(NoteLine.portion_id == Portion.id).exists())
    )
    days: dict[int, list[tuple[int, date]]] = defaultdict(list)
    for line, portion, day in session.execute(query):
        days[line].append((portion, day))
    return days
