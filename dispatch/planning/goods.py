"""What a run may give away: supply curves less what other tours take and what forecasts reserve.

A forecast call-off reserves production: by the end of its day its quantity must still be there, so firm lines may use
today's stock as long as what is made until then suffices. Forecasts of past days reserve nothing any more, and those
beyond the known production of their product do not either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.catalog.models import Product
from dispatch.orders.models import Order, OrderLine
from dispatch.planning.due import DueLine, Span
from dispatch.production.capacity import Demand
from dispatch.production.curve import Leaving, SupplyCurve
from dispatch.production.supply import supply_curves
from dispatch.tours.models import Portion, Stop, Tour, Trip

OUTLOOK_DAYS = 21
"""How far beyond the last planned day production is looked at, to say when the rest may leave."""


@dataclass(frozen=True, slots=True)
class Goods:
    """Per product: everything that can leave, what others take of it, what forecasts keep, and what is free."""

    supply: Mapping[int, SupplyCurve]
    leavings: Mapping[int, tuple[Leaving, ...]]
    reserved: Mapping[int, tuple[Leaving, ...]]

    def free(self, product_id: int) -> SupplyCurve:
        """What this run may plan with; nothing for a product that has neither stock nor production."""
        curve = self.supply.get(product_id, SupplyCurve(product_id, ()))
        return curve.minus([*self.leavings.get(product_id, ()), *self.reserved.get(product_id, ())])

    def real(self, product_id: int) -> SupplyCurve:
        """What is free of promises to tours alone, forecasts not counted."""
        curve = self.supply.get(product_id, SupplyCurve(product_id, ()))
        return curve.minus(self.leavings.get(product_id, ()))


def read_goods(session: Session, span: Span, lines: Iterable[DueLine]) -> Goods:
    """Read supply and everything that already has a claim on it, for the products of some lines."""
    wanted = list(lines)
    products = {line.row.product_id for line in wanted if line.row.product_kind == "goods"}
    outlook = span.last_day + timedelta(days=OUTLOOK_DAYS)
    leavings = _leavings(session, span.all_days, products)
    last = max([outlook, *(clock.local(at).date() for each in leavings.values() for at, _ in each)])
    demands = [*_committed(leavings), *_due(wanted, span)]
    supply = supply_curves(session, span.first_day, last, demands, products)
    since = {product_id: curve.leavings_from for product_id, curve in supply.items()}
    leavings = {
        product_id: tuple(one for one in each if _counts(one[0], since.get(product_id)))
        for product_id, each in leavings.items()
    }
    return Goods(supply, leavings, _reserved(session, span, supply))


def overdrawn_products(session: Session, day: date) -> list[tuple[int, datetime, int]]:
    """Products of which live tours take more than can have left, seen from the counts in force on a day.

    Returns
    -------
    list of (product id, instant, milli-units too many)
    """
    leavings = _leavings(session, (), None)
    last = max((clock.local(at).date() for each in leavings.values() for at, _ in each), default=day)
    supply = supply_curves(session, day, max(last, day), _committed(leavings), None)
    found = []
    for product_id, each in sorted(leavings.items()):
        curve = supply.get(product_id, SupplyCurve(product_id, ()))
        too_many = curve.overdrawn(one for one in each if _counts(one[0], curve.leavings_from))
        if too_many is not None:
            found.append((product_id, *too_many))
    return found


def _counts(at: datetime, since: date | None) -> bool:
    return since is None or at >= clock.day_start(since)


def _leavings(
    session: Session, replanned: Collection[date], products: Collection[int] | None
) -> dict[int, tuple[Leaving, ...]]:
    """What left or will leave on tours that a run over these days does not replace."""
    replaced = (Tour.state == "draft") & Tour.day.in_(replanned)
    stays = or_(Tour.state.in_(("released", "under_way", "done")), (Tour.state == "draft") & Portion.live)
    query = (
        select(OrderLine.product_id, Trip.leaves_at, func.sum(Portion.quantity))
        .join(Portion, Portion.order_line_id == OrderLine.id)
        .join(Stop, Portion.stop_id == Stop.id)
        .join(Trip, Stop.trip_id == Trip.id)
        .join(Tour, Trip.tour_id == Tour.id)
        .join(Product, OrderLine.product_id == Product.id)
        .where(stays, ~replaced, Product.kind == "goods")
        .group_by(OrderLine.product_id, Trip.leaves_at)
    )
    if products is not None:
        query = query.where(OrderLine.product_id.in_(products))
    found: dict[int, list[Leaving]] = defaultdict(list)
    for product_id, at, quantity in session.execute(query):
        found[product_id].append((at, int(quantity)))
    return {product_id: tuple(sorted(each)) for product_id, each in found.items()}


def _committed(leavings: Mapping[int, tuple[Leaving, ...]]) -> list[Demand]:
    return [
        Demand(product_id, quantity, clock.local(at).date(), at, committed=True)
        for product_id, each in leavings.items()
        for at, quantity in each
    ]


def _due(lines: Iterable[DueLine], span: Span) -> list[Demand]:
    return [
        Demand(
            line.row.product_id,
            line.available,
            line.row.due_on,
            clock.day_start(max(line.row.due_on, span.last_day) + timedelta(days=1)),
            line.row.priority,
        )
        for line in lines
        if line.row.product_kind == "goods"
    ]


def _reserved(session: Session, span: Span, supply: Mapping[int, SupplyCurve]) -> dict[int, tuple[Leaving, ...]]:
    due_on = func.coalesce(OrderLine.promised_on, OrderLine.requested_on)
    query = (
        select(OrderLine.product_id, due_on, OrderLine.backlog_qty)
        .join(Order, OrderLine.order_id == Order.id)
        .where(Order.kind == "call_off", Order.forecast, Order.state == "confirmed", OrderLine.backlog_qty > 0)
        .where(due_on >= span.first_day, OrderLine.product_id.in_(supply))
    )
    found: dict[int, list[Leaving]] = defaultdict(list)
    for product_id, due, quantity in session.execute(query):
        known_until = clock.local(supply[product_id].steps[-1][0]).date() if supply[product_id].steps else due
        if due <= max(known_until, span.last_day):
            found[product_id].append((clock.day_start(due + timedelta(days=1)), quantity))
    return {product_id: tuple(each) for product_id, each in found.items()}
