"""Deals as rows: one after the other, and one with the orders under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from dispatch.db.keyset import Slice, after, slice_of
from dispatch.errors import NotFoundError
from dispatch.orders.deals import Deal
from dispatch.orders.models import Order


@dataclass(frozen=True, slots=True)
class DealRow:
    """One deal."""

    code: str
    name: str
    customer_code: str
    opened_on: date
    remark: str
    state: str


def deals_after(session: Session, last: int, limit: int) -> Slice[DealRow]:
    """Deals from a key on, in the order in which they came."""
    query = select(Deal).options(joinedload(Deal.customer))
    return slice_of(session.scalars(after(query, Deal.id, last, limit)), limit, lambda one: one.id, _row)


def deal_with_orders(session: Session, code: str) -> tuple[DealRow, tuple[str, ...]]:
    """One deal and the references of its orders, the oldest first.

    Raises
    ------
    NotFoundError
        There is none of that code.
    """
    deal = session.scalars(select(Deal).where(Deal.code == code).options(joinedload(Deal.customer))).one_or_none()
    if deal is None:
        raise NotFoundError(f"There is no deal {code}.", "Look for it in the files.")
    orders = session.scalars(select(Order.reference).where(Order.deal_id == deal.id).order_by(Order.id))
    return _row(deal), tuple(orders)


def _row(deal: Deal) -> DealRow:
    return DealRow(deal.code, deal.name, deal.customer.code, deal.opened_on, deal.remark, deal.state)
