"""From due lines to calls: what comes in one visit, when, and how it may be divided."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from dispatch.planning.due import Span
from dispatch.planning.portions import calls, least_of, step_of
from tests.builders import TOMORROW
from tests.planning.lines import due_line

LATER = TOMORROW + timedelta(days=1)
ONE_DAY, TWO_DAYS = Span(TOMORROW), Span(TOMORROW, 2)


def ids(call) -> list[int]:
    return [line.row.line_id for line in call.lines]


def test_lines_of_one_order_make_one_call_and_other_orders_their_own() -> None:
    found = calls([due_line(1), due_line(2), due_line(3, order_id=2)], ONE_DAY)
    assert [ids(call) for call in found] == [[1, 2], [3]]


def test_lines_due_on_different_days_go_on_different_days() -> None:
    found = calls([due_line(1), due_line(2, due_on=LATER)], TWO_DAYS)
    assert [(ids(call), call.first_day, call.last_day) for call in found] == [
        ([1], TOMORROW, LATER),
        ([2], LATER, LATER),
    ]


def test_a_complete_order_waits_for_its_last_line() -> None:
    (call,) = calls([due_line(1, partial="complete"), due_line(2, due_on=LATER, partial="complete")], TWO_DAYS)
    assert (ids(call), call.first_day, call.is_complete) == ([1, 2], LATER, True)


def test_an_early_line_may_go_as_many_days_before_as_are_admitted() -> None:
    early = due_line(1, due_on=TOMORROW + timedelta(days=3))
    (call,) = calls([early], Span(TOMORROW, 1, 3))
    assert (call.first_day, early.early_by(Span(TOMORROW, 1, 3))) == (TOMORROW, 3)


def test_a_line_lapses_after_its_latest_day() -> None:
    (call,) = calls([due_line(1, latest_on=TOMORROW)], TWO_DAYS)
    assert call.last_day == TOMORROW


def test_a_service_rides_with_the_goods_or_comes_alone() -> None:
    (with_goods,) = calls([due_line(1), due_line(2, product_kind="service")], ONE_DAY)
    (alone,) = calls([due_line(2, product_kind="service")], ONE_DAY)
    assert ([line.row.line_id for line in with_goods.goods], [line.row.line_id for line in with_goods.services]) == (
        [1],
        [2],
    )
    assert (alone.goods, ids(alone)) == ((), [2])


def test_whole_units_are_counted_as_such_and_halves_in_halves() -> None:
    assert step_of([due_line(1, 10), due_line(2, 3)]) == 1000
    assert step_of([due_line(1, 10, multiple_qty=500), due_line(2, 2.5, multiple_qty=500)]) == 500
    assert step_of([due_line(1, 24, multiple_qty=12_000)]) == 12_000


def test_the_least_delivery_is_the_orders_minimum_else_one_step() -> None:
    assert least_of(due_line(1, 9, partial="minimum", partial_minimum_qty=5_000)) == 5_000
    assert least_of(due_line(1, 3, partial="minimum", partial_minimum_qty=5_000)) == 3_000
    assert least_of(due_line(1, 24, multiple_qty=12_000)) == 12_000


def test_a_line_has_its_own_rule_beside_that_of_its_order() -> None:
    own, other = due_line(1, 10, line_partial="complete"), due_line(2, 10, product_id=2)
    (call,) = calls([own, other], ONE_DAY)
    assert (call.is_complete, call.most_visits) == (False, 1)
    assert (least_of(own), least_of(other)) == (10_000, 1_000)
    minimum = due_line(3, 10, line_partial="minimum", partial_minimum_qty=4_000)
    assert (least_of(minimum), calls([minimum], ONE_DAY)[0].most_visits) == (4_000, None)


def test_what_may_come_once_more_comes_whole() -> None:
    last, twice = replace(due_line(1, 10), deliveries_left=1), replace(due_line(2, 10), deliveries_left=2)
    assert (last.is_complete, least_of(last)) == (True, 10_000)
    assert (twice.is_complete, calls([twice], ONE_DAY)[0].most_visits) == (False, 2)
