"""What a run may give away: supply curves less what other tours take and what forecasts reserve.

A forecast call-off reserves production: by the end of its day its quantity must still be there, so firm lines may use
today's stock as long as what is made until then suffices. Forecasts of past days reserve nothing any more, and those
beyond the known production of their product do not either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.catalog.models import Product
from dispatch.fleet.models import Depot
from dispatch.orders.models import Order, OrderLine
from dispatch.planning.due import DueLine, Span
from dispatch.production.capacity import Demand
from dispatch.production.curve import Leaving, SupplyCurve
from dispatch.production.supply import Count, counts_in_force, supply_curves
from dispatch.tours.models import Portion, Stop, Tour, Trip

Taken = tuple[datetime, int, int]
"""Instant, milli-units and depot of what leaves on a tour."""

OUTLOOK_DAYS = 21
"""How far beyond the last planned day production is looked at, to say when the rest may leave."""


@dataclass(frozen=True, slots=True)
class Goods:
    """Per product: everything that can leave, what others take of it, what forecasts keep, and what is free.

    Where goods are counted per depot, `at_depots` has a curve for each depot; the others are at whichever depot they
    are needed.
    """

    supply: Mapping[int, SupplyCurve]
    leavings: Mapping[int, tuple[Taken, ...]]
    reserved: Mapping[int, tuple[Leaving, ...]]
    at_depots: Mapping[int, Mapping[int, SupplyCurve]] = field(default_factory=dict)
    main_depot: int | None = None
    """Where production and forecasts of goods counted per depot are."""

    def depots_of(self, product_id: int) -> tuple[int | None, ...]:
        """The depots that goods belong to; (None,) where they are at whichever one they are needed."""
        return tuple(self.at_depots[product_id]) if product_id in self.at_depots else (None,)

    def free(self, product_id: int, depot_id: int | None = None) -> SupplyCurve:
        """What this run may plan with; nothing for a product that has neither stock nor production."""
        kept = self.reserved.get(product_id, ()) if depot_id in (None, self.main_depot) else ()
        return self._whole(product_id, depot_id).minus([*self._left(product_id, depot_id), *kept])

    def real(self, product_id: int, depot_id: int | None = None) -> SupplyCurve:
        """What is free of promises to tours alone, forecasts not counted."""
        return self._whole(product_id, depot_id).minus(self._left(product_id, depot_id))

    def overdrawn(self, product_id: int, taken: Iterable[Taken]) -> Leaving | None:
        """The first instant at which tours would take more than there is, and how much more."""
        chosen = list(taken)
        for depot_id in self.depots_of(product_id):
            too_many = self.real(product_id, depot_id).overdrawn(_of_depot(chosen, depot_id))
            if too_many is not None:
                return too_many
        elsewhere = [one for one in chosen if one[2] not in self.depots_of(product_id)]
        if self.depots_of(product_id) != (None,) and elsewhere:
            return elsewhere[0][:2]
        return None

    def _whole(self, product_id: int, depot_id: int | None) -> SupplyCurve:
        nothing = SupplyCurve(product_id, ())
        if depot_id is None or product_id not in self.at_depots:
            return self.supply.get(product_id, nothing)
        return self.at_depots[product_id].get(depot_id, nothing)

    def _left(self, product_id: int, depot_id: int | None) -> list[Leaving]:
        return _of_depot(self.leavings.get(product_id, ()), depot_id)


def read_goods(session: Session, span: Span, lines: Iterable[DueLine]) -> Goods:
    """Read supply and everything that already has a claim on it, for the products of some lines."""
    wanted = list(lines)
    products = {line.row.product_id for line in wanted if line.row.product_kind == "goods"}
    outlook = span.last_day + timedelta(days=OUTLOOK_DAYS)
    return _read(session, span.first_day, outlook, _due(wanted, span), products, span)


def overdrawn_products(session: Session, day: date) -> list[tuple[int, datetime, int]]:
    """Products of which live tours take more than can have left, seen from the counts in force on a day.

    Returns
    -------
    list of (product id, instant, milli-units too many)
    """
    goods = _read(session, day, day, [], None, None)
    whole = Goods(goods.supply, {}, {}, goods.at_depots, goods.main_depot)
    found = []
    for product_id, each in sorted(goods.leavings.items()):
        too_many = whole.overdrawn(product_id, each)
        if too_many is not None:
            found.append((product_id, *too_many))
    return found


def _read(
    session: Session,
    start: date,
    end: date,
    demands: list[Demand],
    products: Collection[int] | None,
    replanned: Span | None,
) -> Goods:
    counts = counts_in_force(session, start, products)
    leavings = _leavings(session, replanned, products, _since(counts, products))
    last = max([end, *(clock.local(one[0]).date() for each in leavings.values() for one in each)])
    supply = supply_curves(session, start, last, [*_committed(leavings), *demands], products)
    since = {product_id: curve.leavings_from for product_id, curve in supply.items()}
    counted = {
        product_id: tuple(one for one in each if _counts(one[0], since.get(product_id)))
        for product_id, each in leavings.items()
    }
    main = session.scalars(select(Depot.id).order_by(Depot.code)).all()
    at_depots = {
        product_id: _split(supply[product_id], count.at_depots, main[0])
        for product_id, count in counts.items()
        if count.at_depots and len(main) > 1
    }
    reserved = _reserved(session, replanned, supply) if replanned else {}
    return Goods(supply, counted, reserved, at_depots, main[0] if main else None)


def _split(whole: SupplyCurve, counted: Mapping[int, int], main: int) -> dict[int, SupplyCurve]:
    """Goods counted per depot stay there; everything else of the product, its production included, is at the main depot."""
    first = whole.steps[0][0]
    others = {depot_id: quantity for depot_id, quantity in counted.items() if depot_id != main}
    elsewhere = sum(others.values())
    curves = {
        depot_id: SupplyCurve(whole.product_id, ((first, quantity),), whole.leavings_from)
        for depot_id, quantity in others.items()
    }
    rest = tuple((instant, cumulative - elsewhere) for instant, cumulative in whole.steps)
    return {main: SupplyCurve(whole.product_id, rest, whole.leavings_from), **curves}


def _of_depot(taken: Iterable[Taken], depot_id: int | None) -> list[Leaving]:
    return [(at, quantity) for at, quantity, depot in taken if depot_id in (None, depot)]


def _since(counts: Mapping[int, Count], products: Collection[int] | None) -> datetime | None:
    """The instant before which nothing that left matters; None where some product was never counted."""
    if products is None or not products or any(product_id not in counts for product_id in products):
        return None
    return clock.day_start(min(counts[product_id].leavings_from for product_id in products))


def _counts(at: datetime, since: date | None) -> bool:
    return since is None or at >= clock.day_start(since)


def _leavings(
    session: Session, replanned: Span | None, products: Collection[int] | None, since: datetime | None
) -> dict[int, tuple[Taken, ...]]:
    """What left or will leave on tours that a run over these days does not replace."""
    days, states = (replanned.all_days, replanned.replaced) if replanned else ((), ())
    replaced = Tour.state.in_(states) & Tour.day.in_(days)
    stays = or_(Tour.state.in_(("released", "under_way", "done")), (Tour.state == "draft") & Portion.live)
    query = (
        select(OrderLine.product_id, Trip.leaves_at, Trip.depot_id, func.sum(Portion.quantity))
        .join(Portion, Portion.order_line_id == OrderLine.id)
        .join(Stop, Portion.stop_id == Stop.id)
        .join(Trip, Stop.trip_id == Trip.id)
        .join(Tour, Trip.tour_id == Tour.id)
        .join(Product, OrderLine.product_id == Product.id)
        .where(stays, ~replaced, Product.kind == "goods")
        .group_by(OrderLine.product_id, Trip.leaves_at, Trip.depot_id)
    )
    if products is not None:
        query = query.where(OrderLine.product_id.in_(products))
    if since is not None:
        query = query.where(Trip.leaves_at >= since)
    found: dict[int, list[Taken]] = defaultdict(list)
    for product_id, at, depot_id, quantity in session.execute(query):
        found[product_id].append((at, int(quantity), depot_id))
    return {product_id: tuple(sorted(each)) for product_id, each in found.items()}


def _committed(leavings: Mapping[int, tuple[Taken, ...]]) -> list[Demand]:
    return [
        Demand(product_id, quantity, clock.local(at).date(), at, committed=True)
        for product_id, each in leavings.items()
        for at, quantity, _ in each
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
