"""Supply curves from what is stored: the latest stock counts, the slots since, and the hours of work centres."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.production.capacity import Demand, Hours, share_hours
from dispatch.production.curve import Leaving, SupplyCurve, cumulate
from dispatch.production.models import ProductionCapacity, ProductionRate, ProductionSlot, Stock


def supply_curves(
    session: Session,
    start: date,
    end: date,
    demands: Sequence[Demand] = (),
    product_ids: Collection[int] | None = None,
) -> dict[int, SupplyCurve]:
    """What can leave of each product, before anything that tours take.

    Stock is the latest count on or before `start` (for goods counted per depot, the latest of each); production counts
    from the day of that count to `end`. A product that was never counted starts from nothing. A product missing from
    the answer has neither stock nor production.

    Parameters
    ----------
    start, end
        First and last business day that matter.
    demands
        Who wants what: shares the hours of work centres out (`capacity`). None: hours make nothing.
    product_ids
        Only these; None: all.
    """
    counts = counts_in_force(session, start, product_ids)
    amounts: dict[int, list[Leaving]] = defaultdict(list)
    for product_id, count in counts.items():
        amounts[product_id].append((clock.day_start(count.slots_from), count.quantity))
    for slot in _slots(session, end, product_ids):
        if slot.product_id not in counts or slot.made_on >= counts[slot.product_id].slots_from:
            amounts[slot.product_id].append((clock.at(slot.made_on, slot.ready_at), slot.quantity))
    curves = {
        product_id: SupplyCurve(
            product_id, cumulate(steps), counts[product_id].leavings_from if product_id in counts else None
        )
        for product_id, steps in amounts.items()
    }
    if demands:
        for product_id, makings in _made_in_hours(session, start, end, curves, demands).items():
            curves[product_id] = curves.get(product_id, SupplyCurve(product_id, ())).plus(makings)
    return curves


@dataclass(frozen=True, slots=True)
class Count:
    """The counts of one product that are in force, added up; quantities in milli-units."""

    quantity: int
    at_depots: Mapping[int, int]
    """What of it lies at a named depot."""
    slots_from: date
    """Production of this day and later is not in the count."""
    leavings_from: date
    """What left since the morning of this day is not taken off."""

    @classmethod
    def of(cls, rows: Sequence[Stock]) -> Count:
        """A count of the whole replaces earlier ones per depot."""
        everywhere = max((row.counted_on for row in rows if row.depot_id is None), default=date.min)
        kept = [row for row in rows if row.counted_on >= everywhere]
        return cls(
            quantity=sum(row.quantity for row in kept),
            at_depots={row.depot_id: row.quantity for row in kept if row.depot_id is not None},
            slots_from=max(row.counted_on for row in kept),
            leavings_from=min(row.counted_on for row in kept),
        )


def counts_in_force(session: Session, on: date, product_ids: Collection[int] | None = None) -> dict[int, Count]:
    """The latest counts on or before a day, by product; products never counted are absent."""
    latest = (
        select(Stock.product_id, Stock.depot_id, func.max(Stock.counted_on).label("counted_on"))
        .where(Stock.counted_on <= on)
        .group_by(Stock.product_id, Stock.depot_id)
        .subquery()
    )
    same_depot = func.coalesce(Stock.depot_id, 0) == func.coalesce(latest.c.depot_id, 0)
    query = select(Stock).join(
        latest,
        (Stock.product_id == latest.c.product_id) & same_depot & (Stock.counted_on == latest.c.counted_on),
    )
    if product_ids is not None:
        query = query.where(Stock.product_id.in_(product_ids))
    rows: dict[int, list[Stock]] = defaultdict(list)
    for row in session.scalars(query):
        rows[row.product_id].append(row)
    return {product_id: Count.of(found) for product_id, found in rows.items()}


def _slots(session: Session, end: date, product_ids: Collection[int] | None) -> Sequence[ProductionSlot]:
    query = select(ProductionSlot).where(ProductionSlot.made_on <= end, ProductionSlot.quantity > 0)
    if product_ids is not None:
        query = query.where(ProductionSlot.product_id.in_(product_ids))
    return session.scalars(query).all()


def _made_in_hours(
    session: Session, start: date, end: date, curves: dict[int, SupplyCurve], demands: Sequence[Demand]
) -> dict[int, list[Leaving]]:
    counted = [curve.leavings_from for curve in curves.values() if curve.leavings_from is not None]
    since = min(counted, default=start - timedelta(days=1))
    found = session.scalars(
        select(ProductionCapacity).where(ProductionCapacity.day.between(min(since, start), end))
    ).all()
    if not found:
        return {}
    hours = [Hours(row.work_centre_id, row.day, clock.at(row.day, row.ready_at), row.minutes) for row in found]
    rates = {
        (rate.work_centre_id, rate.product_id): rate.qty_per_hour for rate in session.scalars(select(ProductionRate))
    }
    return share_hours(curves, hours, rates, demands, clock.today())
