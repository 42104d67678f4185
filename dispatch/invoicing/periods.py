"""What goes on one invoice: a delivery each, or all deliveries of a customer in one period of a civil month, due when it ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dispatch.invoicing.due_dates import month_end

Length = Literal["month", "fortnight", "decade"]
"""How long a summed invoice gathers: a civil month, its halves (to the 15th, to its end), or its décades (10th, 20th, end)."""

_ENDS: dict[Length, tuple[int, ...]] = {"month": (), "fortnight": (15,), "decade": (10, 20)}


@dataclass(frozen=True, slots=True)
class Due:
    """One trigger that waits: whose, how billed, delivered when; `period` is the customer's own length; None: the company's."""

    trigger_id: int
    customer_id: int
    billing_mode: str
    delivered_on: date
    period: Length | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """The triggers of one invoice, in the order of delivery; a period where it sums up."""

    customer_id: int
    billing_mode: str
    trigger_ids: tuple[int, ...]
    period_start: date | None = None
    period_end: date | None = None


def period_of(day: date, length: Length = "month") -> tuple[date, date]:
    """First and last day of the period that a day lies in; never over a month's end."""
    end = next((day.replace(day=last) for last in _ENDS[length] if day.day <= last), month_end(day))
    start = max((last + 1 for last in _ENDS[length] if last < day.day), default=1)
    return day.replace(day=start), end


def batches(waiting: Iterable[Due], until: date, length: Length = "month") -> list[Batch]:
    """Group what is due until a day into invoices, the earliest delivery first; `length` is the company's own.

    A period that sums up is due once it has ended: on its last day.
    """
    found: list[Batch] = []
    periods: dict[tuple[date, int], list[Due]] = {}
    for one in sorted(waiting, key=lambda due: (due.delivered_on, due.trigger_id)):
        if one.delivered_on > until:
            continue
        if one.billing_mode != "periodic":
            found.append(Batch(one.customer_id, one.billing_mode, (one.trigger_id,)))
            continue
        _, end = period_of(one.delivered_on, one.period or length)
        if end <= until:
            periods.setdefault((end, one.customer_id), []).append(one)
    return found + [_summed(customer, end, dues, length) for (end, customer), dues in sorted(periods.items(), key=_key)]


def _summed(customer_id: int, end: date, dues: Sequence[Due], length: Length) -> Batch:
    start, _ = period_of(end, dues[0].period or length)
    return Batch(customer_id, "periodic", tuple(one.trigger_id for one in dues), start, end)


def _key(item: tuple[tuple[date, int], list[Due]]) -> tuple[date, int]:
    return item[0]
