"""Rows of an order that exists: what differs is an amendment, or an error where it may not change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dispatch.intake.columns import Row
from dispatch.intake.orders.decision import Amendment, OrdersDecision
from dispatch.intake.orders.facts import Facts
from dispatch.intake.orders.grouping import Group
from dispatch.intake.orders.ledger import Ledger
from dispatch.orders.amending import committed, line_refusal, order_refusal
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.register import LineDraft

COLUMN_OF = {
    "customer_id": "customer",
    "site_id": "site",
    "framework_id": "framework",
    "deal_id": "deal",
    "state": "status",
    "product_id": "product",
    "ordered_qty": "quantity",
    "unit_price_micros": "unit_price",
    "partial_minimum_qty": "partial",
    "vat_bp": "product",
    "valid_until": "latest_on",
}


def amend(group: Group, rows: list[Row], facts: Facts, ledger: Ledger, decision: OrdersDecision) -> None:
    """Compare an order's rows with what is stored; errors go to the ledger's findings."""
    order = facts.orders[group.reference]
    stored = {line.line_no: line for line in order.lines}
    known = [row for row in rows if row.values["line"] in stored]
    new = [row for row in rows if row.values["line"] not in stored]
    amendment = Amendment(order, framework=group.shared.get("framework", ""))
    amendment.changes = _order_changes(group, rows, order, facts, ledger)
    refused = order_refusal(order, amendment.changes)
    if refused:
        _refuse(ledger, refused, group.first, order)
        return
    if order.kind == "framework":
        ledger.reopen_framework(group, new)
    for row in known:
        line = stored[row.values["line"]]
        changes = _line_changes(row, line, facts)
        refused = line_refusal(line, changes)
        if refused:
            _refuse(ledger, refused, row, order, line, changes)
        elif changes:
            amendment.lines.append((line, changes))
            _follow_quantity(group, row, line, changes, ledger)
        decision.changed += bool(changes or amendment.changes)
        decision.unchanged += not (changes or amendment.changes)
    if new and order.state in ("closed", "cancelled"):
        _refuse(ledger, ("order_closed", "line"), new[0], order)
    elif new:
        if order.kind == "call_off":
            ledger.call(group, new)
        amendment.new_lines = [line_draft(row, facts) for row in new]
        decision.created += len(new)
    if not amendment.is_empty:
        decision.amendments.append(amendment)


def _order_changes(group: Group, rows: list[Row], order: Order, facts: Facts, ledger: Ledger) -> dict[str, Any]:
    shared = group.shared
    wanted: dict[str, Any] = {
        "customer_id": facts.customers[shared["customer"]].id,
        "site_id": facts.sites[shared["site"]].id,
    }
    wanted |= {name: shared[name] for name in ("customer_reference", "origin", "kind", "priority") if name in shared}
    if "partial" in shared:
        wanted["partial"], wanted["partial_minimum_qty"] = shared["partial"]
    if shared.get("deal") in facts.deals:
        wanted["deal_id"] = facts.deals[shared["deal"]].id
    if order.kind == "call_off" and shared.get("framework"):
        framework = ledger.framework_of(group)
        if framework is not None:
            wanted["framework_id"] = framework.order_id
    if order.kind == "framework" and any("latest_on" in row.values for row in rows):
        ends = {line.line_no: line.latest_on for line in order.lines}
        ends |= {row.values["line"]: row.values.get("latest_on") for row in rows}
        wanted["valid_until"] = max(ends.values()) if all(ends.values()) else None  # type: ignore[type-var]
    days = {line.line_no: line.requested_on for line in order.lines}
    days |= {row.values["line"]: row.values["requested_on"] for row in rows}
    wanted["requested_on"] = min(days.values())
    status = shared.get("status")
    if status == "confirmed" and order.state == "draft":
        wanted["state"] = "confirmed"
    elif status == "draft" and order.state == "confirmed":
        _refuse(ledger, ("cannot_unconfirm", "state"), group.first, order)
    return {name: value for name, value in wanted.items() if getattr(order, name) != value}


def _line_changes(row: Row, line: OrderLine, facts: Facts) -> dict[str, Any]:
    values = row.values
    product = facts.products[values["product"]]
    wanted: dict[str, Any] = {
        "product_id": product.id,
        "ordered_qty": values["quantity"],
        "requested_on": values["requested_on"],
    }
    if product.id != line.product_id:
        wanted |= {"vat_bp": product.vat_bp, "unit_price_micros": product.price_micros}
    wanted |= {name: values[name] for name in ("promised_on", "latest_on") if name in values}
    if "unit_price" in values:
        wanted["unit_price_micros"] = values["unit_price"]
    return {name: value for name, value in wanted.items() if getattr(line, name) != value}


def _follow_quantity(group: Group, row: Row, line: OrderLine, changes: dict[str, Any], ledger: Ledger) -> None:
    difference = changes.get("ordered_qty", line.ordered_qty) - line.ordered_qty
    if difference and line.framework_line_id is not None:
        ledger.resize_call(group, row, line, difference)
    elif difference and line.order.kind == "framework":
        ledger.resize_framework(group, line, difference)


def line_draft(row: Row, facts: Facts) -> LineDraft:
    """A row as a line to register."""
    values = row.values
    return LineDraft(
        line_no=values["line"],
        product_id=facts.products[values["product"]].id,
        quantity=values["quantity"],
        requested_on=values["requested_on"],
        promised_on=values.get("promised_on"),
        latest_on=values.get("latest_on"),
        unit_price_micros=values.get("unit_price"),
    )


def _refuse(
    ledger: Ledger,
    refused: tuple[str, str],
    row: Row,
    order: Order,
    line: OrderLine | None = None,
    changes: dict[str, Any] | None = None,
) -> None:
    code, field = refused
    said: dict[str, object] = {"order": order.reference, "state": order.state}
    if line is not None and changes is not None:
        said["committed"] = Decimal(committed(line)) / 1000
        said["asked"] = Decimal(changes.get("ordered_qty", line.ordered_qty)) / 1000
    ledger.error(code, row, COLUMN_OF.get(field, field), **said)
