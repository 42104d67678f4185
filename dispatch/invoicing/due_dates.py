"""When an invoice is to be paid: days on real calendars, end of month counted either way, never before the invoice."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Counting = Literal["days_then_month_end", "month_end_then_days"]
"""The two ways of «45 jours fin de mois»: 45 days, then the end of that month; or the end of the month, then 45 days."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Payment terms of a customer: days after the invoice, to a month's end or not, or cash at the door."""

    days: int
    end_of_month: bool = False
    cash: bool = False


def due_on(issued_on: date, terms: Terms, counting: Counting = "days_then_month_end") -> date:
    """The day by which the invoice is to be paid.

    Parameters
    ----------
    counting
        Which of the two ways; both are lawful, the company chooses one (`DISPATCH_END_OF_MONTH`).
    """
    if terms.cash or terms.days <= 0:
        return month_end(issued_on) if terms.end_of_month and not terms.cash else issued_on
    if not terms.end_of_month:
        return issued_on + timedelta(days=terms.days)
    if counting == "days_then_month_end":
        return month_end(issued_on + timedelta(days=terms.days))
    return month_end(issued_on) + timedelta(days=terms.days)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])
