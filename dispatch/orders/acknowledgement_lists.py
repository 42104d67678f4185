"""Acknowledgements as their page shows them: what waits, what has moved since, what waits for the post, how long it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from dispatch import clock, settings
from dispatch.company.models import Company
from dispatch.customers.models import Customer
from dispatch.documents.acknowledgement_sheets import thaw_acknowledgement
from dispatch.orders.acknowledgement_sheet import acknowledgement_sheet, says_the_same
from dispatch.orders.acknowledgements import Acknowledgement
from dispatch.orders.models import Order, OrderAmendment, OrderLine


@dataclass(frozen=True, slots=True)
class WaitingOrder:
    """A confirmed order without an acknowledgement; `waited_h` since it was received."""

    order_id: int
    reference: str
    customer_name: str
    received_at: datetime
    waited_h: int
    late: bool
    by_mail: bool


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """One acknowledgement, and the hours it took from the order's receipt."""

    title: str
    order_reference: str
    customer_name: str
    channel: str
    issued_at: datetime
    issued_by: str
    took_h: int
    in_time: bool
    sent_at: datetime | None
    document_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class MovedOrder:
    """An acknowledged order that says something else by now."""

    order_id: int
    reference: str
    customer_name: str
    title: str
    moved: tuple[tuple[int, date, date], ...]
    """Line, date as acknowledged, date now."""


def waiting(session: Session, limit: int = 300) -> tuple[int, tuple[WaitingOrder, ...]]:
    """How many orders wait for their acknowledgement, and the first of them, longest first."""
    query = (
        select(Order.id, Order.reference, Customer.name, Order.received_at, Customer.email)
        .join(Customer, Customer.id == Order.customer_id)
        .where(_waits())
        .order_by(Order.received_at, Order.id)
    )
    count = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    now, target, mails = clock.now(), _target(), bool(settings.current().smtp_url)
    return count, tuple(
        WaitingOrder(
            key,
            reference,
            name,
            received_at,
            _hours(now - received_at),
            now - received_at > target,
            bool(email) and mails,
        )
        for key, reference, name, received_at, email in session.execute(query.limit(limit))
    )


def waiting_ids(session: Session) -> list[int]:
    """Orders to acknowledge, in the order in which they were received."""
    return list(session.scalars(select(Order.id).where(_waits()).order_by(Order.received_at, Order.id)))


def moved(session: Session, *conditions: ColumnElement[bool]) -> tuple[MovedOrder, ...]:
    """Acknowledged open orders that would be acknowledged otherwise today."""
    company = session.get(Company, 1)
    latest = select(func.max(Acknowledgement.id)).group_by(Acknowledgement.order_id)
    query = (
        select(Acknowledgement)
        .join(Order, Order.id == Acknowledgement.order_id)
        .where(
            Acknowledgement.id.in_(latest),
            Order.state == "confirmed",
            exists().where(OrderAmendment.order_id == Order.id, OrderAmendment.at >= Acknowledgement.issued_at),
            _owed(),
            *conditions,
        )
        .options(
            joinedload(Acknowledgement.order).joinedload(Order.customer),
            joinedload(Acknowledgement.order).joinedload(Order.site),
            joinedload(Acknowledgement.order).selectinload(Order.lines).joinedload(OrderLine.product),
        )
        .order_by(Acknowledgement.id)
    )
    found = []
    for paper in session.scalars(query).unique():
        before = thaw_acknowledgement(paper.sheet)
        now = acknowledgement_sheet(paper.number, "", paper.order, company, before)
        if now.lines and not says_the_same(now, before):
            dates = tuple((line.line_no, line.before_on, line.agreed_on) for line in now.lines if line.before_on)
            found.append(
                MovedOrder(paper.order_id, paper.order.reference, paper.order.customer.name, paper.title, dates)
            )
    return tuple(found)


def issued(session: Session, *conditions: ColumnElement[bool], limit: int = 60) -> tuple[IssuedRow, ...]:
    """The latest acknowledgements."""
    query = (
        select(Acknowledgement)
        .where(*conditions)
        .options(joinedload(Acknowledgement.order).joinedload(Order.customer), selectinload(Acknowledgement.document))
        .order_by(Acknowledgement.id.desc())
        .limit(limit)
    )
    target = _target()
    return tuple(
        IssuedRow(
            paper.title,
            paper.order.reference,
            paper.order.customer.name,
            paper.channel,
            paper.issued_at,
            paper.issued_by,
            _hours(paper.issued_at - paper.order.received_at),
            bool(paper.index_letter) or paper.issued_at - paper.order.received_at <= target,
            paper.sent_at,
            paper.document_id,
            paper.reason,
        )
        for paper in session.scalars(query)
    )


def of_order(session: Session, order_id: int) -> tuple[IssuedRow, ...]:
    """The acknowledgements of one order, the latest first."""
    return issued(session, Acknowledgement.order_id == order_id)


def has_moved(session: Session, order_id: int) -> bool:
    """Whether the latest acknowledgement of an order says something else than the order does by now."""
    return bool(moved(session, Acknowledgement.order_id == order_id))


def for_the_post(session: Session) -> int:
    """How many wait to be printed."""
    query = select(func.count()).where(Acknowledgement.channel == "post", Acknowledgement.sent_at.is_(None))
    return session.scalar(query) or 0


def _waits() -> ColumnElement[bool]:
    return and_(
        Order.state == "confirmed",
        Order.forecast.is_(False),
        Order.kind != "framework",
        ~exists().where(Acknowledgement.order_id == Order.id),
        _owed(),
    )


def _owed() -> ColumnElement[bool]:
    return exists().where(OrderLine.order_id == Order.id, OrderLine.backlog_qty + OrderLine.planned_qty > 0)


def _target() -> timedelta:
    return timedelta(hours=settings.current().acknowledgement_target_h)


def _hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)
