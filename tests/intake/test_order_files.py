"""Order files: lines into orders, rows that disagree, doubts."""

from __future__ import annotations

import random
from datetime import date

import pytest
from sqlalchemy import func, select

from dispatch import journal
from dispatch.catalog.models import Product
from dispatch.orders.deals import Deal
from dispatch.orders.models import Order
from tests.intake.files import ORDER, PRODUCT, TOMORROW, codes, take, take_well, warned
from tests.intake.stored import amendments, line_of


def test_lines_become_numbered_orders_with_prices_from_the_product(either_company):
    report = take_well(
        either_company,
        "orders",
        ORDER
        | {
            "unit_price": "",
            "customer_reference": "BC-7",
            "origin": "téléphone",
            "partial": "minimum 5",
            "priority": 3,
        },
        ORDER
        | {
            "unit_price": "4,25",
            "customer_reference": "BC-7",
            "origin": "phone",
            "partial": "minimum 5",
            "priority": 3,
            "line": 2,
            "product": "P2",
        },
        ORDER | {"order": "CF2"} | {"partial": "complete"},
    )
    assert (report.created, report.warnings) == (3, ())
    with either_company.reading() as session:
        first, second = session.scalars(select(Order).order_by(Order.number))
        assert (first.number, first.reference, second.number) == ("CO-2026-000001", "CF1", "CO-2026-000002")
        assert (first.state, first.state_by, first.source) == ("confirmed", "user:anna", "import")
        assert (first.origin, first.customer_reference, first.priority) == ("telephone", "BC-7", 3)
        assert (first.partial, first.partial_minimum_qty, second.partial) == ("minimum", 5000, "complete")
        assert first.requested_on == TOMORROW
        assert [(line.unit_price_micros, line.vat_bp) for line in first.lines] == [
            (10_000_000, 2000),
            (4_250_000, 2000),
        ]
        assert [(line.ordered_qty, line.backlog_qty) for line in first.lines] == [(12_000, 12_000)] * 2


def test_the_same_file_shuffled_and_again_changes_nothing(either_company):
    rows = [ORDER | {"order": f"CF{number}", "line": line} for number in range(5) for line in (1, 2, 3)]
    take_well(either_company, "orders", *rows)
    random.Random(7).shuffle(rows)
    report = take_well(either_company, "orders", *rows, rows[0])
    assert (report.created, report.changed, report.unchanged) == (0, 0, 16)
    assert amendments(either_company) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("customer", "C2"),
        ("site", "S2"),
        ("customer_reference", "BC-9"),
        ("origin", "devis"),
        ("partial", "complete"),
        ("priority", "3"),
    ],
)
def test_lines_of_one_order_agree_and_the_odd_one_has_the_error(company, column, value):
    same = {"customer_reference": "BC-1", "origin": "direct", "partial": "allowed", "priority": "1"}
    rows = [ORDER | same | {"line": line} for line in (1, 2, 3)]
    rows[0][column] = value
    report = take(company, "orders", *rows)
    assert codes(report) == [("lines_differ", 2, column)]
    assert "3" in report.errors[0].reason


def test_lines_of_one_order_have_each_their_date(company):
    take_well(company, "orders", ORDER | {"requested_on": "27/11/2026"}, ORDER | {"line": 2})
    with company.reading() as session:
        order = session.scalars(select(Order)).one()
        assert [line.requested_on for line in order.lines] == [date(2026, 11, 27), TOMORROW]
        assert order.requested_on == TOMORROW


def test_one_line_twice_with_two_quantities_is_an_error(company):
    assert codes(take(company, "orders", ORDER, ORDER | {"quantity": 13})) == [("conflicting_rows", 3, "quantity")]


def test_unknown_references_and_bad_cells_are_all_collected(company):
    report = take(
        company,
        "orders",
        ORDER | {"order": "A", "customer": "C9"},
        ORDER | {"order": "B", "product": "P9"},
        ORDER | {"order": "C", "site": "S9"},
        ORDER | {"order": "D", "quantity": "0"},
        ORDER | {"order": "E", "requested_on": "32/11/2026"},
        ORDER | {"order": "F", "line": "x"},
        ORDER | {"order": "G"},
    )
    assert codes(report) == [
        ("unknown_reference", 2, "customer"),
        ("unknown_reference", 3, "product"),
        ("unknown_reference", 4, "site"),
        ("not_positive", 5, "quantity"),
        ("not_a_date", 6, "requested_on"),
        ("not_a_number", 7, "line"),
    ]
    with company.reading() as session:
        assert session.scalar(select(func.count(Order.id))) == 0


def test_doubts_do_not_stop_an_order(company):
    take_well(company, "products", PRODUCT | {"multiple": "5"})
    report = take_well(company, "orders", ORDER | {"site": "S2", "latest_on": "24/11/2026"})
    assert warned(report) == [
        ("site_of_other_customer", 2, "site"),
        ("not_a_multiple", 2, "quantity"),
        ("lapses_before_due", 2, "latest_on"),
    ]


def test_services_are_ordered_like_goods(company):
    take_well(company, "products", PRODUCT | {"product": "POSE", "kind": "prestation"})
    take_well(company, "orders", ORDER | {"product": "POSE"})
    with company.reading() as session:
        assert session.scalars(select(Product).where(Product.code == "POSE")).one().kind == "service"
        assert line_of(session).product.kind == "service"


def test_a_product_no_longer_sold_is_an_error_on_new_lines_and_stays_on_old_ones(either_company):
    take_well(either_company, "orders", ORDER)
    take_well(either_company, "products", PRODUCT | {"active": "non"})
    assert take_well(either_company, "orders", ORDER).unchanged == 1
    for changed in ({"order": "CF2"}, {"line": 2}):
        report = take(either_company, "orders", ORDER, ORDER | changed)
        assert codes(report) == [("product_not_sold", 3, "product")]


def test_goods_with_shorter_legal_terms_are_a_doubt_of_their_rows(either_company):
    take_well(either_company, "products", PRODUCT | {"regulated": "viandes fraîches"})
    report = take_well(either_company, "orders", ORDER, ORDER | {"line": 2, "product": "P2"})
    assert warned(report) == [("terms_illegal", 2, "product")]


def test_an_order_comes_under_a_deal_of_its_customer_that_is_open(either_company):
    deal = {"deal": "AF-1", "customer": "C1", "name": "Chantier", "opened_on": "01/11/2026"}
    take_well(either_company, "deals", deal, deal | {"deal": "AF-2", "customer": "C2"}, deal | {"deal": "AF-3"})
    with either_company.transaction("test") as session:
        session.scalars(select(Deal).where(Deal.code == "AF-3")).one().state = "closed"
        journal.record(session, "test.closed")
    for code, problem in (
        ("AF-2", "deal_of_other_customer"),
        ("AF-3", "deal_closed"),
        ("AF-9", "unknown_reference"),
    ):
        assert codes(take(either_company, "orders", ORDER | {"deal": code})) == [(problem, 2, "deal")]
    take_well(either_company, "orders", ORDER | {"deal": "AF-1"}, ORDER | {"order": "CF2"})
    assert take_well(either_company, "orders", ORDER).unchanged == 1  # an empty cell leaves it where it is
    assert take_well(either_company, "orders", ORDER | {"order": "CF2", "deal": "AF-1"}).changed == 1
    with either_company.reading() as session:
        assert [order.deal.code for order in session.scalars(select(Order))] == ["AF-1", "AF-1"]
