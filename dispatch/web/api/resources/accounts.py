"""What a customer owes: the exposure with its rule and holds, and the statement of a period."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from dispatch import clock
from dispatch.customers.credit import exposure
from dispatch.customers.directory import customer_of
from dispatch.invoicing.statement_papers import statement_pdf
from dispatch.invoicing.statements import statement_sheet, usual_period
from dispatch.orders.hold_queries import holds_of_customer
from dispatch.web.api.operations import operation
from dispatch.web.api.resources.orders import HoldOut
from dispatch.web.api.shapes import Cents, Day, Shape


class HeldOut(HoldOut):
    """A hold of one of the customer's orders."""

    order_reference: str


class ExposureOut(Shape):
    """An account as it stands, with VAT: total = ordered + delivered + invoiced; `left_cents` null without a limit."""

    mode: str
    """off, warn or block."""
    stage: str
    """Where it blocks: order, call_off or loading."""
    ordered_cents: Cents
    delivered_cents: Cents
    invoiced_cents: Cents
    total_cents: Cents
    limit_cents: Cents
    left_cents: Cents
    holds: tuple[HeldOut, ...]


class StatementQuery(Shape):
    """Which period, both days included; from the first of last month until today by default."""

    start: Day | None = None
    end: Day | None = None

    @property
    def period(self) -> tuple[date, date]:
        """First and last day."""
        start, end = usual_period(clock.today())
        return self.start or start, self.end or end


class StatementLineOut(Shape):
    """An invoice, a credit note or a payment, and the balance after it."""

    on: Day
    entry: str
    number: str
    debit_cents: Cents
    credit_cents: Cents
    balance_cents: Cents
    due_on: Day | None
    open_cents: Cents


class StatementOut(Shape):
    """A customer's account over a period."""

    customer_code: str
    period_start: Day
    period_end: Day
    opening_cents: Cents
    closing_cents: Cents
    overdue_cents: Cents
    unmatched_cents: Cents
    lines: tuple[StatementLineOut, ...]


@operation("GET", "/customers/<code>/credit")
def get_credit(session: Session, code: str) -> ExposureOut:
    """What a customer owes and will owe, the limit and what it leaves, and the orders that it held."""
    customer = customer_of(session, code)
    holds = tuple(HeldOut.of(one) for one in holds_of_customer(session, customer.id))
    return ExposureOut.of(exposure(session, customer.id), holds=holds)


def _paper(session: Session, code: str, query: StatementQuery) -> bytes:
    return statement_pdf(session, code, *query.period)


@operation("GET", "/customers/<code>/statement", paper=_paper)
def get_statement(session: Session, code: str, query: StatementQuery) -> StatementOut:
    """A customer's account over a period, or as `application/pdf` its paper."""
    found = statement_sheet(session, code, *query.period)
    return StatementOut.of(found, lines=tuple(StatementLineOut.of(one) for one in found.lines))
