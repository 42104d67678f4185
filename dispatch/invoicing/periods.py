"""What goes on one invoice: a delivery each, or all deliveries of a customer in one civil month, due when the month ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dispatch.invoicing.due_dates import month_end


@dataclass(frozen=True, slots=True)
class Due:
    """One trigger that waits: whose, how billed, delivered when."""

    trigger_id: int
    customer_id: int
    billing_mode: str
    delivered_on: date


@dataclass(frozen=True, slots=True)
class Batch:
    """The triggers of one invoice, in the order of delivery; a period where it sums up."""

    customer_id: int
    billing_mode: str
    trigger_ids: tuple[int, ...]
    period_start: date | None = None
    period_end: date | None = None


def batches(waiting: Iterable[Due], until: date) -> list[Batch]:
    """Group what is due until a day into invoices, the earliest delivery first.

    A month that sums up is due once it has ended: on its last day.
    """
    found: list[Batch] = []
    months: dict[tuple[int, date], list[Due]] = {}
    for one in sorted(waiting, key=lambda due: (due.delivered_on, due.trigger_id)):
        if one.delivered_on > until:
            continue
        if one.billing_mode != "periodic":
            found.append(Batch(one.customer_id, one.billing_mode, (one.trigger_id,)))
            continue
        end = month_end(one.delivered_on)
        if end <= until:
            months.setdefault((one.customer_id, end), []).append(one)
    return found + [_month(customer, end, dues) for (customer, end), dues in sorted(months.items(), key=_by_month)]


def _month(customer_id: int, end: date, dues: Sequence[Due]) -> Batch:
    ids = tuple(one.trigger_id for one in dues)
    return Batch(customer_id, "periodic", ids, end.replace(day=1), end)


def _by_month(item: tuple[tuple[int, date], list[Due]]) -> tuple[date, int]:
    (customer_id, end), _ = item
    return end, customer_id
