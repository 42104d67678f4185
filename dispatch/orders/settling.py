"""Settling: before a transaction commits, the book and the credit account follow every line that it has touched.

Services say which lines they touched; what moved is the difference between the line's row and its movements so far. So a
service cannot forget a movement, and settling twice moves nothing. Lines are locked in the order of their ids, then
accounts in the order of theirs, at the end of the transaction: the same order everywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import case, func, insert, select
from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.catalog import amounts
from dispatch.customers import credit
from dispatch.db.chunks import chunks
from dispatch.db.engine import actor_of, before_journal
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.movements import MOVEMENTS, OrderMovement

PARTS_PER_CENT = 10_000_000
"""Milli-units times micros in one cent."""

COUNTED = ("confirmed", "closed")
"""States of an order whose lines are in the book."""

Amount = tuple[int, int, int]
"""Milli-units, net in cents, gross in cents."""
ZERO: Amount = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a line's row says; quantities in milli-units, price in micros, VAT in basis points."""

    ordered_qty: int
    delivered_qty: int
    cancelled_qty: int
    unit_price_micros: int
    vat_bp: int


@dataclass(slots=True)
class _Line:
    customer_id: int
    standing: Standing
    counts: bool
    posted: dict[str, Amount] = field(default_factory=dict)


def touch(session: Session, line_ids: Iterable[int]) -> None:
    """Say that these lines have changed: they are settled before the commit."""
    session.info.setdefault("touched_lines", set()).update(line_ids)


def touch_order(session: Session, order: Order) -> None:
    """Say that all lines of an order have changed (its state, its customer)."""
    session.flush()
    touch(session, session.scalars(select(OrderLine.id).where(OrderLine.order_id == order.id)))


def touch_customer(session: Session, order: Order, customer_id: int) -> None:
    """Say that an order goes over to another customer: what it owes goes with it."""
    session.info.setdefault("moved_orders", []).append((order.id, order.customer_id, customer_id))


def reserved(session: Session, customer_id: int, cents: int) -> None:
    """Say that this much of what the transaction will owe is on the customer's account already."""
    kept = session.info.setdefault("reserved_cents", {})
    kept[customer_id] = kept.get(customer_id, 0) + cents


@before_journal
def settle(session: Session) -> None:
    """Write the movements of the touched lines, and post what they owe (and what was invoiced) to the customers' accounts.

    Raises
    ------
    InvalidInputError
        A line is worth more than a line may be.
    """
    session.flush()
    owed: dict[int, int] = defaultdict(int)
    for order_id, before, after in session.info.pop("moved_orders", ()):
        standing = _owed_by(session, order_id)
        owed[before] -= standing
        owed[after] += standing
    for customer_id, cents in _write_movements(session).items():
        owed[customer_id] += cents
    for customer_id, cents in session.info.pop("reserved_cents", {}).items():
        owed[customer_id] -= cents
    others = credit.waiting_postings(session)
    for customer_id in sorted(owed.keys() | others.keys()):
        delivered, invoiced = others.get(customer_id, (0, 0))
        if owed[customer_id] or delivered or invoiced:
            credit.post(
                session,
                customer_id,
                ordered_cents=owed[customer_id],
                delivered_cents=delivered,
                invoiced_cents=invoiced,
            )


def _write_movements(session: Session) -> dict[int, int]:
    """Write the movements of the touched lines; customer id → cents with VAT that are owed more."""
    touched = sorted(session.info.pop("touched_lines", ()))
    now, today, actor = clock.now(), clock.today(), actor_of(session)
    rows: list[dict[str, object]] = []
    owed: dict[int, int] = defaultdict(int)
    for some in chunks(touched):
        for line_id, line in _lines(session, some).items():
            amounts.refuse_excessive(line.standing.ordered_qty, line.standing.unit_price_micros)
            for kind, (quantity, net, gross) in moves(line.standing, line.posted, counts=line.counts).items():
                owed[line.customer_id] += gross if kind == "booked" else -gross
                rows.append(
                    {
                        "order_line_id": line_id,
                        "day": today,
                        "at": now,
                        "by": actor,
                        "kind": kind,
                        "quantity": quantity,
                        "net_cents": net,
                        "gross_cents": gross,
                    }
                )
    if rows:
        session.execute(insert(OrderMovement), rows)
    return owed


