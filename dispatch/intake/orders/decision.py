"""What an order file comes to: new orders, new lines, amendments; and how it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from dispatch.orders.amending import Change, apply_to_lines, apply_to_order, store_amendments
from dispatch.orders.frameworks import Framework, frameworks
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.register import LineDraft, OrderDraft, add_lines, register_many

Made = tuple[Order, int | None, list[Change]]


@dataclass(slots=True)
class Amendment:
    """What changes on one order that exists."""

    order: Order
    changes: dict[str, Any] = field(default_factory=dict)
    lines: list[tuple[OrderLine, dict[str, Any]]] = field(default_factory=list)
    new_lines: list[LineDraft] = field(default_factory=list)
    framework: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.changes or self.lines or self.new_lines)


@dataclass(slots=True)
class OrdersDecision:
    """Rows counted by what becomes of them, and what is to be written."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    drafts: list[OrderDraft] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)

    def apply(self, session: Session) -> None:
        """Write it: framework orders first, so that call-offs find their balance."""
        first = [amendment for amendment in self.amendments if amendment.order.kind == "framework"]
        rest = [amendment for amendment in self.amendments if amendment.order.kind != "framework"]
        made = _amend(session, first)
        session.flush()
        register_many(session, self.drafts)
        made += _amend(session, rest)
        store_amendments(session, made)


def _amend(session: Session, amendments: list[Amendment]) -> list[Made]:
    lines = [change for amendment in amendments for change in amendment.lines]
    told = apply_to_lines(session, lines)
    made: list[Made] = [(line.order, line.line_no, changes) for (line, _), changes in zip(lines, told, strict=True)]
    for amendment in amendments:
        order = amendment.order
        made.append((order, None, apply_to_order(session, order, amendment.changes)))
        if amendment.new_lines:
            add_lines(session, order, amendment.new_lines, _framework(session, amendment))
            made += [
                (order, line.line_no, [("line", "", f"+ {line.quantity / 1000:g}")]) for line in amendment.new_lines
            ]
    return made


def _framework(session: Session, amendment: Amendment) -> Framework | None:
    if not amendment.framework or not amendment.new_lines:
        return None
    return frameworks(session, [amendment.framework])[amendment.framework]
