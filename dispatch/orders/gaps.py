"""What an order says otherwise than its quote (écarts devis/commande): found line by line, accepted by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import RefusedError
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.quote_gaps import AcceptedGap
from dispatch.orders.quotes import Quote, QuoteLine

NO_QUOTE = "no_quote"


@dataclass(frozen=True, slots=True)
class Side:
    """One line as quote or order has it."""

    line_no: int
    product_code: str
    quantity: int
    unit_price_micros: int
    wanted_on: date | None


@dataclass(frozen=True, slots=True)
class Gap:
    """One difference; both sides as text, empty where there is nothing."""

    line_no: int
    field: str
    quoted: str
    ordered: str


@dataclass(frozen=True, slots=True)
class OpenGap:
    """A difference that nobody has accepted yet."""

    order_id: int
    order_reference: str
    order_number: str
    quote_number: str
    customer_name: str
    received_on: date
    gap: Gap


def differences(quoted: Iterable[Side], ordered: Iterable[Side]) -> list[Gap]:
    """Every difference of price, quantity or date, lines that are missing and lines that were added.

    A line is the same where number and product are. A date differs where the quote has one.
    """
    offers = {(line.line_no, line.product_code): line for line in quoted}
    wishes = {(line.line_no, line.product_code): line for line in ordered}
    found: list[Gap] = []
    for key in sorted(offers.keys() | wishes.keys()):
        offer, wish = offers.get(key), wishes.get(key)
        if offer is None or wish is None:
            field = "added" if offer is None else "missing"
            found.append(Gap(key[0], field, _all(offer), _all(wish)))
            continue
        pairs = {
            "quantity": (_units(offer.quantity), _units(wish.quantity)),
            "price": (_price(offer.unit_price_micros), _price(wish.unit_price_micros)),
            "date": (_day(offer.wanted_on), _day(wish.wanted_on if offer.wanted_on else None)),
        }
        found.extend(Gap(key[0], field, was, now) for field, (was, now) in pairs.items() if was != now)
    return found


def order_gaps(session: Session, order: Order) -> list[Gap]:
    """The differences of one order with its quote, and that it has none; accepted ones left out."""
    told = select(AcceptedGap.line_no, AcceptedGap.field, AcceptedGap.quoted, AcceptedGap.ordered)
    accepted = {tuple(row) for row in session.execute(told.where(AcceptedGap.order_id == order.id))}
    if order.quote_id is None:
        gaps = [] if order.kind == "call_off" else [Gap(0, NO_QUOTE, "", order.reference)]
    else:
        quote = session.get_one(Quote, order.quote_id)
        gaps = differences(map(_offer, quote.lines), map(_wish, order.lines))
    return [gap for gap in gaps if (gap.line_no, gap.field, gap.quoted, gap.ordered) not in accepted]


def open_gaps(session: Session) -> list[OpenGap]:
    """Differences of all confirmed orders that have a quote, oldest order first."""
    query = (
        select(Order)
        .where(Order.quote_id.is_not(None), Order.state == "confirmed")
        .options(joinedload(Order.customer), selectinload(Order.lines).joinedload(OrderLine.product))
        .order_by(Order.id)
    )
    found: list[OpenGap] = []
    for order in session.scalars(query).unique():
        gaps = order_gaps(session, order)
        if gaps:
            number = session.get_one(Quote, order.quote_id).number
            day = clock.local(order.received_at).date()
            found.extend(
                OpenGap(order.id, order.reference, order.number, number, order.customer.name, day, gap) for gap in gaps
            )
    return found


def accept_gaps(session: Session, order: Order, gaps: Sequence[Gap], reason: str = "") -> None:
    """Accept differences in the name of whoever acts; another value later is a new difference.

    Raises
    ------
    RefusedError
        One of them is not, or no longer, a difference of this order.
    """
    open_now = set(order_gaps(session, order))
    now, actor = clock.now(), actor_of(session)
    for gap in gaps:
        if gap not in open_now:
            raise RefusedError(
                f"Order {order.reference}: {gap.field} {gap.quoted} → {gap.ordered} is no open difference.",
                "Reload: it may have been accepted, or the order changed.",
            )
        session.add(
            AcceptedGap(
                order_id=order.id,
                line_no=gap.line_no,
                field=gap.field,
                quoted=gap.quoted,
                ordered=gap.ordered,
                accepted_at=now,
                accepted_by=actor,
                reason=reason,
            )
        )
        journal.record(
            session,
            "order.gap_accepted",
            order.number,
            line=gap.line_no,
            field=gap.field,
            quoted=gap.quoted,
            ordered=gap.ordered,
            reason=reason,
        )
    session.flush()


def _offer(line: QuoteLine) -> Side:
    return Side(line.line_no, line.product.code, line.quantity, line.unit_price_micros, line.wanted_on)


def _wish(line: OrderLine) -> Side:
    return Side(line.line_no, line.product.code, line.ordered_qty, line.unit_price_micros, line.due_on)


def _all(side: Side | None) -> str:
    return "" if side is None else f"{_units(side.quantity)} × {side.product_code}"[:64]


def _units(milli: int) -> str:
    return f"{milli / 1000:g}"


def _price(micros: int) -> str:
    return f"{micros / 1_000_000:.2f}" if micros % 10_000 == 0 else f"{micros / 1_000_000:.6f}"


def _day(on: date | None) -> str:
    return on.isoformat() if on else ""
