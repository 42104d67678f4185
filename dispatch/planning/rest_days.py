"""When the rests that deliveries left may leave, as production and tours stand now («livrable le»).

What is on a tour comes on that day. Of what is not, the estimate is that of a run (`expectation`): all open lines that
press before it take their goods first. A run keeps its answer on the line; between runs stock is counted, production
moves and tours are taken off: `rest_watch` lets a worker keep the new days, and pages ask for them at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.chunks import chunks
from dispatch.orders.models import BackOrder, OrderLine
from dispatch.orders.queries import pool
from dispatch.planning.due import DueLine, Span
from dispatch.planning.expectation import expected_days
from dispatch.planning.goods import read_goods
from dispatch.planning.leftovers import LeftOver
from dispatch.tours.models import Portion, Stop, Tour, Trip


def rest_days(session: Session) -> dict[int, date | None]:
    """Order line → the day on which its rest is expected, for every open back order; None where nothing can be said."""
    query = select(OrderLine).join(BackOrder, BackOrder.order_line_id == OrderLine.id)
    lines = session.scalars(query.where(BackOrder.closed_at.is_(None))).all()
    if not lines:
        return {}
    waiting = {line.id: line.due_on for line in lines if line.backlog_qty}
    found: dict[int, date | None] = dict(tour_days(session, [line.id for line in lines if not line.backlog_qty]))
    if waiting:
        days = _estimates(session, max(waiting.values()))
        found |= {line_id: days.get(line_id) for line_id in waiting}
    return found


def tour_days(session: Session, line_ids: list[int]) -> dict[int, date]:
    """Order line → the last day of the live tours that carry it."""
    found: dict[int, date] = {}
    for some in chunks(line_ids):
        query = (
            select(Portion.order_line_id, Tour.day)
            .join(Stop, Stop.id == Portion.stop_id)
            .join(Trip, Trip.id == Stop.trip_id)
            .join(Tour, Tour.id == Trip.tour_id)
            .where(Portion.live, Portion.order_line_id.in_(some))
            .order_by(Tour.day)
        )
        found |= {row.order_line_id: row.day for row in session.execute(query)}
    return found


def keep_rest_days(session: Session) -> int:
    """Write the days as they are expected now on their lines, where the next note prints them; how many have moved."""
    return keep_days(session, rest_days(session))


def keep_days(session: Session, days: Mapping[int, date | None]) -> int:
    """Write these days on their lines; how many have moved. See `rest_watch` for when a worker asks."""
    moved = []
    for some in chunks(sorted(days)):
        for line in session.scalars(select(OrderLine).where(OrderLine.id.in_(some)).order_by(OrderLine.id)):
            if line.expected_on != days[line.id]:
                moved.append([f"{line.order.reference}/{line.line_no}", _iso(line.expected_on), _iso(days[line.id])])
                line.expected_on = days[line.id]
    if moved:
        journal.record(session, "back_orders.expected", clock.today().isoformat(), lines=moved)
    return len(moved)


def _estimates(session: Session, until: date) -> dict[int, date | None]:
    span = Span(clock.today())
    due = [DueLine(row, row.backlog_qty) for row in pool(session, max(until, span.last_day))]
    left = [LeftOver(line, line.available, "supply") for line in due]
    return expected_days(left, read_goods(session, span, due), {}, span)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
