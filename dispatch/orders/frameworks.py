"""Framework orders: what may still be called of them, and when a call-off is refused."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select, update
from sqlalchemy.orm import Session, selectinload

from dispatch.errors import RefusedError
from dispatch.orders.models import Order, OrderLine

TEXTS = {
    "framework_not_signed": ("Framework order {framework} is {state}, not confirmed.", "Confirm it first."),
    "framework_expired": (
        "Framework order {framework} ended on {until}, the call-off is for {on}.",
        "Extend it first.",
    ),
    "framework_of_other_customer": ("Framework order {framework} belongs to another customer.", "Check the reference."),
    "product_not_in_framework": (
        "Framework order {framework} has no line of this product.",
        "Add it or order it firm.",
    ),
    "above_balance": (
        "Framework order {framework} has {left} left, {asked} called.",
        "Call less or raise the framework.",
    ),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a call-off is refused: a code of `TEXTS` and the facts for its text."""

    code: str
    params: dict[str, object]

    def as_error(self) -> RefusedError:
        """The refusal as an error to raise."""
        detail, hint = TEXTS[self.code]
        return RefusedError(detail.format(**self.params), hint)


@dataclass(slots=True)
class FrameworkLine:
    """The balance of one line; `key` tells the line apart (its id once stored), quantities in milli-units."""

    key: object
    product_id: int
    unit_price_micros: int
    committed_qty: int
    """Ordered less cancelled."""
    called_qty: int
    latest_on: date | None = None

    @property
    def left_qty(self) -> int:
        """What may still be called."""
        return self.committed_qty - self.called_qty


@dataclass(slots=True)
class Framework:
    """A framework order as the rules see it; `take` keeps its balances up to date in memory."""

    reference: str
    customer_id: int
    state: str
    valid_until: date | None
    lines: list[FrameworkLine] = field(default_factory=list)
    order_id: int | None = None

    def take(self, customer_id: int, product_id: int, quantity: int, on: date) -> FrameworkLine | Refusal:
        """Call a quantity for a day: the line it comes from, or why not.

        Parameters
        ----------
        on
            The later of the day asked for and the day of the call.
        """
        said: dict[str, object] = {"framework": self.reference, "on": on}
        if customer_id != self.customer_id:
            return Refusal("framework_of_other_customer", said)
        if self.state != "confirmed":
            return Refusal("framework_not_signed", {**said, "state": self.state})
        if self.valid_until is not None and on > self.valid_until:
            return Refusal("framework_expired", {**said, "until": self.valid_until})
        lines = [line for line in self.lines if line.product_id == product_id]
        if not lines:
            return Refusal("product_not_in_framework", said)
        alive = [line for line in lines if line.latest_on is None or on <= line.latest_on]
        if not alive:
            return Refusal(
                "framework_expired", {**said, "until": max(line.latest_on for line in lines if line.latest_on)}
            )
        fitting = next((line for line in alive if line.left_qty >= quantity), None)
        if fitting is None:
            left = max(line.left_qty for line in alive)
            return Refusal("above_balance", {**said, "left": Decimal(left) / 1000, "asked": Decimal(quantity) / 1000})
        fitting.called_qty += quantity
        return fitting

    def resize(self, line: FrameworkLine, difference: int) -> Refusal | None:
        """A call-off on a line takes more (or gives back): why not, or None."""
        if difference > line.left_qty:
            said = {
                "framework": self.reference,
                "left": Decimal(line.left_qty) / 1000,
                "asked": Decimal(difference) / 1000,
            }
            return Refusal("above_balance", said)
        line.called_qty += difference
        return None


def frameworks(session: Session, references: Collection[str]) -> dict[str, Framework]:
    """Framework orders by their reference or their number (imported ones win where two have the same)."""
    if not references:
        return {}
    found: dict[str, Framework] = {}
    query = (
        select(Order)
        .where(Order.kind == "framework", Order.reference.in_(references) | Order.number.in_(references))
        .options(selectinload(Order.lines))
        .order_by(Order.source == "import", Order.id)
    )
    for order in session.scalars(query):
        found[order.number] = _framework(order)
        found[order.reference] = found[order.number]
    return found


def draw(session: Session, framework_line_id: int, quantity: int) -> None:
    """Take a quantity from the balance by one guarded UPDATE (a negative one gives back).

    Raises
    ------
    RefusedError
        When the balance is too small: another call-off may have taken it meanwhile.
    """
    called = OrderLine.called_qty + quantity
    moved = session.execute(
        update(OrderLine)
        .where(
            OrderLine.id == framework_line_id, called <= OrderLine.ordered_qty - OrderLine.cancelled_qty, called >= 0
        )
        .values(called_qty=called)
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]  # a CursorResult
    line = session.get(OrderLine, framework_line_id, populate_existing=True)
    if moved != 1:
        left = 0 if line is None else line.ordered_qty - line.cancelled_qty - line.called_qty
        raise RefusedError(
            f"The framework order has {left / 1000:g} left, {quantity / 1000:g} called.",
            "Call less or raise the framework.",
        )


def _framework(order: Order) -> Framework:
    return Framework(
        reference=order.reference,
        customer_id=order.customer_id,
        state=order.state,
        valid_until=order.valid_until,
        order_id=order.id,
        lines=[
            FrameworkLine(
                key=line.id,
                product_id=line.product_id,
                unit_price_micros=line.unit_price_micros,
                committed_qty=line.ordered_qty - line.cancelled_qty,
                called_qty=line.called_qty,
                latest_on=line.latest_on,
            )
            for line in order.lines
        ],
    )
