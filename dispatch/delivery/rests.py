"""What a delivery leaves owing becomes a back order, open until nothing of the line is owed."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.delivery.reserves import Outcome
from dispatch.orders.models import BackOrder, OrderLine


def cause_of(outcome: Outcome) -> str:
    """Why a rest is owed: a shortage comes before a refusal, a refusal before a delivery planned in part."""
    if outcome.missing_qty:
        return "shortage"
    return "refusal" if outcome.refused_qty else "partial"


def settle_rest(session: Session, line: OrderLine, outcome: Outcome, note_number: str) -> BackOrder | None:
    """Open a back order where part of the line is owed and on no tour, close it where nothing is owed any more.

    A line has one open back order at most; an older one stays, with its age. The caller holds the line's row.
    """
    now = clock.now()
    subject = f"{line.order.reference}/{line.line_no}"
    if line.backlog_qty == 0 and line.planned_qty == 0:
        closing = update(BackOrder).where(BackOrder.order_line_id == line.id, BackOrder.closed_at.is_(None))
        closed = session.execute(closing.values(closed_at=now)).rowcount  # type: ignore[attr-defined]  # a CursorResult
        if closed:
            journal.record(session, "back_order.closed", subject, note=note_number)
        return None
    if line.backlog_qty == 0:
        return None
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    opening = insert(BackOrder).values(
        order_line_id=line.id,
        cause=cause_of(outcome),
        opened_qty=line.backlog_qty,
        note_number=note_number,
        opened_at=now,
    )
    opened = session.execute(opening.on_conflict_do_nothing().returning(BackOrder.id)).scalar_one_or_none()
    if opened is not None:
        journal.record(
            session,
            "back_order.opened",
            subject,
            cause=cause_of(outcome),
            quantity=line.backlog_qty,
            note=note_number,
        )
    query = select(BackOrder).where(BackOrder.order_line_id == line.id, BackOrder.closed_at.is_(None))
    return session.scalars(query).one()
