"""Sharing the hours of work centres between the products that are wanted, without ever counting an hour twice.

The rule, in the order in which people would do it by hand:

1. What is already on tours is served first, then what is due, by promised date, then by priority (3 first).
2. A demand takes what stock and slots give by the end of its day; only what is missing then asks for hours.
3. It takes the earliest hours that a work centre able to make the product still has, up to the end of its day.

Hours of past days are only what tours already rely on: yesterday cannot make anything new. Hours that nobody wants
make nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dispatch.production.curve import Leaving, SupplyCurve


@dataclass(frozen=True, slots=True)
class Demand:
    """What is wanted of a product: milli-units by the end of a day (`by`, an instant)."""

    product_id: int
    quantity: int
    due_on: date
    by: datetime
    priority: int = 1
    committed: bool = False
    """Already on a tour."""


@dataclass(frozen=True, slots=True)
class Hours:
    """Minutes that one work centre can give on one day, and when what it makes may leave."""

    centre_id: int
    day: date
    ready: datetime
    minutes: int


def share_hours(
    curves: Mapping[int, SupplyCurve],
    hours: Iterable[Hours],
    rates: Mapping[tuple[int, int], int],
    demands: Iterable[Demand],
    today: date,
) -> dict[int, list[Leaving]]:
    """What each product gets made of within the hours.

    Parameters
    ----------
    curves
        Stock and slots by product.
    rates
        (work centre, product) → milli-units per hour.
    today
        Earlier days make only what is committed.

    Returns
    -------
    dict
        Product → (instant, milli-units) made.
    """
    left = {(one.centre_id, one.ready): one.minutes for one in hours}
    days = sorted({(one.ready, one.centre_id, one.day) for one in hours})
    wanted, made = defaultdict[int, int](int), defaultdict[int, list[Leaving]](list)
    for demand in sorted(demands, key=lambda one: (not one.committed, one.due_on, one.by, -one.priority)):
        product = demand.product_id
        wanted[product] += demand.quantity
        ready_made = curves[product].at(demand.by) if product in curves else 0
        missing = wanted[product] - ready_made - sum(quantity for _, quantity in made[product])
        for ready, centre, day in days:
            rate = rates.get((centre, product), 0)
            if missing <= 0 or ready > demand.by:
                break
            if not rate or not left[centre, ready] or (day < today and not demand.committed):
                continue
            minutes = min(left[centre, ready], -(-missing * 60 // rate))
            quantity = min(missing, minutes * rate // 60)
            if quantity > 0:
                left[centre, ready] -= minutes
                missing -= quantity
                made[product].append((ready, quantity))
    return {product: makings for product, makings in made.items() if makings}
