"""The sandbox company as the import files that a real company would bring, dated from a first day on."""

from __future__ import annotations

import random
from datetime import date

from dispatch.clock import next_working_day
from dispatch.sandbox.book import deal_table, order_table
from dispatch.sandbox.customers import customer_tables
from dispatch.sandbox.workshop import workshop_tables

SEED = 20261125
WORKING_DAYS = 18
KINDS_IN_ORDER = (
    "company",
    "customers",
    "depots",
    "sites",
    "deals",
    "products",
    "stock",
    "production",
    "vehicles",
    "drivers",
    "orders",
)
"""Each kind after those that it refers to."""


def working_days(first: date, count: int) -> list[date]:
    """`count` days from Monday to Saturday, `first` included when it is one."""
    days = [first if first.weekday() < 6 else next_working_day(first)]
    while len(days) < count:
        days.append(next_working_day(days[-1]))
    return days


def sandbox_files(first_day: date) -> dict[str, bytes]:
    """Import kind → csv file, in the order in which they are imported; the same ones every time.

    Parameters
    ----------
    first_day
        The first of three weeks of requested dates.
    """
    chance = random.Random(SEED)  # noqa: S311  invented data
    days = working_days(first_day, WORKING_DAYS)
    customers, sites = customer_tables(chance)
    keys = [(str(row[1]), str(row[0])) for row in sites.rows]
    tables = {
        "customers": customers,
        "sites": sites,
        **workshop_tables(chance, days),
        "deals": deal_table(days[0]),
        "orders": order_table(chance, days, keys),
    }
    return {kind: tables[kind].csv() for kind in KINDS_IN_ORDER}
