"""The file of a customer or of a deal (dossier client, affaire): its orders, and one timeline of every document and event."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock
from dispatch.catalog.amounts import cents
from dispatch.controls.trail import TrailStep, in_time, steps_of
from dispatch.controls.trail_sources import Sources, sources_of
from dispatch.customers.models import Contact, Customer, Site
from dispatch.documents.store import DocumentStore
from dispatch.errors import NotFoundError
from dispatch.orders.deals import Deal
from dispatch.orders.models import Order, OrderLine
from dispatch.orders.quotes import Quote


@dataclass(frozen=True, slots=True)
class FiledOrder:
    """An order in a file; values in cents without VAT."""

    reference: str
    number: str
    state: str
    kind: str
    requested_on: date
    customer_reference: str
    site_name: str
    deal_code: str
    ordered_cents: int
    open_cents: int


@dataclass(frozen=True, slots=True)
class Dossier:
    """What stands in the file besides its own page: the latest orders, and how many there are."""

    orders: tuple[FiledOrder, ...]
    order_count: int
    quotes: tuple[str, ...]
    notes: tuple[str, ...]
    invoices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Every document and event between two days, both included."""

    code: str
    name: str
    since: date
    until: date
    steps: tuple[TrailStep, ...]

    @property
    def altered(self) -> tuple[TrailStep, ...]:
        """Steps whose hash is not what it was."""
        return tuple(step for step in self.steps if not step.intact)


def customer_of(session: Session, code: str) -> Customer:
    """The customer of that code.

    Raises
    ------
    NotFoundError
        There is none.
    """
    found = session.scalars(select(Customer).where(Customer.code == code)).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no customer {code}.", "Look for it in the files.")
    return found


def deal_of(session: Session, code: str) -> Deal:
    """The deal of that code.

    Raises
    ------
    NotFoundError
        There is none.
    """
    query = select(Deal).where(Deal.code == code).options(joinedload(Deal.customer))
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFoundError(f"There is no deal {code}.", "Look for it in the files.")
    return found


def customer_dossier(session: Session, customer: Customer, limit: int = 10) -> Dossier:
    """The latest orders of a customer."""
    return _dossier(session, Order.customer_id == customer.id, limit)


def deal_dossier(session: Session, deal: Deal, limit: int = 200) -> Dossier:
    """The orders of a deal with its quotes, notes and invoices."""
    which = Order.deal_id == deal.id
    found, sources = _dossier(session, which, limit), sources_of(session, which)
    return replace(found, quotes=_quotes(session, deal), notes=sources.notes, invoices=sources.invoices)


def customer_timeline(
    session: Session, store: DocumentStore, customer: Customer, since: date | None = None, until: date | None = None
) -> Timeline:
    """The timeline of a customer; the last three months by default."""
    sites = session.scalars(select(Site.code).where(Site.customer_id == customer.id))
    people = session.scalars(select(Contact.name).where(Contact.customer_id == customer.id))
    deals = session.scalars(select(Deal.code).where(Deal.customer_id == customer.id))
    quotes = session.scalars(select(Quote.number).where(Quote.customer_id == customer.id))
    named = {
        **dict.fromkeys(sites, "site."),
        **dict.fromkeys(deals, "deal."),
        **{f"{customer.code}/{name}": "contact." for name in people},
        **dict.fromkeys(quotes, "quote."),
        customer.code: "",
    }
    sources = replace(sources_of(session, Order.customer_id == customer.id), named=named)
    return _timeline(session, store, sources, customer.code, customer.name, since, until, timedelta(days=92))


def deal_timeline(session: Session, store: DocumentStore, deal: Deal) -> Timeline:
    """The timeline of a deal, from its opening."""
    named = {deal.code: "deal.", **dict.fromkeys(_quotes(session, deal), "quote.")}
    sources = replace(sources_of(session, Order.deal_id == deal.id), named=named)
    return _timeline(session, store, sources, deal.code, deal.name, None, None, timedelta(days=36_500))


def _timeline(
    session: Session,
    store: DocumentStore,
    sources: Sources,
    code: str,
    name: str,
    since: date | None,
    until: date | None,
    back: timedelta,
) -> Timeline:
    last = until or clock.today()
    first = since or max(last - back, date(2000, 1, 1))
    begin: datetime = clock.day_start(first)
    steps = in_time(steps_of(session, store, sources, begin, clock.day_start(last + timedelta(days=1))))
    return Timeline(code, name, first, last, steps)


def _dossier(session: Session, which: ColumnElement[bool], limit: int) -> Dossier:
    value = func.coalesce(func.sum(OrderLine.ordered_qty * OrderLine.unit_price_micros), 0)
    owed = func.coalesce(func.sum((OrderLine.backlog_qty + OrderLine.planned_qty) * OrderLine.unit_price_micros), 0)
    query = (
        select(Order, Site.name, Deal.code, value, owed)
        .join(Site, Site.id == Order.site_id)
        .outerjoin(Deal, Deal.id == Order.deal_id)
        .outerjoin(OrderLine, OrderLine.order_id == Order.id)
        .where(which)
        .group_by(Order.id, Site.name, Deal.code)
        .order_by(Order.id.desc())
        .limit(limit)
    )
    orders = tuple(
        FiledOrder(
            order.reference,
            order.number,
            order.state,
            order.kind,
            order.requested_on,
            order.customer_reference,
            site_name,
            deal_code or "",
            cents(int(ordered)),
            cents(int(left)),
        )
        for order, site_name, deal_code, ordered, left in session.execute(query)
    )
    count = session.scalar(select(func.count()).select_from(Order).where(which)) or 0
    return Dossier(orders, count, (), (), ())


def _quotes(session: Session, deal: Deal) -> tuple[str, ...]:
    """Quotes that name the deal, and those that its orders came from."""
    of_orders = select(Order.quote_id).where(Order.deal_id == deal.id, Order.quote_id.is_not(None))
    query = select(Quote.number).where((Quote.deal_id == deal.id) | Quote.id.in_(of_orders)).order_by(Quote.number)
    return tuple(session.scalars(query))
