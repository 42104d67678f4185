"""What a customer's statement of account says, already decided: the paper and the page are both drawn from this alone.

Money in cents with VAT. A positive balance is owed by the customer, a negative one is owed to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dispatch.documents.invoice_sheets import InvoiceParty
from dispatch.documents.sheets import Language

Entry = Literal["invoice", "credit_note", "payment"]


@dataclass(frozen=True)
class StatementLine:
    """One invoice, credit note or payment.

    Attributes
    ----------
    number
        Of the document; of a payment its reference, which may be empty.
    due_on, open_cents
        Invoices: the day by which it is to be paid, and what of it is not paid yet.
    debit_cents, credit_cents
        One of them is zero.
    balance_cents
        Of the account after this line.
    about
        The invoice that a credit note corrects, or the means of a payment (a word of `PAYMENT_MEANS`).
    """

    on: date
    entry: Entry
    number: str
    debit_cents: int
    credit_cents: int
    balance_cents: int
    due_on: date | None = None
    open_cents: int = 0
    about: str = ""


@dataclass(frozen=True)
class StatementAge:
    """What is owed of one age: `from_days` to `to_days` days after the due date; without `to_days`, older still.

    Not due yet is the age whose `to_days` is 0 and which has no `from_days`.
    """

    from_days: int | None
    to_days: int | None
    cents: int


@dataclass(frozen=True)
class StatementSheet:
    """A customer's account over a period, both days included, in the customer's language.

    Attributes
    ----------
    opening_cents, closing_cents
        Balance before the first line and after the last.
    ages
        What is open on `period_end`, by age; their sum and `unmatched_cents` (paid, and not set against an invoice) make
        the closing balance.
    overdue_cents
        Of what is open, the part whose due date is past on `period_end`.
    """

    customer_code: str
    drawn_on: date
    period_start: date
    period_end: date
    language: Language
    seller: InvoiceParty
    buyer: InvoiceParty
    opening_cents: int
    lines: tuple[StatementLine, ...]
    closing_cents: int
    ages: tuple[StatementAge, ...]
    unmatched_cents: int
    overdue_cents: int
    terms: str = ""
    late_penalty: str = ""
    recovery_fee: str = ""
    iban: str = ""
    currency: str = "EUR"
