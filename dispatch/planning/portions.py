"""From due lines to calls at sites: what may come in one visit, from which day to which, and how it may be divided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd

from dispatch.orders.queries import PoolLine
from dispatch.planning.due import DueLine, Span


@dataclass(frozen=True, slots=True)
class Call:
    """One visit wanted: lines of one order for its site, deliverable from `first_day` to `last_day`.

    `services` ride along: they need no room and no production, and come with the goods or, without goods, alone.
    """

    first_day: date
    last_day: date
    goods: tuple[DueLine, ...]
    services: tuple[DueLine, ...] = ()

    @property
    def face(self) -> PoolLine:
        """Any line: what they share of order, customer and site."""
        return (self.goods or self.services)[0].row

    @property
    def lines(self) -> tuple[DueLine, ...]:
        """Goods, then services."""
        return (*self.goods, *self.services)

    @property
    def is_complete(self) -> bool:
        """All goods at once, or none."""
        return self.face.partial == "complete"

    @property
    def most_visits(self) -> int | None:
        """Over how many visits its goods may be divided; None: as many as it takes."""
        limits = [
            1 if line.is_complete else line.deliveries_left
            for line in self.goods
            if line.is_complete or line.deliveries_left is not None
        ]
        return min((limit for limit in limits if limit is not None), default=None)

    @property
    def on_time_day(self) -> date:
        """The last day on which everything in it is on time, or the first possible one when that has passed."""
        return max(self.first_day, min(self.last_day, *(line.row.due_on for line in self.lines)))

    @property
    def is_placed(self) -> bool:
        """Whether the site has coordinates."""
        return self.face.latitude is not None


def calls(lines: Iterable[DueLine], span: Span) -> list[Call]:
    """Group due lines into calls, most pressing first.

    Lines of an order that may go on the same days make one call. A line due within the span may go from `early_days`
    before its day, an early one from as many days before as it takes to reach the span's last day.
    """
    orders: dict[int, list[DueLine]] = defaultdict(list)
    for line in lines:
        orders[line.row.order_id].append(line)
    found: list[Call] = []
    for order_lines in orders.values():
        goods = [line for line in order_lines if line.row.product_kind == "goods"]
        services = [line for line in order_lines if line.row.product_kind != "goods"]
        whole = order_lines[0].row.partial == "complete"
        groups = _by_days(goods or services, span, whole=whole)
        riders = services if goods else []
        for number, ((first, last), members) in enumerate(sorted(groups.items())):
            if first > last:
                continue
            with_goods = (tuple(members), tuple(riders if number == 0 else ()))
            found.append(Call(first, last, *(with_goods if goods else ((), tuple(members)))))
    return sorted(found, key=lambda call: (call.last_day, call.first_day, call.face.due_on, call.face.order_id))


def step_of(lines: Iterable[DueLine]) -> int:
    """The largest step, in milli-units, in which every quantity of these lines of one product can be counted."""
    step = 0
    for line in lines:
        step = gcd(step, line.available, line.row.multiple_qty, least_of(line))
    return step or 1


def least_of(line: DueLine) -> int:
    """The smallest delivery of a line that the customer takes, in milli-units: all of it, its minimum, else one step."""
    if line.is_complete:
        return line.available
    if line.row.minimum_qty:
        return max(min(line.row.minimum_qty, line.available), 1)
    return min(line.row.multiple_qty, line.available)


def _by_days(lines: list[DueLine], span: Span, *, whole: bool) -> dict[tuple[date, date], list[DueLine]]:
    groups: dict[tuple[date, date], list[DueLine]] = defaultdict(list)
    for line in lines:
        early = timedelta(days=span.early_days)
        first = max(span.first_day, line.row.due_on - early)
        last = min(span.last_day, line.row.latest_on or span.last_day)
        groups[first, last].append(line)
    if whole and len(groups) > 1:
        days = (max(first for first, _ in groups), min(last for _, last in groups))
        return {days: lines}
    return groups
