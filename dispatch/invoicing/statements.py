"""A customer's account: invoices, credit notes and payments of a period with the running balance, and what is open by age."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Exists, select
from sqlalchemy.orm import Session, joinedload

from dispatch import clock
from dispatch.company.models import Company
from dispatch.customers.models import Customer
from dispatch.delivery import wording
from dispatch.documents.statement_sheets import Entry, StatementAge, StatementLine, StatementSheet
from dispatch.errors import InvalidInputError, NotFoundError, RefusedError
from dispatch.invoicing.invoice_models import Invoice, InvoiceLine
from dispatch.invoicing.invoice_sheet import buyer_of, seller_of
from dispatch.invoicing.issue import note_is_back
from dispatch.invoicing.payment_models import Payment
from dispatch.invoicing.payments import open_of
from dispatch.invoicing.sentences import sentence

AGES: tuple[tuple[int | None, int | None], ...] = ((None, 0), (1, 30), (31, 60), (61, None))
"""Days after the due date: not due, a month late, two, older."""


@dataclass(frozen=True, slots=True)
class LateInvoice:
    """An invoice whose due date is past and of which something is open; cents with VAT."""

    invoice_id: int
    number: str
    customer_code: str
    customer_name: str
    issued_on: date
    due_on: date
    days: int
    gross_cents: int
    open_cents: int


@dataclass(frozen=True, slots=True)
class _Moved:
    on: date
    entry: Entry
    number: str
    debit_cents: int
    credit_cents: int
    due_on: date | None = None
    open_cents: int = 0
    about: str = ""


def statement_sheet(session: Session, customer_code: str, start: date, end: date) -> StatementSheet:
    """The statement of a customer from a day to a day, both included.

    Raises
    ------
    NotFoundError
        There is no such customer.
    InvalidInputError
        The period ends before it begins.
    RefusedError
        The company that draws it is not known.
    """
    customer = session.scalars(select(Customer).where(Customer.code == customer_code)).one_or_none()
    if customer is None:
        raise NotFoundError(f"There is no customer {customer_code}.", "Look in the list of customers.")
    if end < start:
        raise InvalidInputError(f"The period from {start} to {end} is none.", "Give its first day, then its last.")
    company = session.get(Company, 1)
    if company is None:
        raise RefusedError("The company is not known.", "Import it: dispatch import company FILE.")
    language = wording.language_of(customer.language)
    invoices = _invoices(session, customer.id, end)
    left = open_of(session, [one.id for one in invoices if one.kind == "invoice"], end)
    moved = _moved(invoices, left) + _payments(session, customer.id, end)
    moved.sort(key=lambda one: one.on)
    opening = sum(one.debit_cents - one.credit_cents for one in moved if one.on < start)
    balance, lines = opening, []
    for one in moved:
        if one.on >= start:
            balance += one.debit_cents - one.credit_cents
            lines.append(
                StatementLine(
                    one.on, one.entry, one.number, one.debit_cents, one.credit_cents, balance, one.due_on, one.open_cents,
                    one.about,
                )
            )  # fmt: skip
    ages = by_age(((one.due_on or end, left[one.id]) for one in invoices if one.kind == "invoice"), end)
    return StatementSheet(
        customer_code=customer.code,
        drawn_on=clock.today(),
        period_start=start,
        period_end=end,
        language=language,
        seller=seller_of(company),
        buyer=buyer_of(customer.payer),
        opening_cents=opening,
        lines=tuple(lines),
        closing_cents=balance,
        ages=ages,
        unmatched_cents=sum(age.cents for age in ages) - balance,
        overdue_cents=sum(age.cents for age in ages if age.from_days is not None),
        terms=wording.terms(customer, language),
        late_penalty=sentence(session, "late_penalty", end, language),
        recovery_fee=sentence(session, "recovery_fee", end, language),
        iban=company.iban,
    )


def usual_period(today: date) -> tuple[date, date]:
    """From the first of last month until today."""
    return date.fromordinal(today.replace(day=1).toordinal() - 1).replace(day=1), today


def by_age(open_by_due: Iterable[tuple[date, int]], on: date) -> tuple[StatementAge, ...]:
    """Share (due date, open cents) out among `AGES` as they stand on a day."""
    sums = [0] * len(AGES)
    for due_on, cents in open_by_due:
        days = (on - due_on).days
        sums[next(place for place, (_, last) in enumerate(AGES) if last is None or days <= last)] += cents
    return tuple(StatementAge(first, last, cents) for (first, last), cents in zip(AGES, sums, strict=True))


def late_invoices(session: Session, today: date, customer_code: str = "") -> tuple[LateInvoice, ...]:
    """Invoices that should have been paid, the oldest first."""
    query = (
        select(Invoice)
        .join(Customer, Customer.id == Invoice.customer_id)
        .where(Invoice.kind == "invoice", Invoice.state == "validated", Invoice.due_on < today, ~_out())
        .order_by(Invoice.due_on, Invoice.id)
        .options(joinedload(Invoice.customer))
    )
    if customer_code:
        query = query.where(Customer.code == customer_code)
    invoices = session.scalars(query).all()
    left = open_of(session, [one.id for one in invoices])
    return tuple(
        LateInvoice(
            one.id,
            str(one.number),
            one.customer.code,
            one.customer.name,
            one.issued_on or today,
            one.due_on or today,
            (today - (one.due_on or today)).days,
            one.gross_cents,
            left[one.id],
        )
        for one in invoices
        if left[one.id] > 0
    )


def _invoices(session: Session, customer_id: int, end: date) -> list[Invoice]:
    query = (
        select(Invoice)
        .where(Invoice.customer_id == customer_id, Invoice.state == "validated", Invoice.issued_on <= end, ~_out())
        .order_by(Invoice.issued_on, Invoice.id)
        .options(joinedload(Invoice.corrects))
    )
    return list(session.scalars(query))


def _out() -> Exists:
    """Of `Invoice`: a note that is an invoice and has not come back."""
    return select(InvoiceLine.id).where(InvoiceLine.invoice_id == Invoice.id, ~note_is_back()).exists()


def _moved(invoices: list[Invoice], left: dict[int, int]) -> list[_Moved]:
    found = []
    for one in invoices:
        on, number = one.issued_on or date.min, str(one.number)
        if one.kind == "invoice":
            found.append(_Moved(on, "invoice", number, one.gross_cents, 0, one.due_on, left[one.id]))
        else:
            about = str(one.corrects.number) if one.corrects else ""
            found.append(_Moved(on, "credit_note", number, 0, one.gross_cents, about=about))
    return found


def _payments(session: Session, customer_id: int, end: date) -> list[_Moved]:
    query = (
        select(Payment)
        .where(Payment.customer_id == customer_id, Payment.cancelled_at.is_(None), Payment.received_on <= end)
        .order_by(Payment.received_on, Payment.id)
    )
    return [
        _Moved(one.received_on, "payment", one.reference, 0, one.cents, about=one.means)
        for one in session.scalars(query)
    ]
