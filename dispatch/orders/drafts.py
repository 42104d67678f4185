"""An order as it is asked for, before it has a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dispatch.errors import InvalidInputError
from dispatch.orders.models import KINDS, LINE_PARTIALS, ORIGINS


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One line; `quantity` in milli-units. Without a price the framework's, else the customer's holds (`catalog.prices`)."""

    line_no: int
    product_id: int
    quantity: int
    requested_on: date
    promised_on: date | None = None
    latest_on: date | None = None
    unit_price_micros: int | None = None
    partial: str = ""
    """The line's own rule of partial delivery; empty: the order's."""
    partial_minimum_qty: int = 0
    multiple_qty: int = 0
    max_deliveries: int | None = None

    @property
    def rule_fault(self) -> str:
        """What is wrong with its delivery rules, empty when nothing is."""
        if self.partial not in LINE_PARTIALS:
            return f"the rule {self.partial} is unknown"
        if self.partial == "minimum" and not 0 < self.partial_minimum_qty <= self.quantity:
            return f"its minimum of {self.partial_minimum_qty / 1000:g} is not between 0 and {self.quantity / 1000:g}"
        if self.multiple_qty and self.quantity % self.multiple_qty:
            return f"{self.quantity / 1000:g} is no multiple of {self.multiple_qty / 1000:g}"
        if self.max_deliveries is not None and self.max_deliveries < 1:
            return "it comes in no delivery"
        return ""


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order with its lines. `framework` is the reference or number of the framework that a call-off draws on."""

    customer_id: int
    site_id: int
    lines: tuple[LineDraft, ...]
    reference: str = ""
    """The key outside; its own number when empty."""
    source: str = "console"
    kind: str = "firm"
    framework: str = ""
    forecast: bool = False
    origin: str = "direct"
    customer_reference: str = ""
    partial: str = "allowed"
    partial_minimum_qty: int = 0
    priority: int = 1
    valid_until: date | None = None
    quote_id: int | None = None
    deal_id: int | None = None
    state: str = "confirmed"

    @property
    def requested_on(self) -> date:
        """The earliest day asked for."""
        return min(line.requested_on for line in self.lines)

    def check(self) -> None:
        """Refuse what cannot be an order.

        Raises
        ------
        InvalidInputError
            Saying what is wrong.
        """
        name = self.reference or "The order"
        numbers = [line.line_no for line in self.lines]
        wrong = {
            f"{name} has no line.": not self.lines,
            f"{name} has two lines of one number.": len(set(numbers)) != len(numbers),
            f"{name} has a quantity that is not positive.": any(line.quantity <= 0 for line in self.lines),
            f"{name} has an unknown kind, {self.kind}.": self.kind not in KINDS,
            f"{name} has an unknown origin, {self.origin}.": self.origin not in ORIGINS,
            f"{name}: a call-off names its framework order, no other kind does.": (self.kind == "call_off")
            != bool(self.framework),
            **{f"{name}, line {line.line_no}: {line.rule_fault}.": bool(line.rule_fault) for line in self.lines},
            f"{name} can only be registered as a draft or confirmed.": self.state not in ("draft", "confirmed"),
        }
        for detail, holds in wrong.items():
            if holds:
                raise InvalidInputError(detail, "Correct it and register it again.")
