"""What leaving a line out costs, in cents: its value, at least what it would cost to drive there, times its urgency.

``penalty = max(value, 2 × dearest trip there × the line's share of its call) × urgency``, where

- *urgency* = 100 % + 25 % × d + 5 % × d², d the days since the promised (else requested) date or since the back order
  arose, whichever is more (at most 60): old lines overtake any newer one of the same value within days, which is what
  keeps a line from waiting for ever; times 1, 1.5 or 2 for priority 1, 2, 3;
- a *dearest trip* is loading at the depot, driving there and back and serving, with the dearest vehicle: so no due line
  stays because driving is dear, only because goods, vehicles or hours are short, and then the cheapest ones stay;
- an *early* line is worth half a dearest trip × its share, 10 % less per day it is early, and per unit less than half of
  what any due line of the same product is: it comes along where that saves a trip, and never takes a due line's goods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dispatch.catalog.amounts import net_cents
from dispatch.planning.due import DueLine, Span
from dispatch.planning.portions import Call

MOST_DAYS = 60
PRIORITY_PERCENT = {1: 100, 2: 150, 3: 200}


@dataclass(frozen=True, slots=True)
class Penalty:
    """Cents for leaving the whole line out; `early` ones never outweigh a due line of the same product."""

    cents: int
    early: bool


def urgency_percent(line: DueLine, first_day: date) -> int:
    """How pressing a line is on the first planned day; 100 when it is due just then."""
    row = line.row
    late = (first_day - row.due_on).days
    waiting = (first_day - row.back_order_opened_at.date()).days if row.back_order_opened_at else 0
    days = min(max(late, waiting, 0), MOST_DAYS)
    return (100 + 25 * days + 5 * days * days) * PRIORITY_PERCENT[row.priority] // 100


def penalties(call: Call, trip_cents: int, span: Span) -> dict[int, Penalty]:
    """The penalty of each line of a call, by line id.

    Parameters
    ----------
    trip_cents
        What a trip to this site alone costs with the dearest vehicle.
    """
    values = {line.row.line_id: net_cents(line.available, line.row.unit_price_micros) for line in call.lines}
    total = sum(values.values())
    found = {}
    for line in call.lines:
        value = values[line.row.line_id]
        share = (value, total) if total else (1, len(call.lines))
        early_days = line.early_by(span)
        if early_days:
            cents = trip_cents * share[0] * max(100 - 10 * early_days, 10) // (2 * share[1] * 100)
        else:
            floor = -(-2 * trip_cents * share[0] // share[1])
            cents = max(value, floor) * urgency_percent(line, span.first_day) // 100
        found[line.row.line_id] = Penalty(max(cents, 1), early_days > 0)
    return found


def unit_penalties(
    lines: Sequence[DueLine], of_line: Mapping[int, Penalty], steps: Mapping[int, int]
) -> dict[int, int]:
    """Cents per solver unit (a product's step) left out, by line id; at least 1, early ones capped below due ones."""
    due: dict[int, int] = {}
    early: dict[int, int] = {}
    for line in lines:
        units = line.available // steps[line.row.product_id]
        penalty = of_line[line.row.line_id]
        (early if penalty.early else due)[line.row.line_id] = max(-(-penalty.cents // units), 1)
    cheapest: dict[int, int] = {}
    products = {line.row.line_id: line.row.product_id for line in lines}
    for line_id, cents in due.items():
        cheapest[products[line_id]] = min(cents, cheapest.get(products[line_id], cents))
    for line_id, cents in early.items():
        early[line_id] = max(min(cents, cheapest.get(products[line_id], 2 * cents) // 2), 1)
    return due | early
