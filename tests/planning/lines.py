"""Pool lines and due lines as plain values, for decisions that need no database."""

from __future__ import annotations

from datetime import date
from typing import Any

from dispatch.orders.queries import PoolLine
from dispatch.planning.due import DueLine
from tests.builders import TOMORROW

DEFAULTS: dict[str, Any] = {
    "line_no": 1, "order_id": 1, "order_number": "CO-1", "order_reference": "CF1", "kind": "firm", "partial": "allowed",
    "partial_minimum_qty": 0, "priority": 1, "customer_reference": "", "requested_on": TOMORROW, "promised_on": None,
    "latest_on": None, "delivered_qty": 0, "planned_qty": 0, "unit_price_micros": 10_000_000,
    "back_order_opened_at": None, "customer_id": 1, "customer_code": "C1", "customer_name": "Client", "cash_on_delivery": False,
    "language": "fr", "site_id": 1, "site_code": "S1", "site_name": "Site", "address": "", "postcode": "38000", "city": "Grenoble",
    "country": "FR", "latitude": 45.17, "longitude": 5.72, "opening_hours": "Mo-Sa 07:00-17:00", "service_s": 300,
    "service_per_unit_ms": 0, "site_skills": (), "max_vehicle_kg": None, "product_name": "Pain", "product_unit": "carton",
    "product_kind": "goods", "weight_g": 1000, "volume_cm3": 0, "pallets_micro": 0, "product_skills": (), "multiple_qty": 1000,
}  # fmt: skip


def due_line(
    line_id: int = 1, units: float = 10, product_id: int = 1, due_on: date = TOMORROW, **changes: Any
) -> DueLine:
    milli = round(units * 1000)
    values = {
        **DEFAULTS, "line_id": line_id, "due_on": due_on, "requested_on": due_on, "ordered_qty": milli, "backlog_qty": milli,
        "product_id": product_id, "product_code": f"P{product_id}",
    }  # fmt: skip
    return DueLine(PoolLine(**{**values, **changes}), milli)
