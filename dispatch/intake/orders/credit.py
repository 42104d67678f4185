"""An imported order is never refused for credit: passing the limit is a warning for somebody to look at."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from sqlalchemy.orm import Session

from dispatch.intake.findings import Findings
from dispatch.intake.orders.decision import OrdersDecision
from dispatch.intake.orders.facts import Facts
from dispatch.intake.orders.grouping import Group
from dispatch.orders.queries import VALUE_PER_CENT, open_value_cents, value_with_vat


def warn_of_credit(
    session: Session, groups: dict[str, Group], facts: Facts, decision: OrdersDecision, findings: Findings
) -> None:
    """One warning per customer whose confirmed open value this file brings above the credit limit."""
    limits = {
        fact.id: fact.credit_limit_cents for fact in facts.customers.values() if fact.credit_limit_cents is not None
    }
    if not limits:
        return
    added = _added(facts, decision)
    concerned = {customer_id for customer_id, value in added.items() if value > 0 and customer_id in limits}
    if not concerned:
        return
    stored = open_value_cents(session, concerned)
    for group in groups.values():
        customer = facts.customers[group.shared["customer"]]
        if customer.id not in concerned:
            continue
        concerned.remove(customer.id)
        total = stored.get(customer.id, 0) + added[customer.id] // VALUE_PER_CENT
        limit = limits[customer.id]
        if total > limit:
            findings.warn(
                "credit_limit_passed",
                row=group.first.number,
                column="customer",
                value=group.shared["customer"],
                subject=group.shared["customer"],
                customer=group.shared["customer"],
                open=Decimal(total) / 100,
                limit=Decimal(limit) / 100,
            )


def _added(facts: Facts, decision: OrdersDecision) -> dict[int, int]:
    """What the file adds to each customer's confirmed open value, in parts of a cent."""
    products = {fact.id: fact for fact in facts.products.values()}
    added: dict[int, int] = defaultdict(int)
    for draft in decision.drafts:
        if draft.state != "confirmed" or draft.kind == "framework":
            continue
        for line in draft.lines:
            product = products[line.product_id]
            price = product.price_micros if line.unit_price_micros is None else line.unit_price_micros
            added[draft.customer_id] += value_with_vat(line.quantity, price, product.vat_bp)
    for amendment in decision.amendments:
        order = amendment.order
        if order.kind == "framework":
            continue
        if amendment.changes.get("state") == "confirmed":
            for stored in order.lines:
                added[order.customer_id] += value_with_vat(stored.backlog_qty, stored.unit_price_micros, stored.vat_bp)
        elif order.state != "confirmed":
            continue
        for stored, changes in amendment.lines:
            more = changes.get("ordered_qty", stored.ordered_qty) - stored.ordered_qty
            added[order.customer_id] += value_with_vat(more, stored.unit_price_micros, stored.vat_bp)
        for line in amendment.new_lines:
            product = products[line.product_id]
            price = product.price_micros if line.unit_price_micros is None else line.unit_price_micros
            added[order.customer_id] += value_with_vat(line.quantity, price, product.vat_bp)
    return added
