"""Quotes as pages show them: the list with its sums, and one with its lines and the orders that came of it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock
from dispatch.catalog.amounts import net_cents
from dispatch.customers.models import Customer
from dispatch.orders.models import Order
from dispatch.orders.paper_mail import MailRow, address_for, last_mail
from dispatch.orders.quote_papers import KIND
from dispatch.orders.quote_sheet import find_quote
from dispatch.orders.quotes import Quote, QuoteLine

SHOWN = ("open", "overdue", "accepted", "declined", "lapsed", "all")
"""Which quotes a list shows; `overdue` are open, and their validity has ended."""


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote of the list; value in cents, net."""

    number: str
    reference: str
    customer_name: str
    site_name: str
    quoted_on: date
    valid_until: date
    state: str
    sent_at: datetime | None
    net_cents: int

    @property
    def waiting_days(self) -> int | None:
        """Days since it went to the customer without an answer; None: not sent, or answered."""
        if self.state != "open" or self.sent_at is None:
            return None
        return (clock.today() - clock.local(self.sent_at).date()).days


@dataclass(frozen=True, slots=True)
class QuotedLineRow:
    """One line of a quote."""

    line_no: int
    product_code: str
    product_name: str
    unit: str
    quantity: int
    unit_price_micros: int
    wanted_on: date | None
    net_cents: int


@dataclass(frozen=True, slots=True)
class QuoteView:
    """One quote as its page shows it; `orders` are references."""

    row: QuoteRow
    customer_code: str
    state_at: datetime
    state_by: str
    sent_by: str
    lost_reason: str
    lines: tuple[QuotedLineRow, ...]
    orders: tuple[str, ...]
    mail_to: str
    mail: MailRow | None


def quotes_page(session: Session, *, show: str, search: str = "", limit: int = 200) -> tuple[int, tuple[QuoteRow, ...]]:
    """How many quotes hold all words of `search`, and the newest of them; `show` is one of `SHOWN`."""
    query = select(Quote).join(Customer, Customer.id == Quote.customer_id)
    if show == "overdue":
        query = query.where(Quote.state == "open", Quote.valid_until < clock.today())
    elif show != "all":
        query = query.where(Quote.state == show)
    for word in search.lower().split()[:6]:
        columns = (Quote.number, Quote.reference, Customer.code, Customer.name)
        query = query.where(or_(*(func.lower(column).contains(word, autoescape=True) for column in columns)))
    count = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    query = query.options(joinedload(Quote.customer), joinedload(Quote.site)).order_by(Quote.id.desc()).limit(limit)
    found = session.scalars(query).all()
    nets: dict[int, int] = defaultdict(int)
    lines = select(QuoteLine.quote_id, QuoteLine.quantity, QuoteLine.unit_price_micros)
    for quote_id, quantity, price in session.execute(lines.where(QuoteLine.quote_id.in_([one.id for one in found]))):
        nets[quote_id] += net_cents(quantity, price)
    return count, tuple(_row(one, nets[one.id]) for one in found)


def quote_view(session: Session, number: str) -> QuoteView:
    """One quote; raises as `find_quote`."""
    quote = find_quote(session, number)
    net = sum(net_cents(line.quantity, line.unit_price_micros) for line in quote.lines)
    orders = session.scalars(select(Order.reference).where(Order.quote_id == quote.id).order_by(Order.id)).all()
    return QuoteView(
        _row(quote, net),
        quote.customer.code,
        quote.state_at,
        quote.state_by,
        quote.sent_by,
        quote.lost_reason,
        tuple(
            QuotedLineRow(
                line.line_no,
                line.product.code,
                line.product.name,
                line.product.unit,
                line.quantity,
                line.unit_price_micros,
                line.wanted_on,
                net_cents(line.quantity, line.unit_price_micros),
            )
            for line in quote.lines
        ),
        tuple(orders),
        address_for(session, quote.customer, "orders"),
        last_mail(session, KIND, quote.number),
    )


def _row(quote: Quote, net: int) -> QuoteRow:
    return QuoteRow(
        quote.number,
        quote.reference,
        quote.customer.name,
        quote.site.name,
        quote.quoted_on,
        quote.valid_until,
        quote.state,
        quote.sent_at,
        net,
    )
