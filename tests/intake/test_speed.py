"""Ten thousand lines: all errors found, imported in time."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import func, select

from dispatch.intake import run_import
from dispatch.orders.models import Order, OrderLine
from tests.intake.files import CUSTOMER, ORDER, PRODUCT, SITE, as_csv, codes, take_well

SECONDS = 10


@pytest.fixture
def big_company(any_database):
    take_well(any_database, "customers", *(CUSTOMER | {"customer": f"C{n}", "credit_limit": "900"} for n in range(200)))
    take_well(any_database, "sites", *(SITE | {"site": f"S{n}", "customer": f"C{n}"} for n in range(200)))
    take_well(any_database, "products", *(PRODUCT | {"product": f"P{n}"} for n in range(100)))
    return any_database


def lines(count):
    for number in range(count):
        order = number // 4
        yield ORDER | {
            "order": f"CF{order}",
            "line": number % 4 + 1,
            "customer": f"C{order % 200}",
            "site": f"S{order % 200}",
            "product": f"P{number % 100}",
            "partial": "minimum 5",
        }


def timed(database, data):
    began = time.perf_counter()
    report = run_import(database, "a", "orders", data, "orders.csv")
    return report, time.perf_counter() - began


def test_ten_thousand_lines_come_in_under_ten_seconds_and_a_second_time_change_nothing(big_company):
    data = as_csv(*lines(10_000))
    report, seconds = timed(big_company, data)
    assert (report.created, report.errors) == (10_000, ())
    assert seconds < SECONDS
    with big_company.reading() as session:
        assert session.scalar(select(func.count(Order.id))) == 2_500
        assert session.scalar(select(func.count(OrderLine.id))) == 10_000
    report, seconds = timed(big_company, data)
    assert (report.created, report.changed, report.unchanged) == (0, 0, 10_000)
    assert seconds < SECONDS


def test_ten_thousand_lines_with_ten_bad_ones_give_ten_errors_with_row_and_column(database):
    take_well(database, "customers", *(CUSTOMER | {"customer": f"C{n}"} for n in range(200)))
    take_well(database, "sites", *(SITE | {"site": f"S{n}", "customer": f"C{n}"} for n in range(200)))
    take_well(database, "products", *(PRODUCT | {"product": f"P{n}"} for n in range(100)))
    rows = list(lines(10_000))
    bad = {
        17: ("quantity", "beaucoup"), 400: ("quantity", "0"), 999: ("requested_on", "31/11/2026"), 1500: ("product", "P?"),
        2222: ("customer", ""), 3001: ("site", "S999"), 5000: ("priority", "7"), 6004: ("origin", "fax"),
        7777: ("partial", "un peu"), 9999: ("line", "un"),
    }  # fmt: skip
    for position, (column, value) in bad.items():
        rows[position] = rows[position] | {column: value}
    for row in rows:
        row.setdefault("priority", "")
        row.setdefault("origin", "")
    report, seconds = timed(database, as_csv(*rows))
    assert [(row, column) for _code, row, column in codes(report)] == [
        (position + 2, column) for position, (column, _value) in sorted(bad.items())
    ]
    assert seconds < SECONDS
    with database.reading() as session:
        assert session.scalar(select(func.count(Order.id))) == 0
