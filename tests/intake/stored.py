"""What is stored after an order file came in."""

from __future__ import annotations

from sqlalchemy import select

from dispatch import journal
from dispatch.orders import conservation
from dispatch.orders.models import Order, OrderAmendment, OrderLine


def stored(database, reference="CF1"):
    """State of the order and its lines: (number, ordered, backlog)."""
    with database.reading() as session:
        order = session.scalars(select(Order).where(Order.reference == reference)).one()
        return order.state, [(line.line_no, line.ordered_qty, line.backlog_qty) for line in order.lines]


def line_of(session, reference="CF1", line_no=1):
    query = select(OrderLine).join(Order).where(Order.reference == reference, OrderLine.line_no == line_no)
    return session.scalars(query).one()


def plan(database, quantity, reference="CF1", deliver=0):
    with database.transaction("planner") as session:
        line = line_of(session, reference)
        conservation.plan(session, line, quantity)
        conservation.accept(session, line, deliver)
        journal.record(session, "test.planned", reference)


def amendments(database):
    with database.reading() as session:
        query = select(OrderAmendment).order_by(OrderAmendment.id)
        return [(row.line_no, row.field, row.before, row.after) for row in session.scalars(query)]
