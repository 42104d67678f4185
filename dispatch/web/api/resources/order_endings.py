"""What ends an order or starts it anew: lines given up, the rest closed short, opened again, forecasts made firm, differences accepted."""

from __future__ import annotations

from sqlalchemy.orm import Session

from dispatch.errors import InvalidInputError
from dispatch.orders import feed
from dispatch.orders.cancelling import cancel_line
from dispatch.orders.cancelling import close_order as close
from dispatch.orders.gaps import accept_gaps, order_gaps
from dispatch.orders.reopening import reopen_order as reopen
from dispatch.orders.revising import firm_up
from dispatch.web.api.answering import reread
from dispatch.web.api.operations import operation
from dispatch.web.api.resources.order_changes import ReasonIn
from dispatch.web.api.resources.orders import OrderOut, order_out
from dispatch.web.api.shapes import Quantity, Shape


class GivenUpIn(ReasonIn):
    """Why, and how much; all that is owed and on no tour where no quantity is given."""

    quantity: Quantity | None = None
    """In thousandths of the unit."""


class DifferenceOut(Shape):
    """One difference between an order and its quote, both sides as text; `field` is no_quote where it has none."""

    line_no: int
    """0: the whole order."""
    field: str
    quoted: str
    ordered: str


class DifferencesOut(Shape):
    """The differences that nobody has accepted."""

    order_reference: str
    items: tuple[DifferenceOut, ...]


@operation("POST", "/orders/<reference>/lines/<int:line_no>/cancellation")
def give_up_line(session: Session, reference: str, line_no: int, body: GivenUpIn) -> OrderOut:
    """Give up what is owed of a line and on no tour, or part of it; that closes a back order short."""
    order = feed.order_of(session, reference, lock=True)
    cancel_line(session, feed.line_of(order, line_no), body.reason, body.quantity)
    return order_out(session, order)


@operation("POST", "/orders/<reference>/closure")
def close_order(session: Session, reference: str, body: ReasonIn) -> OrderOut:
    """Close an order: what is still owed of it is given up."""
    order = feed.order_of(session, reference, lock=True)
    close(session, order, body.reason)
    return order_out(session, order)


@operation("POST", "/orders/<reference>/reopening")
def reopen_order(session: Session, reference: str, body: ReasonIn) -> OrderOut:
    """Owe again what was given up of a closed order, within the credit limit."""
    order = feed.order_of(session, reference, lock=True)
    reopen(session, order, body.reason)
    return order_out(session, order)


@operation("POST", "/orders/<reference>/firming")
def make_firm(session: Session, reference: str) -> OrderOut:
    """Make a forecast call-off firm: it is owed, planned, and counts for the credit limit."""
    order = feed.order_of(session, reference, lock=True)
    firm_up(session, order)
    return order_out(session, order)


@operation("GET", "/orders/<reference>/differences")
def list_differences(session: Session, reference: str) -> DifferencesOut:
    """How an order differs from its quote in price, quantity or date, as far as nobody has accepted it."""
    return _differences(session, reference)


@operation("POST", "/orders/<reference>/differences/acceptance")
def accept_differences(session: Session, reference: str, body: ReasonIn) -> DifferencesOut:
    """Accept all differences of an order with its quote, or that it has none, in the token's name."""
    order = feed.order_of(session, reference, lock=True)
    gaps = order_gaps(session, order)
    if not gaps:
        raise InvalidInputError("There is no difference to accept.", "Read the differences again.")
    accept_gaps(session, order, gaps, body.reason)
    reread(session)
    return _differences(session, reference)


def _differences(session: Session, reference: str) -> DifferencesOut:
    order = feed.order_of(session, reference)
    return DifferencesOut(
        order_reference=order.reference,
        items=tuple(DifferenceOut.of(one) for one in order_gaps(session, order)),
    )