def moves(now: Standing, posted: dict[str, Amount], *, counts: bool) -> dict[str, Amount]:
    """What must be written so that the movements say what the row says.

    Delivered and cancelled move at the price of today; what is left open is worth its quantity at that price, and booked
    takes the difference, so that booked − delivered − cancelled is the open value to the cent.

    Parameters
    ----------
    counts
        Whether the line belongs to the book: a draft, a framework or a forecast does not.
    """
    had = {kind: posted.get(kind, ZERO) for kind in MOVEMENTS}
    if not counts and had["booked"] == ZERO:
        return {}
    delivered = _moved(had["delivered"][0], now.delivered_qty, now)
    cancelled = _moved(had["cancelled"][0], now.cancelled_qty, now)
    open_qty = now.ordered_qty - now.delivered_qty - now.cancelled_qty if counts else 0
    net, gross = value(open_qty, now)
    wanted = (open_qty, net, gross)
    booked = tuple(
        wanted[part]
        + had["delivered"][part]
        + delivered[part]
        + had["cancelled"][part]
        + cancelled[part]
        - had["booked"][part]
        for part in range(3)
    )
    found = {"booked": (booked[0], booked[1], booked[2]), "delivered": delivered, "cancelled": cancelled}
    return {kind: amount for kind, amount in found.items() if amount != ZERO}


def value(quantity: int, line: Standing) -> tuple[int, int]:
    """Net and gross of a quantity at the line's price, in cents, each rounded half up."""
    exact = quantity * line.unit_price_micros
    return (
        amounts.cents(exact),
        (exact * (10_000 + line.vat_bp) + PARTS_PER_CENT * 5_000) // (PARTS_PER_CENT * 10_000),
    )


def _moved(before_qty: int, after_qty: int, line: Standing) -> Amount:
    net, gross = value(after_qty, line)
    net_before, gross_before = value(before_qty, line)
    return (after_qty - before_qty, net - net_before, gross - gross_before)


def _lines(session: Session, line_ids: Sequence[int]) -> dict[int, _Line]:
    """The lines as they stand, locked, with what their movements have said so far."""
    query = (
        select(
            OrderLine.id,
            Order.customer_id,
            Order.kind,
            Order.forecast,
            Order.state,
            OrderLine.ordered_qty,
            OrderLine.delivered_qty,
            OrderLine.cancelled_qty,
            OrderLine.unit_price_micros,
            OrderLine.vat_bp,
        )
        .join(Order, Order.id == OrderLine.order_id)
        .where(OrderLine.id.in_(line_ids))
        .order_by(OrderLine.id)
        .with_for_update(of=OrderLine)
    )
    found: dict[int, _Line] = {}
    for line_id, customer_id, kind, forecast, state, ordered, delivered, cancelled, price, vat in session.execute(
        query
    ):
        counts = kind != "framework" and not forecast and state in COUNTED
        found[line_id] = _Line(customer_id, Standing(ordered, delivered, cancelled, price, vat), counts)
    sums = (
        select(
            OrderMovement.order_line_id,
            OrderMovement.kind,
            func.sum(OrderMovement.quantity),
            func.sum(OrderMovement.net_cents),
            func.sum(OrderMovement.gross_cents),
        )
        .where(OrderMovement.order_line_id.in_(line_ids))
        .group_by(OrderMovement.order_line_id, OrderMovement.kind)
    )
    for line_id, kind, quantity, net, gross in session.execute(sums):
        found[line_id].posted[kind] = (int(quantity), int(net), int(gross))
    return found


def _owed_by(session: Session, order_id: int) -> int:
    """Cents with VAT that an order owes by its movements."""
    signed = case((OrderMovement.kind == "booked", OrderMovement.gross_cents), else_=-OrderMovement.gross_cents)
    query = (
        select(func.coalesce(func.sum(signed), 0))
        .join(OrderLine, OrderLine.id == OrderMovement.order_line_id)
        .where(OrderLine.order_id == order_id)
    )
    return int(session.scalar(query) or 0)
