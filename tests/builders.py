"""Builders of small worlds: only what a test says differs from these defaults."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from dispatch import journal
from dispatch.catalog.models import Product
from dispatch.company.models import Company
from dispatch.customers.models import Customer, Site
from dispatch.fleet.models import Depot, Driver, Vehicle
from dispatch.numbering import next_number
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.settling import touch_order

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
TOMORROW = date(2026, 11, 25)


def company(session: Session, **changes: Any) -> Company:
    values: dict[str, Any] = {
        "name": "Atelier Clair",
        "siren": "732829320",
        "vat_number": "FR44732829320",
        "address": "1 rue du Four",
        "postcode": "38000",
        "city": "Grenoble",
    }
    return _add(session, Company(**{**values, **changes}))


def customer(session: Session, code: str = "C1", **changes: Any) -> Customer:
    values: dict[str, Any] = {
        "code": code,
        "name": f"Client {code}",
        "siren": "732829320",
        "billing_address": "2 rue Haute",
        "postcode": "38000",
        "city": "Grenoble",
    }
    return _add(session, Customer(**{**values, **changes}))


def site(session: Session, owner: Customer, code: str = "S1", **changes: Any) -> Site:
    values: dict[str, Any] = {
        "code": code, "customer_id": owner.id, "name": f"Site {code}", "address": "2 rue Haute", "postcode": "38000", "city": "Grenoble",
        "latitude": 45.19, "longitude": 5.73,
    }  # fmt: skip
    return _add(session, Site(**{**values, **changes}))


def product(session: Session, code: str = "P1", **changes: Any) -> Product:
    values: dict[str, Any] = {
        "code": code,
        "name": f"Produit {code}",
        "unit": "carton",
        "price_micros": 10_000_000,
        "vat_bp": 2000,
        "weight_g": 1000,
    }
    return _add(session, Product(**{**values, **changes}))


def depot(session: Session, code: str = "D1", **changes: Any) -> Depot:
    values: dict[str, Any] = {
        "code": code,
        "name": "Dépôt",
        "latitude": 45.16,
        "longitude": 5.72,
        "dock_count": 2,
        "loading_s": 600,
    }
    return _add(session, Depot(**{**values, **changes}))


def vehicle(session: Session, at: Depot, code: str = "V1", **changes: Any) -> Vehicle:
    values: dict[str, Any] = {
        "code": code, "depot_id": at.id, "payload_g": 1_000_000, "shift_start": time(6), "shift_end": time(14),
        "cost_fixed_cents": 4500, "cost_km_cents": 38, "cost_hour_cents": 2700,
    }  # fmt: skip
    return _add(session, Vehicle(**{**values, **changes}))


def driver(session: Session, of: Vehicle | None = None, code: str = "DR1", **changes: Any) -> Driver:
    values: dict[str, Any] = {"code": code, "name": f"Chauffeur {code}", "vehicle_id": of.id if of else None}
    return _add(session, Driver(**{**values, **changes}))


def order(
    session: Session, at: Site, lines: list[tuple[Product, int]], reference: str = "CF1", **changes: Any
) -> Order:
    """An order of whole units: `lines` are (product, units)."""
    requested = changes.pop("requested_on", TOMORROW)
    values: dict[str, Any] = {
        "number": next_number(session, "order"), "reference": reference, "customer_id": at.customer_id, "site_id": at.id,
        "requested_on": requested, "state": "confirmed", "state_at": NOW, "state_by": "test", "received_at": NOW,
    }  # fmt: skip
    row = _add(session, Order(**{**values, **changes}))
    for number, (item, units) in enumerate(lines, 1):
        _add(
            session,
            OrderLine(
                order_id=row.id,
                line_no=number,
                product_id=item.id,
                requested_on=requested,
                unit_price_micros=item.price_micros,
                vat_bp=item.vat_bp,
                ordered_qty=units * 1000,
                backlog_qty=units * 1000,
            ),
        )
    session.refresh(row)
    touch_order(session, row)
    return row


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    journal.record(session, "test.built", type(row).__name__)
    return row
