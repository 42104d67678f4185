"""When the rest of a line may leave: a simple estimate, in the order in which lines press, over the weeks ahead.

For what lacks goods: the first working day on which supply, less what this plan and the lines before it take, has
enough. For what was outbid, or met a closed day: the next working day on which the site takes deliveries. Where the same
would happen again every day (no place, no vehicle with the equipment, hours that no shift meets), nothing is promised.
An order that comes complete is expected when its last line is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from dispatch import clock
from dispatch.planning.due import Span
from dispatch.planning.goods import OUTLOOK_DAYS, Goods, Taken
from dispatch.planning.horizon import Horizon, site_windows
from dispatch.planning.leftovers import LeftOver
from dispatch.production.curve import SupplyCurve

PASSING = ("supply", "outbid", "release", "dock")
"""Reasons that another day may not have."""


def expected_days(
    left: Sequence[LeftOver],
    goods: Goods,
    taken: Mapping[int, Iterable[Taken]],
    span: Span,
) -> dict[int, date | None]:
    """The day on which each line's rest is expected to leave, by line id; None when it cannot be said.

    Parameters
    ----------
    taken
        What the plan takes of each product.
    """
    horizon = Horizon.of(span.first_day)
    free: dict[int, SupplyCurve] = {}
    promised: dict[int, int] = {}
    found: dict[int, date | None] = {}
    pressing = sorted(left, key=lambda one: (one.line.row.due_on, -one.line.row.priority, one.line.row.line_id))
    for one in pressing:
        row = one.line.row
        if one.code not in PASSING and one.rule != "closed":
            found[row.line_id] = None
            continue
        earliest = clock.next_working_day(span.last_day)
        if row.product_kind == "goods":
            if row.product_id not in free:
                leaving = [(at, quantity) for at, quantity, _ in taken.get(row.product_id, ())]
                free[row.product_id] = goods.free(row.product_id).minus(leaving)
            promised[row.product_id] = promised.get(row.product_id, 0) + one.quantity
            when = free[row.product_id].first_with(promised[row.product_id])
            ready = None if when is None else max(earliest, clock.local(when).date())
        else:
            ready = earliest
        found[row.line_id] = None if ready is None else _open_day(one, ready, span, horizon)
    return _together(left, found)


def _together(left: Sequence[LeftOver], found: Mapping[int, date | None]) -> dict[int, date | None]:
    """Give the lines of a complete order their latest day; none where one of them has none."""
    days: dict[int, list[date | None]] = {}
    for one in left:
        days.setdefault(one.line.row.order_id, []).append(found[one.line.row.line_id])
    orders = {order_id: None if None in each else max(day for day in each if day) for order_id, each in days.items()}
    return {
        one.line.row.line_id: orders[one.line.row.order_id]
        if one.line.row.partial == "complete"
        else found[one.line.row.line_id]
        for one in left
    }


def _open_day(one: LeftOver, ready: date, span: Span, horizon: Horizon) -> date | None:
    """The first working day from `ready` on which the site takes deliveries, within the outlook and before it lapses."""
    row = one.line.row
    last = min(span.last_day + timedelta(days=OUTLOOK_DAYS), row.latest_on or date.max)
    day = ready
    while day <= last:
        if day.weekday() < 6 and site_windows(row, day, day, horizon):
            return day
        day += timedelta(days=1)
    return None
