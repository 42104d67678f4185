"""Order files: lines into orders, amendments, what may not change, credit."""

from __future__ import annotations

import random
import threading
from datetime import date

import pytest
from sqlalchemy import func, select

from dispatch import journal
from dispatch.catalog.models import Product
from dispatch.journal import JournalEntry
from dispatch.orders import conservation
from dispatch.orders.cancelling import cancel_line, close_order
from dispatch.orders.models import Order, OrderAmendment, OrderLine
from tests.intake.files import CUSTOMER, ORDER, PRODUCT, TOMORROW, codes, masters, take, take_well, warned


@pytest.fixture
def company(database):
    masters(database)
    return database


@pytest.fixture
def either_company(any_database):
    masters(any_database)
    return any_database


def stored(database, reference="CF1"):
    """State of the order and its lines: (number, ordered, backlog)."""
    with database.reading() as session:
        order = session.scalars(select(Order).where(Order.reference == reference)).one()
        return order.state, [(line.line_no, line.ordered_qty, line.backlog_qty) for line in order.lines]


def line_of(session, reference="CF1", line_no=1):
    query = select(OrderLine).join(Order).where(Order.reference == reference, OrderLine.line_no == line_no)
    return session.scalars(query).one()


def plan(database, quantity, reference="CF1", deliver=0):
    with database.transaction("planner") as session:
        line = line_of(session, reference)
        conservation.plan(session, line, quantity)
        conservation.accept(session, line, deliver)
        journal.record(session, "test.planned", reference)


def amendments(database):
    with database.reading() as session:
        query = select(OrderAmendment).order_by(OrderAmendment.id)
        return [(row.line_no, row.field, row.before, row.after) for row in session.scalars(query)]


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


def test_passing_the_credit_limit_warns_once_per_customer_and_with_vat(either_company):
    take_well(either_company, "customers", CUSTOMER | {"credit_limit": "144"})
    assert take_well(either_company, "orders", ORDER).warnings == (), "12 x 10 € and 20 % VAT are the limit itself"
    report = take_well(
        either_company, "orders", ORDER | {"order": "CF2", "quantity": 1}, ORDER | {"order": "CF2", "line": 2}
    )
    assert warned(report) == [("credit_limit_passed", 2, "customer")]
    assert "300" in report.warnings[0].reason
    assert stored(either_company, "CF2")[0] == "confirmed"
    assert take_well(either_company, "orders", ORDER).warnings == ()
    report = take_well(either_company, "orders", ORDER | {"quantity": 13})
    assert warned(report) == [("credit_limit_passed", 2, "customer")]


def test_drafts_and_frameworks_do_not_weigh_on_the_credit_limit(company):
    take_well(company, "customers", CUSTOMER | {"credit_limit": "1"})
    rows = [ORDER | {"order": "F", "kind": "framework"}, ORDER | {"order": "D", "status": "draft"}]
    assert take_well(company, "orders", *rows).warnings == ()


def test_services_are_ordered_like_goods(company):
    take_well(company, "products", PRODUCT | {"product": "POSE", "kind": "prestation"})
    take_well(company, "orders", ORDER | {"product": "POSE"})
    with company.reading() as session:
        assert session.scalars(select(Product).where(Product.code == "POSE")).one().kind == "service"
        assert line_of(session).product.kind == "service"


def test_the_same_file_sent_twice_at_the_same_moment_is_stored_once(either_company):
    rows = [ORDER | {"order": f"CF{number}"} for number in range(50)]
    start, reports = threading.Barrier(3), []

    def send() -> None:
        start.wait()
        reports.append(take(either_company, "orders", *rows))

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted((report.created, report.unchanged) for report in reports) == [(0, 50), (0, 50), (50, 0)]
    with either_company.reading() as session:
        numbers = session.scalars(select(Order.number).order_by(Order.number)).all()
        assert (len(numbers), numbers[-1]) == (50, "CO-2026-000050")
