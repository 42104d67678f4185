"""Which lines a run is about: due on or before its last day, and early ones where they are admitted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch.db.chunks import chunks
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.queries import PoolLine, pool
from dispatch.tours.models import Portion, Stop, Tour, Trip


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a run plans, one after the other, and how many days early a line may go when it pays."""

    first_day: date
    days: int = 1
    early_days: int = 0
    replaced: tuple[str, ...] = ("draft",)
    """States of the tours of these days that a plan stands in the place of: what they carry may be planned anew."""

    @property
    def last_day(self) -> date:
        """The last planned day."""
        return self.first_day + timedelta(days=self.days - 1)

    @property
    def all_days(self) -> tuple[date, ...]:
        """Every planned day."""
        return tuple(self.first_day + timedelta(days=number) for number in range(self.days))


@dataclass(frozen=True, slots=True)
class DueLine:
    """A line and what of it may go on a tour of this run, in milli-units (drafts that the run replaces included)."""

    row: PoolLine
    available: int
    deliveries_left: int | None = None
    """In how many deliveries the rest comes at most; None: as many as it takes."""

    @property
    def is_complete(self) -> bool:
        """Whether all of it comes at once: by a rule, or because it may come only once more."""
        return self.row.is_complete or (self.deliveries_left is not None and self.deliveries_left <= 1)

    def early_by(self, span: Span) -> int:
        """How many days after the last planned day it is due; 0 for what is due within the span."""
        return max((self.row.due_on - span.last_day).days, 0)

    @property
    def fingerprint(self) -> tuple[object, ...]:
        """All that a plan of this line was made from: when it differs at publication, the plan is stale."""
        row = self.row
        return (
            self.available,
            row.due_on,
            row.latest_on,
            row.partial,
            row.partial_minimum_qty,
            row.line_partial,
            self.deliveries_left,
            row.site_id,
            row.latitude,
            row.longitude,
            row.opening_hours,
            row.product_id,
            row.multiple_qty,
        )


def read_due(session: Session, span: Span) -> dict[int, DueLine]:
    """The lines that a run over these days may plan, by line id.

    Framework orders and forecasts are not in it; lines that have lapsed before the first day neither. An order that
    must be delivered complete is due when its last open line is.
    """
    until = span.last_day + timedelta(days=span.early_days)
    on_drafts = _on_drafts(session, span)
    rows = [row for row in pool(session, until, with_planned=True) if not _lapsed(row, span.first_day)]
    left = _deliveries_left(session, rows, span)
    lines = {
        row.line_id: DueLine(row, row.backlog_qty + on_drafts.get(row.line_id, 0), left.get(row.line_id))
        for row in rows
    }
    waiting = _complete_orders_with_later_lines(session, lines.values(), until)
    return {line_id: line for line_id, line in lines.items() if line.available > 0 and line.row.order_id not in waiting}


def changed_lines(read: Mapping[int, DueLine], now: Mapping[int, DueLine]) -> list[PoolLine]:
    """Lines that are no longer what they were when they were read."""
    return [
        line.row for line_id, line in read.items() if line_id not in now or now[line_id].fingerprint != line.fingerprint
    ]


def _lapsed(row: PoolLine, day: date) -> bool:
    return row.latest_on is not None and row.latest_on < day


def _on_drafts(session: Session, span: Span) -> dict[int, int]:
    """What the drafts that this run would replace carry of each line."""
    found = session.execute(
        select(Portion.order_line_id, func.sum(Portion.quantity))
        .join(Stop, Portion.stop_id == Stop.id)
        .join(Trip, Stop.trip_id == Trip.id)
        .join(Tour, Trip.tour_id == Tour.id)
        .where(Portion.live, Tour.state.in_(span.replaced), Tour.day.in_(span.all_days))
        .group_by(Portion.order_line_id)
    )
    return {line_id: int(quantity) for line_id, quantity in found}


def _deliveries_left(session: Session, rows: Iterable[PoolLine], span: Span) -> dict[int, int]:
    """How often lines with a limit may still be delivered, tours that stay included; never below 1, a rest is owed."""
    limits = {row.line_id: row.max_deliveries for row in rows if row.max_deliveries is not None}
    planned_anew = Tour.state.in_(span.replaced) & Tour.day.in_(span.all_days)
    replaced = ((Tour.state == "draft") & ~Portion.live) | planned_anew
    made: dict[int, int] = {}
    for some in chunks(sorted(limits)):
        found = session.execute(
            select(Portion.order_line_id, func.count())
            .join(Stop, Portion.stop_id == Stop.id)
            .join(Trip, Stop.trip_id == Trip.id)
            .join(Tour, Trip.tour_id == Tour.id)
            .where(Portion.order_line_id.in_(some), Tour.state != "cancelled", ~replaced)
            .group_by(Portion.order_line_id)
        )
        made |= {line_id: int(count) for line_id, count in found}
    return {line_id: max(limit - made.get(line_id, 0), 1) for line_id, limit in limits.items()}


def _complete_orders_with_later_lines(session: Session, lines: Iterable[DueLine], until: date) -> set[int]:
    complete = {line.row.order_id for line in lines if line.row.partial == "complete"}
    if not complete:
        return set()
    due_on = func.coalesce(OrderLine.promised_on, OrderLine.requested_on)
    later = (
        select(OrderLine.order_id)
        .join(Order, OrderLine.order_id == Order.id)
        .where(Order.partial == "complete", Order.state == "confirmed", due_on > until)
        .where(or_(OrderLine.backlog_qty > 0, OrderLine.planned_qty > 0))
    )
    return complete & set(session.scalars(later))
