"""Putting orders under a deal and taking them off it; closing a deal and opening it again."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from dispatch import clock, journal
from dispatch.db.engine import actor_of
from dispatch.errors import NotFoundError, RefusedError
from dispatch.orders.deals import DEAL, Deal
from dispatch.orders.models import Order
from dispatch.orders.naming import orders_named
from dispatch.orders.quotes import Quote


def put_under(session: Session, deal: Deal, reference: str) -> Order:
    """Put an order, and the quote it came from, under a deal; journaled.

    Raises
    ------
    NotFoundError
        There is no such order.
    RefusedError
        It is another customer's, or the deal is closed.
    """
    order = session.scalars(orders_named(reference)).first()
    if order is None:
        raise NotFoundError(f"There is no order {reference}.", "Look for it by its reference.")
    _join(session, deal, order)
    return order


def _join(session: Session, deal: Deal, order: Order) -> None:
    if order.customer_id != deal.customer_id:
        raise RefusedError(f"{order.reference} is not of the customer of {deal.code}.", "Choose an order of theirs.")
    if deal.state != "open":
        raise RefusedError(f"The deal {deal.code} is closed.", "Open it again first.")
    _put(session, order, deal.id)
    journal.record(session, "order.deal", order.number, deal=deal.code)


def open_deal(session: Session, customer_id: int, code: str) -> Deal:
    """A deal that an order of this customer may go under.

    Raises
    ------
    NotFoundError
        There is no such deal.
    RefusedError
        It is another customer's, or closed.
    """
    deal = session.scalars(select(Deal).where(Deal.code == code)).one_or_none()
    if deal is None:
        raise NotFoundError(f"There is no deal {code}.", "Look for it in the customer's file.")
    if deal.customer_id != customer_id:
        raise RefusedError(f"The deal {code} is another customer's.", "Check the code, or the customer.")
    if deal.state != "open":
        raise RefusedError(f"The deal {code} is closed.", "Open it again first.")
    return deal


def choose_deal(session: Session, order: Order, deal_id: int | None) -> None:
    """Put an order under an open deal of its customer, or under none; journaled where that is another than before.

    Raises
    ------
    RefusedError
        As `put_under`.
    """
    if order.deal_id == deal_id:
        return
    if deal_id is not None:
        _join(session, session.get_one(Deal, deal_id), order)
        return
    before = session.get_one(Deal, order.deal_id)
    _put(session, order, None)
    journal.record(session, "order.deal", order.number, deal="", before=before.code)


def take_off(session: Session, deal: Deal, reference: str) -> None:
    """Take an order off its deal; journaled.

    Raises
    ------
    NotFoundError
        The deal has no such order.
    """
    order = session.scalars(select(Order).where(Order.reference == reference, Order.deal_id == deal.id)).first()
    if order is None:
        raise NotFoundError(f"{deal.code} has no order {reference}.", "It may have been taken off meanwhile.")
    _put(session, order, None)
    journal.record(session, "order.deal", order.number, deal="", before=deal.code)


def turn(session: Session, deal: Deal, state: str) -> None:
    """Close a deal, or open it again; journaled.

    Raises
    ------
    LifeCycleError
        When it is so already.
    """
    DEAL.advance(deal, state, at=clock.now(), by=actor_of(session))
    journal.record(session, f"deal.{'closed' if state == 'closed' else 'reopened'}", deal.code)


def _put(session: Session, order: Order, deal_id: int | None) -> None:
    order.deal_id = deal_id
    if order.quote_id is not None:
        session.get_one(Quote, order.quote_id).deal_id = deal_id
    session.flush()
