"""Framework orders: what may still be called of each line, and what became of what was called."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch.invoicing.invoiced import invoiced_of_framework
from dispatch.orders.framework_queries import framework_view
from dispatch.web.api.operations import operation
from dispatch.web.api.shapes import Day, Micros, Shape


class BalanceLineOut(Shape):
    """One line: open = firm + forecast + left; of what was called, so much is delivered and invoiced."""

    line_no: int
    product_code: str
    unit: str
    unit_price_micros: Micros
    latest_on: Day | None
    open_qty: int
    firm_qty: int
    forecast_qty: int
    left_qty: int
    delivered_qty: int
    invoiced_qty: int


class BalanceOut(Shape):
    """A framework order with its balance; `state` draft: not signed, so that nothing may be called."""

    reference: str
    number: str
    state: str
    customer_code: str
    valid_until: Day | None
    lines: tuple[BalanceLineOut, ...]


@operation("GET", "/orders/<reference>/balance")
def get_balance(session: Session, reference: str) -> BalanceOut:
    """The balance of a framework order, line by line: open, called, delivered, invoiced, left."""
    found = framework_view(session, reference)
    invoiced = invoiced_of_framework(session, found.id)
    lines = tuple(BalanceLineOut.of(one, invoiced_qty=invoiced.get(one.line_id, 0)) for one in found.lines)
    return BalanceOut.of(found, lines=lines)
