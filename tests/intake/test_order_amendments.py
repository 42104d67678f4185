"""Rows of orders that exist: amendments are visible, what is planned or delivered stays."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from dispatch.journal import JournalEntry
from dispatch.orders.cancelling import cancel_line, close_order
from tests.intake.files import ORDER, PRODUCT, codes, take, take_well
from tests.intake.stored import amendments, line_of, plan, stored


def test_a_changed_row_is_a_visible_amendment(either_company):
    take_well(either_company, "orders", ORDER, ORDER | {"line": 2})
    report = take_well(
        either_company, "orders", ORDER | {"quantity": 15, "promised_on": "26/11/2026"}, ORDER | {"line": 2}
    )
    assert (report.changed, report.unchanged) == (1, 1)
    assert amendments(either_company) == [(1, "ordered_qty", "12000", "15000"), (1, "promised_on", "", "2026-11-26")]
    assert stored(either_company) == ("confirmed", [(1, 15_000, 15_000), (2, 12_000, 12_000)])
    with either_company.reading() as session:
        entry = session.scalars(select(JournalEntry).where(JournalEntry.kind == "order.amended")).one()
        assert entry.subject == "CO-2026-000001"


def test_a_change_of_the_order_counts_for_its_lines(company):
    take_well(company, "orders", ORDER, ORDER | {"line": 2})
    report = take_well(company, "orders", ORDER | {"priority": 2}, ORDER | {"line": 2, "priority": 2})
    assert report.changed == 2
    assert amendments(company) == [(None, "priority", "1", "2")]


def test_an_empty_promise_or_price_leaves_what_is_stored(company):
    take_well(company, "orders", ORDER | {"promised_on": "26/11/2026", "unit_price": "8"})
    take_well(company, "products", PRODUCT | {"price": "99"})
    report = take_well(company, "orders", ORDER | {"promised_on": "", "unit_price": ""})
    assert report.unchanged == 1
    with company.reading() as session:
        assert (line_of(session).unit_price_micros, line_of(session).promised_on) == (8_000_000, date(2026, 11, 26))


def test_a_new_line_of_a_known_order_is_added_visibly(company):
    take_well(company, "orders", ORDER)
    report = take_well(company, "orders", ORDER, ORDER | {"line": 2, "quantity": 3})
    assert (report.created, report.unchanged) == (1, 1)
    assert stored(company)[1] == [(1, 12_000, 12_000), (2, 3_000, 3_000)]
    assert amendments(company) == [(2, "line", "", "+ 3")]


def test_a_quantity_cannot_go_below_what_is_planned_and_delivered(either_company):
    take_well(either_company, "orders", ORDER)
    plan(either_company, 8_000, deliver=5_000)
    report = take(either_company, "orders", ORDER | {"quantity": 7})
    assert codes(report) == [("below_committed", 2, "quantity")]
    assert "8" in report.errors[0].reason
    take_well(either_company, "orders", ORDER | {"quantity": 8})
    assert stored(either_company)[1] == [(1, 8_000, 0)]


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"product": "P2"}, "product"),
        ({"unit_price": "3"}, "unit_price"),
        ({"customer": "C2"}, "customer"),
        ({"site": "S2"}, "site"),
    ],
)
def test_what_is_planned_keeps_its_product_price_customer_and_site(company, change, column):
    take_well(company, "orders", ORDER)
    plan(company, 1_000)
    assert codes(take(company, "orders", ORDER | change)) == [("in_progress", 2, column)]


def test_what_is_not_planned_may_change_its_product_and_site(company):
    take_well(company, "orders", ORDER)
    report = take_well(company, "orders", ORDER | {"product": "P2", "site": "S2", "customer": "C2"})
    assert report.changed == 1
    with company.reading() as session:
        line = line_of(session)
        assert (line.product.code, line.unit_price_micros, line.order.site.code) == ("P2", 4_500_000, "S2")


def test_what_was_cancelled_stays_cancelled_when_the_file_comes_again(company):
    take_well(company, "orders", ORDER)
    with company.transaction("user:anna") as session:
        cancel_line(session, line_of(session), "the customer closed", 2_000)
    assert take_well(company, "orders", ORDER).unchanged == 1
    assert stored(company)[1] == [(1, 12_000, 10_000)]


def test_a_closed_order_takes_no_change_and_the_same_row_is_no_change(company):
    take_well(company, "orders", ORDER)
    with company.transaction("user:anna") as session:
        close_order(session, line_of(session).order, "the customer closed")
    assert take_well(company, "orders", ORDER).unchanged == 1
    assert codes(take(company, "orders", ORDER | {"quantity": 20})) == [("order_closed", 2, "quantity")]
    assert codes(take(company, "orders", ORDER, ORDER | {"line": 2})) == [("order_closed", 3, "line")]


def test_a_draft_may_be_confirmed_and_not_the_other_way_round(company):
    take_well(company, "orders", ORDER | {"status": "brouillon"})
    assert stored(company)[0] == "draft"
    take_well(company, "orders", ORDER)
    assert stored(company)[0] == "draft", "the file says nothing of the status"
    take_well(company, "orders", ORDER | {"status": "confirmed"})
    assert stored(company)[0] == "confirmed"
    assert codes(take(company, "orders", ORDER | {"status": "draft"})) == [("cannot_unconfirm", 2, "status")]
