"""Hours of a work centre shared by several products are never counted twice."""

from __future__ import annotations

from datetime import UTC, date, datetime

from dispatch.production.capacity import Demand, Hours, share_hours
from dispatch.production.curve import SupplyCurve

TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
READY = datetime(2026, 11, 25, 5, tzinfo=UTC)
EVENING = datetime(2026, 11, 25, 23, tzinfo=UTC)
BREAD, CAKE, OVEN = 1, 2, 9
TWO_HOURS = [Hours(OVEN, TOMORROW, READY, 120)]
RATES = {(OVEN, BREAD): 60_000, (OVEN, CAKE): 30_000}


def wanted(product: int, units: int, due: date = TOMORROW, **changes) -> Demand:
    return Demand(product, units * 1000, due, EVENING, **changes)


def test_two_products_share_the_hours_by_promised_date() -> None:
    made = share_hours({}, TWO_HOURS, RATES, [wanted(CAKE, 60), wanted(BREAD, 90, TODAY)], TODAY)
    assert made == {BREAD: [(READY, 90_000)], CAKE: [(READY, 15_000)]}


def test_of_the_same_date_the_higher_priority_is_made_first() -> None:
    made = share_hours({}, TWO_HOURS, RATES, [wanted(BREAD, 120), wanted(CAKE, 60, priority=3)], TODAY)
    assert made == {CAKE: [(READY, 60_000)]}


def test_what_is_ready_already_asks_for_no_hours() -> None:
    stock = {BREAD: SupplyCurve(BREAD, ((READY, 80_000),))}
    assert share_hours(stock, TWO_HOURS, RATES, [wanted(BREAD, 100)], TODAY) == {BREAD: [(READY, 20_000)]}


def test_what_is_on_tours_is_made_before_what_is_due() -> None:
    made = share_hours({}, TWO_HOURS, RATES, [wanted(BREAD, 120, TODAY), wanted(CAKE, 60, committed=True)], TODAY)
    assert made == {CAKE: [(READY, 60_000)]}


def test_hours_of_yesterday_make_only_what_tours_rely_on() -> None:
    yesterday = [Hours(OVEN, TODAY, READY, 60)]
    made = share_hours({}, yesterday, RATES, [wanted(BREAD, 60), wanted(CAKE, 10, committed=True)], TOMORROW)
    assert made == {CAKE: [(READY, 10_000)]}


def test_hours_that_nobody_wants_make_nothing() -> None:
    assert share_hours({}, TWO_HOURS, RATES, [], TODAY) == {}
