"""What stays, by order: the lines of one order that stay for the same reason are one card on the board."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dispatch.planning.rows import UnplannedRow


@dataclass(frozen=True)
class Why:
    """One reason, said once, with what would fix it."""

    code: str
    label: str
    sentence: str
    remedy: str
    price_cents: int | None


@dataclass(frozen=True)
class Card:
    """One order of which something stays."""

    reference: str
    customer_name: str
    site_name: str
    city: str
    line_count: int
    due_on: date
    expected_on: date | None
    lost_cents: int
    whys: tuple[Why, ...]


def cards(rows: Iterable[UnplannedRow]) -> list[Card]:
    """One card an order, the dearest first."""
    orders: dict[str, list[UnplannedRow]] = {}
    for row in rows:
        orders.setdefault(row.order_reference, []).append(row)
    found = [_card(lines) for lines in orders.values()]
    return sorted(found, key=lambda card: (-card.lost_cents, card.reference))


def map_points(rows: Iterable[UnplannedRow]) -> list[dict[str, Any]]:
    """One point a site, with its first reason and its orders."""
    points: dict[tuple[float, float], dict[str, Any]] = {}
    for row in rows:
        if row.latitude is not None and row.longitude is not None:
            place = (row.latitude, row.longitude)
            point = {"at": list(place), "name": row.site_name, "reason": row.sentence, "orders": list[str]()}
            orders = points.setdefault(place, point)["orders"]
            if row.order_reference not in orders:
                orders.append(row.order_reference)
    return list(points.values())


def _card(lines: list[UnplannedRow]) -> Card:
    first = lines[0]
    whys = {row.sentence: Why(row.code, row.label, row.sentence, row.remedy, row.price_cents) for row in lines}
    expected = [row.expected_on for row in lines if row.expected_on is not None]
    return Card(
        reference=first.order_reference,
        customer_name=first.customer_name,
        site_name=first.site_name,
        city=first.city,
        line_count=len(lines),
        due_on=min(row.due_on for row in lines),
        expected_on=max(expected) if expected else None,
        lost_cents=sum(row.lost_cents for row in lines),
        whys=tuple(whys.values()),
    )
