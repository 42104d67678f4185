"""Key figures by week: on time and in full on lines, back orders, delays of papers, and what the road cost.

A line is judged in the week in which it was due. *On time*: something was accepted, and nothing of it after the day.
*In full*: the first delivery brought all that was ordered. OTIF: all of it was accepted on or before the day. A line of
which nothing has come when its day is past fails all three; what was given up does not count as ordered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.controls.kpi_road import RoadWeek, road_weeks
from dispatch.delivery.models import DeliveryNote, NoteLine, Receipt, ReceiptLine
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.models import Order, OrderLine

WEEKS = 8


@dataclass(frozen=True, slots=True)
class LineRecord:
    """One line as it is judged: how much, by when, and what was accepted on which day."""

    wanted_qty: int
    requested_on: date
    promised_on: date | None
    deliveries: tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def ratio(self) -> float | None:
        """Between 0 and 1; None of nothing."""
        return self.hits / self.of if self.of else None


@dataclass(frozen=True, slots=True)
class KpiWeek:
    """The figures of one week; delays in hours and days are averages, None where there was nothing."""

    monday: date
    on_time_requested: Share
    on_time_promised: Share
    in_full: Share
    otif_requested: Share
    otif_promised: Share
    back_orders: Share
    """Lines of which a first delivery left a rest, of all that were delivered for the first time."""
    acknowledgement_h: float | None
    acknowledged_in_time: Share
    invoice_days: float | None
    """From signature to invoice."""
    road: RoadWeek


def kpi_weeks(session: Session, today: date, weeks: int = WEEKS) -> tuple[KpiWeek, ...]:
    """The last weeks, oldest first; the running one judges the days that are over."""
    first = clock.monday_of(today) - timedelta(weeks=weeks - 1)
    records = _records(session, first)
    papers, invoiced = _acknowledgements(session, first), _invoice_delays(session, first)
    roads = road_weeks(session, first, today)
    found = []
    for number in range(weeks):
        monday = first + timedelta(weeks=number)
        found.append(week(monday, today, records, papers.get(monday, []), invoiced.get(monday, []), roads[monday]))
    return tuple(found)


def week(
    monday: date,
    today: date,
    records: Sequence[LineRecord],
    acknowledged: Sequence[tuple[float, bool]],
    invoiced: Sequence[int],
    road: RoadWeek,
) -> KpiWeek:
    """The figures of one week from its records: hours to the acknowledgement and whether that was in time, days to invoices."""
    end = min(monday + timedelta(days=7), today)
    requested = [one for one in records if monday <= one.requested_on < end]
    promised = [one for one in records if monday <= (one.promised_on or one.requested_on) < end]
    started = [one for one in records if one.deliveries and monday <= one.deliveries[0][0] < monday + timedelta(days=7)]
    return KpiWeek(
        monday=monday,
        on_time_requested=_share(on_time(one, one.requested_on) for one in requested),
        on_time_promised=_share(on_time(one, one.promised_on or one.requested_on) for one in promised),
        in_full=_share(in_full(one) for one in promised),
        otif_requested=_share(otif(one, one.requested_on) for one in requested),
        otif_promised=_share(otif(one, one.promised_on or one.requested_on) for one in promised),
        back_orders=_share(not in_full(one) for one in started),
        acknowledgement_h=_average([hours for hours, _ in acknowledged]),
        acknowledged_in_time=_share(in_time for _, in_time in acknowledged),
        invoice_days=_average([float(days) for days in invoiced]),
        road=road,
    )


def on_time(line: LineRecord, day: date) -> bool:
    """Something came, and nothing of it after the day."""
    return bool(line.deliveries) and all(on <= day for on, _ in line.deliveries)


def in_full(line: LineRecord) -> bool:
    """The first delivery brought everything."""
    return bool(line.deliveries) and line.deliveries[0][1] >= line.wanted_qty


def otif(line: LineRecord, day: date) -> bool:
    """Everything had come by the day."""
    return sum(quantity for on, quantity in line.deliveries if on <= day) >= line.wanted_qty


def _records(session: Session, first: date) -> list[LineRecord]:
    """Lines due or delivered since a day, with what was accepted of them."""
    due = func.coalesce(OrderLine.promised_on, OrderLine.requested_on)
    wanted = OrderLine.ordered_qty - OrderLine.cancelled_qty
    received = (
        select(NoteLine.order_line_id, Receipt.signed_on, func.sum(ReceiptLine.accepted_qty))
        .join(ReceiptLine, ReceiptLine.note_line_id == NoteLine.id)
        .join(Receipt, Receipt.id == ReceiptLine.receipt_id)
        .where(ReceiptLine.accepted_qty > 0)
        .group_by(NoteLine.order_line_id, Receipt.signed_on)
        .order_by(Receipt.signed_on)
    )
    deliveries: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for line_id, signed_on, quantity in session.execute(received):
        deliveries[line_id].append((signed_on, int(quantity)))
    lines = (
        select(OrderLine.id, wanted, OrderLine.requested_on, OrderLine.promised_on)
        .join(Order, Order.id == OrderLine.order_id)
        .where(
            Order.state.in_(("confirmed", "closed")),
            Order.kind != "framework",
            Order.forecast.is_(False),
            wanted > 0,
            (due >= first)
            | (OrderLine.requested_on >= first)
            | OrderLine.id.in_(
                select(NoteLine.order_line_id)
                .join(DeliveryNote, DeliveryNote.id == NoteLine.note_id)
                .where(DeliveryNote.day >= first)
            ),
        )
    )
    return [
        LineRecord(quantity, requested, promised, tuple(deliveries.get(line_id, ())))
        for line_id, quantity, requested, promised in session.execute(lines)
    ]


def _acknowledgements(session: Session, first: date) -> dict[date, list[tuple[float, bool]]]:
    """Monday → hours from an order's receipt to its first acknowledgement, and whether that was within the target."""
    from dispatch.settings import current

    target = current().acknowledgement_target_h
    query = (
        select(Order.received_at, Acknowledgement.issued_at)
        .join(Order, Order.id == Acknowledgement.order_id)
        .where(Acknowledgement.index_letter == "", Acknowledgement.issued_at >= clock.day_start(first))
    )
    found: dict[date, list[tuple[float, bool]]] = defaultdict(list)
    for received_at, issued_at in session.execute(query):
        hours = (issued_at - received_at).total_seconds() / 3600
        found[clock.monday_of(clock.local(issued_at).date())].append((hours, hours <= target))
    return found


def _invoice_delays(session: Session, first: date) -> dict[date, list[int]]:
    """Monday → days from the signature to the invoice, once per note; none for a note that is its own invoice, made before."""
    query = (
        select(InvoiceLine.delivered_on, Invoice.issued_on, InvoiceLine.note_number)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.state == "validated", Invoice.kind == "invoice", Invoice.issued_on >= first)
        .distinct()
    )
    found: dict[date, list[int]] = defaultdict(list)
    for delivered_on, issued_on, _ in session.execute(query):
        if issued_on is not None:
            found[clock.monday_of(issued_on)].append(max((issued_on - delivered_on).days, 0))
    return found


def _share(marks: Iterable[bool]) -> Share:
    told = list(marks)
    return Share(sum(told), len(told))


def _average(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
