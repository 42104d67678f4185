"""Reading orders: the pool of what planning may put on tours, and what a customer has on order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from dispatch.catalog.models import Product
from dispatch.customers.models import Customer, Site
from dispatch.db.chunks import chunks
from dispatch.orders.models import BackOrder, Order, OrderLine

VALUE_PER_CENT = 1000 * 1_000_000 * 10_000 // 100
"""Milli-units times micros times basis points in one cent."""


@dataclass(frozen=True, slots=True)
class PoolLine:
    """One open line with everything planning needs; quantities in milli-units, prices in micros, sizes per unit."""

    line_id: int
    line_no: int
    order_id: int
    order_number: str
    order_reference: str
    kind: str
    partial: str
    partial_minimum_qty: int
    priority: int
    customer_reference: str
    requested_on: date
    promised_on: date | None
    due_on: date
    latest_on: date | None
    ordered_qty: int
    delivered_qty: int
    backlog_qty: int
    planned_qty: int
    unit_price_micros: int
    back_order_opened_at: datetime | None
    customer_id: int
    customer_code: str
    customer_name: str
    cash_on_delivery: bool
    language: str
    site_id: int
    site_code: str
    site_name: str
    address: str
    postcode: str
    city: str
    country: str
    latitude: float | None
    longitude: float | None
    opening_hours: str
    service_s: int
    service_per_unit_ms: int
    site_skills: tuple[str, ...]
    max_vehicle_kg: int | None
    product_id: int
    product_code: str
    product_name: str
    product_unit: str
    product_kind: str
    weight_g: int
    volume_cm3: int
    pallets_micro: int
    product_skills: tuple[str, ...]
    multiple_qty: int
    """The line's own step of delivery, else the product's."""
    line_partial: str = ""
    """The line's own rule of partial delivery; empty: the order's."""
    max_deliveries: int | None = None

    @property
    def is_complete(self) -> bool:
        """Whether it comes at once: by its own rule, or because its whole order does."""
        return "complete" in (self.partial, self.line_partial)

    @property
    def minimum_qty(self) -> int:
        """The smallest delivery that the customer takes; 0 where nothing is said of it."""
        return self.partial_minimum_qty if (self.line_partial or self.partial) == "minimum" else 0


def pool(session: Session, until: date, *, with_planned: bool = False) -> list[PoolLine]:
    """Lines of confirmed firm orders and firm call-offs with a backlog, due on or before `until`.

    Lines that have lapsed (`latest_on` past) are given too: what to do with them is the planner's decision for each day.
    With `with_planned` also lines of which nothing but a planned quantity is open. Ordered by due date, order, line.
    """
    due_on = func.coalesce(OrderLine.promised_on, OrderLine.requested_on)
    found = session.execute(
        select(OrderLine, Order, Customer, Site, Product, BackOrder.opened_at)
        .join(Order, OrderLine.order_id == Order.id)
        .join(Customer, Order.customer_id == Customer.id)
        .join(Site, Order.site_id == Site.id)
        .join(Product, OrderLine.product_id == Product.id)
        .outerjoin(BackOrder, (BackOrder.order_line_id == OrderLine.id) & BackOrder.closed_at.is_(None))
        .where(
            or_(OrderLine.backlog_qty > 0, OrderLine.planned_qty > 0) if with_planned else OrderLine.backlog_qty > 0,
            Order.state == "confirmed",
            or_(Order.kind == "firm", (Order.kind == "call_off") & Order.forecast.is_(False)),
            due_on <= until,
        )
        .order_by(due_on, Order.number, OrderLine.line_no)
    )
    return [_pool_line(*row) for row in found]


def open_value_cents(session: Session, customer_ids: Collection[int]) -> dict[int, int]:
    """What customers have ordered for good and not yet received, with VAT, in cents; customers without are missing."""
    totals: dict[int, int] = defaultdict(int)
    for some in chunks(sorted(customer_ids)):
        owed = OrderLine.backlog_qty + OrderLine.planned_qty
        query = (
            select(Order.customer_id, OrderLine.vat_bp, func.sum(owed * OrderLine.unit_price_micros))
            .join(Order, OrderLine.order_id == Order.id)
            .where(
                Order.customer_id.in_(some),
                Order.state == "confirmed",
                Order.kind != "framework",
                Order.forecast.is_(False),
                owed > 0,
            )
            .group_by(Order.customer_id, OrderLine.vat_bp)
        )
        for customer_id, vat_bp, total in session.execute(query):
            totals[customer_id] += int(total) * (10_000 + vat_bp)
    return {customer_id: total // VALUE_PER_CENT for customer_id, total in totals.items()}


def value_with_vat(quantity: int, unit_price_micros: int, vat_bp: int) -> int:
    """A line's value in `VALUE_PER_CENT` parts of a cent: exact, to be added up before it is rounded."""
    return quantity * unit_price_micros * (10_000 + vat_bp)


def _pool_line(
    line: OrderLine,
    order: Order,
    customer: Customer,
    site: Site,
    product: Product,
    back_order_opened_at: datetime | None,
) -> PoolLine:
    return PoolLine(
        line_id=line.id,
        line_no=line.line_no,
        order_id=order.id,
        order_number=order.number,
        order_reference=order.reference,
        kind=order.kind,
        partial=order.partial,
        partial_minimum_qty=line.partial_minimum_qty if line.partial == "minimum" else order.partial_minimum_qty,
        priority=order.priority,
        customer_reference=order.customer_reference,
        requested_on=line.requested_on,
        promised_on=line.promised_on,
        due_on=line.due_on,
        latest_on=line.latest_on,
        ordered_qty=line.ordered_qty,
        delivered_qty=line.delivered_qty,
        backlog_qty=line.backlog_qty,
        planned_qty=line.planned_qty,
        unit_price_micros=line.unit_price_micros,
        back_order_opened_at=back_order_opened_at,
        customer_id=customer.id,
        customer_code=customer.code,
        customer_name=customer.name,
        cash_on_delivery=customer.cash_on_delivery,
        language=customer.language,
        site_id=site.id,
        site_code=site.code,
        site_name=site.name,
        address=site.address,
        postcode=site.postcode,
        city=site.city,
        country=site.country,
        latitude=site.latitude,
        longitude=site.longitude,
        opening_hours=site.opening_hours,
        service_s=site.service_s,
        service_per_unit_ms=site.service_per_unit_ms,
        site_skills=tuple(site.skills),
        max_vehicle_kg=site.max_vehicle_kg,
        product_id=product.id,
        product_code=product.code,
        product_name=product.name,
        product_unit=product.unit,
        product_kind=product.kind,
        weight_g=product.weight_g,
        volume_cm3=product.volume_cm3,
        pallets_micro=product.pallets_micro,
        product_skills=tuple(product.skills),
        multiple_qty=line.multiple_qty or product.multiple_qty,
        line_partial=line.partial,
        max_deliveries=line.max_deliveries,
    )
