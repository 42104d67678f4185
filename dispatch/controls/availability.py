"""Invariant of supply: by any instant, what tours have taken of a product is no more than stock and production gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.catalog.models import Product
from dispatch.controls.fault import Finding, invariant, units
from dispatch.delivery.models import NoteLine, ReceiptLine
from dispatch.documents.store import DocumentStore
from dispatch.orders.models import OrderLine
from dispatch.production.capacity import Demand
from dispatch.production.curve import Leaving, SupplyCurve
from dispatch.production.supply import supply_curves
from dispatch.tours.models import Portion, Stop, Tour, Trip

Taken = tuple[date, datetime, int]
"""Day of the tour, instant at which its trip leaves, milli-units."""


@invariant(3, "supply")
def nothing_leaves_before_it_is_made(session: Session, _store: DocumentStore) -> Iterator[Finding]:
    """Per product and instant: planned and departed ≤ stock + production, on every day that still has live tours.

    Departed counts what was accepted: refused and missing goods are at the depot again. Services are not made.
    """
    taken, days = _taken(session), _open_days(session)
    codes = dict(session.execute(select(Product.id, Product.code)).all())
    told: set[int] = set()
    for day in days:
        demands = [
            Demand(product_id, quantity, on, leaves, committed=True)
            for product_id, takings in taken.items()
            for on, leaves, quantity in takings
            if on <= day
        ]
        curves = supply_curves(session, day, day, demands, list(taken))
        for product_id, takings in taken.items():
            curve = curves.get(product_id, SupplyCurve(product_id, ()))
            since = curve.leavings_from or date.min
            leavings: list[Leaving] = [(leaves, qty) for on, leaves, qty in takings if since <= on <= day]
            short = curve.overdrawn(leavings) if any(on == day for on, _, _ in takings) else None
            if short is not None and product_id not in told:
                told.add(product_id)
                at = f"{clock.local(short[0]):%Y-%m-%d %H:%M}"
                yield (
                    f"products {codes[product_id]} supply",
                    f"by {at} tours have taken {units(short[1])} more than there is",
                )


def _taken(session: Session) -> dict[int, list[Taken]]:
    """What left or will leave, per product: live portions, and what was accepted of the others."""
    accepted = (
        select(func.coalesce(func.sum(ReceiptLine.accepted_qty), 0))
        .join(NoteLine, NoteLine.id == ReceiptLine.note_line_id)
        .where(NoteLine.portion_id == Portion.id)
        .scalar_subquery()
    )
    query = (
        select(OrderLine.product_id, Tour.day, Trip.leaves_at, Portion.live, Portion.quantity, accepted)
        .select_from(Portion)
        .join(Stop, Stop.id == Portion.stop_id)
        .join(Trip, Trip.id == Stop.trip_id)
        .join(Tour, Tour.id == Trip.tour_id)
        .join(OrderLine, OrderLine.id == Portion.order_line_id)
        .join(Product, Product.id == OrderLine.product_id)
        .where(Tour.state != "cancelled", Product.kind == "goods")
    )
    found: dict[int, list[Taken]] = defaultdict(list)
    for product_id, day, leaves_at, live, quantity, kept in session.execute(query):
        if live or kept:
            found[product_id].append((day, leaves_at, quantity if live else int(kept)))
    return found


def _open_days(session: Session) -> list[date]:
    query = (
        select(Tour.day)
        .join(Trip, Trip.tour_id == Tour.id)
        .join(Stop, Stop.trip_id == Trip.id)
        .join(Portion, Portion.stop_id == Stop.id)
        .where(Portion.live, Tour.state != "cancelled")
    )
    return list(session.scalars(query.distinct().order_by(Tour.day)))
