"""Framework orders and call-offs in files: balance, validity, signature."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import select

from dispatch.orders.models import Order, OrderLine
from tests.intake.files import ORDER, codes, take, take_well

FRAME = ORDER | {
    "order": "CADRE",
    "quantity": 100,
    "unit_price": "8",
    "kind": "commande ouverte",
    "framework": "",
    "latest_on": "31/12/2026",
}
CALL = ORDER | {"order": "A1", "quantity": 40, "unit_price": "", "kind": "appel", "framework": "CADRE", "latest_on": ""}


def called(database):
    with database.reading() as session:
        query = select(OrderLine.called_qty).join(Order).where(Order.kind == "framework").order_by(OrderLine.line_no)
        return list(session.scalars(query))


def test_call_offs_draw_on_their_framework_wherever_it_stands_in_the_file(either_company):
    rows = [FRAME, CALL, CALL | {"order": "A2"}]
    random.Random(3).shuffle(rows)
    take_well(either_company, "orders", *rows)
    assert called(either_company) == [80_000]
    assert take_well(either_company, "orders", *rows).unchanged == 3
    assert called(either_company) == [80_000]
    with either_company.reading() as session:
        order = session.scalars(select(Order).where(Order.reference == "A1")).one()
        assert order.framework.reference == "CADRE"
        assert order.lines[0].unit_price_micros == 8_000_000, "the framework's price"
        assert order.framework.valid_until.isoformat() == "2026-12-31"


def test_a_framework_may_have_come_before(company):
    take_well(company, "orders", FRAME)
    take_well(company, "orders", CALL)
    assert called(company) == [40_000]


def test_a_call_off_above_the_balance_is_an_error(company):
    report = take(company, "orders", FRAME, CALL, CALL | {"order": "A2"}, CALL | {"order": "A3"})
    assert codes(report) == [("above_balance", 5, "quantity")]
    assert "20" in report.errors[0].reason
    take_well(company, "orders", FRAME, CALL, CALL | {"order": "A2"})
    assert codes(take(company, "orders", CALL | {"order": "A3", "quantity": 21})) == [("above_balance", 2, "quantity")]


def test_raising_a_call_off_draws_the_difference(either_company):
    take_well(either_company, "orders", FRAME, CALL)
    take_well(either_company, "orders", CALL | {"quantity": 90})
    assert called(either_company) == [90_000]
    assert codes(take(either_company, "orders", CALL | {"quantity": 101})) == [("above_balance", 2, "quantity")]
    take_well(either_company, "orders", CALL | {"quantity": 10})
    assert called(either_company) == [10_000]


def test_a_framework_raised_in_the_same_file_feeds_its_call_offs(company):
    take_well(company, "orders", FRAME, CALL)
    take_well(company, "orders", FRAME | {"quantity": 200}, CALL | {"quantity": 150})
    assert called(company) == [150_000]
    assert codes(take(company, "orders", FRAME | {"quantity": 149})) == [("below_committed", 2, "quantity")]


def test_a_line_added_to_a_framework_can_be_called_in_the_same_file(company):
    take_well(company, "orders", FRAME)
    take_well(company, "orders", FRAME | {"line": 2, "product": "P2"}, CALL | {"product": "P2"})
    assert called(company) == [0, 40_000]


def test_a_line_added_to_a_call_off_draws_too(either_company):
    take_well(either_company, "orders", FRAME, CALL)
    take_well(either_company, "orders", CALL, CALL | {"line": 2, "quantity": 50})
    assert called(either_company) == [90_000]
    assert codes(take(either_company, "orders", CALL | {"line": 3, "quantity": 11})) == [
        ("above_balance", 2, "quantity")
    ]


@pytest.mark.parametrize(
    ("frame", "call", "problem"),
    [
        ({}, {"requested_on": "01/01/2027"}, ("framework_expired", 3, "requested_on")),
        ({"status": "draft"}, {"status": "confirmed"}, ("framework_not_signed", 3, "framework")),
        ({}, {"customer": "C2"}, ("framework_of_other_customer", 3, "customer")),
        ({}, {"product": "P2"}, ("product_not_in_framework", 3, "product")),
        ({}, {"framework": ""}, ("framework_missing", 3, "framework")),
        ({}, {"framework": "AUTRE"}, ("unknown_framework", 3, "framework")),
        ({}, {"kind": "ferme"}, ("framework_unexpected", 3, "framework")),
    ],
)
def test_call_offs_against_the_rules_are_errors(company, frame, call, problem):
    assert codes(take(company, "orders", FRAME | frame, CALL | call)) == [problem]
    take_well(company, "orders", FRAME | frame)
    code, _row, column = problem
    assert codes(take(company, "orders", CALL | call)) == [(code, 2, column)]


def test_a_framework_signed_in_the_same_file_may_be_called(company):
    take_well(company, "orders", FRAME | {"status": "draft"})
    take_well(company, "orders", FRAME | {"status": "confirmed"}, CALL | {"status": "confirmed"})
    assert called(company) == [40_000]


def test_call_offs_of_a_framework_that_has_an_error_itself_are_not_blamed(company):
    assert codes(take(company, "orders", FRAME | {"quantity": "x"}, CALL)) == [("not_a_number", 2, "quantity")]
    assert codes(take(company, "orders", FRAME | {"product": "P9"}, CALL)) == [("unknown_reference", 2, "product")]


def test_an_order_keeps_its_kind(company):
    take_well(company, "orders", FRAME)
    assert codes(take(company, "orders", FRAME | {"kind": "ferme"})) == [("kind_is_fixed", 2, "kind")]
