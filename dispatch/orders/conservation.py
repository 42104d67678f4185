"""The moves of a line's quantities; between them ordered = delivered + backlog + planned + cancelled always holds.

::

              plan              accept
    backlog ────────▶ planned ────────▶ delivered
       │   ◀────────    │                   │
       │    give_back                       │
       │   ◀────────────────────────────────┤ owe_again
       ▼ cancel                             ▼ take_back
    cancelled                           cancelled

`resize` is the one move from outside: the customer orders more or less, and the backlog takes the difference.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import BigInteger, BindParameter, bindparam, select, update
from sqlalchemy.orm import Session

from dispatch.db.chunks import chunks
from dispatch.errors import ConservationError
from dispatch.orders.models import OrderLine
from dispatch.orders.settling import touch


def plan(session: Session, line: OrderLine, quantity: int) -> None:
    """Put part of the backlog on a live tour; `quantity` in milli-units."""
    _move(session, line, "backlog", "planned", quantity)


def give_back(session: Session, line: OrderLine, quantity: int) -> None:
    """Take a planned quantity off its tour, or put what was refused or missing back: it is owed again."""
    _move(session, line, "planned", "backlog", quantity)


def accept(session: Session, line: OrderLine, quantity: int) -> None:
    """The customer accepted a planned quantity."""
    _move(session, line, "planned", "delivered", quantity)


def owe_again(session: Session, line: OrderLine, quantity: int) -> None:
    """Accepted goods came back and others are to be delivered in their place."""
    _move(session, line, "delivered", "backlog", quantity)


def take_back(session: Session, line: OrderLine, quantity: int) -> None:
    """Accepted goods came back and nothing takes their place."""
    _move(session, line, "delivered", "cancelled", quantity)


def cancel(session: Session, line: OrderLine, quantity: int) -> None:
    """Give up part of the backlog; who and why stands in the journal entry of the service that asks."""
    _move(session, line, "backlog", "cancelled", quantity)


def reopen(session: Session, line: OrderLine, quantity: int) -> None:
    """Owe a cancelled quantity again."""
    _move(session, line, "cancelled", "backlog", quantity)


def resize(session: Session, line: OrderLine, ordered: int) -> None:
    """Let the customer order more or less; what is delivered, planned, cancelled or called stays as it is.

    Raises
    ------
    ConservationError
        When the new quantity is below what is already spoken for.
    """
    resize_many(session, [(line, ordered)])


def resize_many(session: Session, wanted: Sequence[tuple[OrderLine, int]]) -> None:
    """`resize` in bulk, guarded like every move."""
    if not wanted:
        return
    session.flush()
    touch(session, (line.id for line, _ in wanted))
    table = OrderLine.__table__
    before: BindParameter[int] = bindparam("before_qty", type_=BigInteger)
    after: BindParameter[int] = bindparam("after_qty", type_=BigInteger)
    session.execute(
        update(table)  # type: ignore[arg-type]  # a Table
        .where(
            table.c.id == bindparam("line_id"),
            table.c.ordered_qty == before,
            table.c.backlog_qty + after - before >= 0,
            table.c.called_qty <= after - table.c.cancelled_qty,
        )
        .values(ordered_qty=after, backlog_qty=table.c.backlog_qty + after - before),
        [{"line_id": line.id, "before_qty": line.ordered_qty, "after_qty": ordered} for line, ordered in wanted],
    )
    for some in chunks([line.id for line, _ in wanted]):
        query = select(OrderLine).where(OrderLine.id.in_(some)).execution_options(populate_existing=True)
        session.scalars(query).all()
    for line, ordered in wanted:
        if line.ordered_qty != ordered:
            taken = max(line.ordered_qty - line.backlog_qty, line.called_qty + line.cancelled_qty)
            raise ConservationError(
                f"Line {line.line_no} of order {line.order.reference} cannot become {ordered / 1000:g}: "
                f"{taken / 1000:g} is delivered, planned, cancelled or called.",
                "Take it off its tour first, or keep at least that much.",
            )


def _move(session: Session, line: OrderLine, source: str, target: str, quantity: int) -> None:
    """Move by one guarded UPDATE, so that two writers cannot take the same quantity (works on both engines without row locks)."""
    if quantity == 0:
        return
    if quantity < 0:
        raise ConservationError(f"A quantity of {quantity / 1000:g} cannot be moved.", "Give a positive quantity.")
    session.flush()
    from_column, to_column = getattr(OrderLine, f"{source}_qty"), getattr(OrderLine, f"{target}_qty")
    moved = session.execute(
        update(OrderLine)
        .where(OrderLine.id == line.id, from_column >= quantity)
        .values({from_column: from_column - quantity, to_column: to_column + quantity})
        .execution_options(synchronize_session=False)
    ).rowcount  # type: ignore[attr-defined]  # a CursorResult
    session.refresh(line, [f"{source}_qty", f"{target}_qty"])
    if {source, target} != {"backlog", "planned"}:
        touch(session, [line.id])
    if moved != 1:
        have = getattr(line, f"{source}_qty")
        raise ConservationError(
            f"Line {line.line_no} of order {line.order.reference}: {quantity / 1000:g} asked for, {have / 1000:g} {source}.",
            "Somebody may have changed it meanwhile: reload and look again.",
        )
