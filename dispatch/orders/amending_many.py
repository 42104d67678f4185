"""One field of many orders at once, each by the rules of amending and with its own journal entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch.errors import DispatchError, InvalidInputError, NotFoundError
from dispatch.orders.amending import Change, apply_to_lines, apply_to_order, store_amendments
from dispatch.orders.models import Order

MOST = 500
"""Orders changed in one go."""
Field = Literal["requested_on", "promised_on", "priority"]
FIELDS: tuple[Field, ...] = ("requested_on", "promised_on", "priority")
OF_LINES = ("requested_on", "promised_on")


@dataclass(frozen=True, slots=True)
class OrderChange:
    """What becomes of one order: the values that it had, each once, the new one; or why it stays."""

    reference: str
    customer_name: str
    before: tuple[date | int | None, ...]
    changes: bool
    refusal: DispatchError | None = None

    @property
    def refused(self) -> bool:
        """Whether it stays as it was against the asker's will."""
        return self.refusal is not None


def amend_orders(
    session: Session, references: Sequence[str], field: Field, value: date | int
) -> tuple[OrderChange, ...]:
    """Set a field of orders: a date on every line of which something is still owed, the priority on the head.

    An order that refuses stays as it was; the caller decides about the others.

    Raises
    ------
    InvalidInputError
        When there is no order or too many, or the priority is none.
    NotFoundError
        When an order is not there.
    """
    if not 0 < len(references) <= MOST or (field == "priority" and value not in (1, 2, 3)):
        raise InvalidInputError(f"{len(references)} orders cannot be given that {field}.", f"Tick 1 to {MOST} orders.")
    rows = session.scalars(select(Order).where(Order.reference.in_(references)).with_for_update())
    found = {order.reference: order for order in rows}
    missing = [reference for reference in references if reference not in found]
    if missing:
        raise NotFoundError(f"There is no order {missing[0]}.")
    return tuple(_amend(session, found[reference], field, value) for reference in sorted(found))


def _amend(session: Session, order: Order, field: Field, value: date | int) -> OrderChange:
    lines = [line for line in order.lines if line.backlog_qty + line.planned_qty > 0]
    asked = [getattr(line, field) for line in lines] if field in OF_LINES else [order.priority]
    before, name = tuple(dict.fromkeys(asked)), order.customer.name
    made: list[tuple[Order, int | None, list[Change]]] = []
    try:
        with session.begin_nested():
            if field in OF_LINES:
                told = apply_to_lines(session, [(line, {field: value}) for line in lines])
                made = [(order, line.line_no, changes) for line, changes in zip(lines, told, strict=True)]
            else:
                made = [(order, None, apply_to_order(session, order, {field: value}))]
            store_amendments(session, made)
    except DispatchError as error:
        return OrderChange(order.reference, name, before, changes=False, refusal=error)
    return OrderChange(order.reference, name, before, changes=any(changes for _, _, changes in made))
