"""Supply curves: what is there by when, and what others' leavings leave of it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from dispatch.production.curve import SupplyCurve, cumulate


def at(hour: int) -> datetime:
    return datetime(2026, 11, 25, hour, tzinfo=UTC)


STOCK_THEN_NOON = SupplyCurve(1, ((at(0), 10), (at(12), 30)))


def test_what_is_ready_at_noon_is_not_there_in_the_morning() -> None:
    assert [STOCK_THEN_NOON.at(at(hour)) for hour in (0, 11, 12, 23)] == [10, 10, 30, 30]


def test_a_later_leaving_keeps_its_goods_from_earlier_ones() -> None:
    rest = STOCK_THEN_NOON.minus([(at(15), 25)])
    assert (rest.at(at(8)), rest.at(at(12)), rest.at(at(16))) == (5, 5, 5)


def test_a_leaving_after_the_next_production_spares_the_stock() -> None:
    rest = STOCK_THEN_NOON.minus([(at(13), 20)])
    assert (rest.at(at(8)), rest.at(at(13))) == (10, 10)


def test_what_is_given_away_twice_leaves_nothing_not_less() -> None:
    assert STOCK_THEN_NOON.minus([(at(8), 50)]).total == 0


def test_the_first_instant_with_more_taken_than_there_was_is_named() -> None:
    assert STOCK_THEN_NOON.overdrawn([(at(8), 6), (at(9), 6), (at(13), 1)]) == (at(9), 2)
    assert STOCK_THEN_NOON.overdrawn([(at(8), 6), (at(13), 6)]) is None


amounts = st.lists(st.tuples(st.integers(0, 23).map(at), st.integers(0, 50)), max_size=6)


@given(made=amounts, committed=amounts, new=amounts)
def test_leavings_that_respect_the_rest_respect_the_whole_together(made, committed, new) -> None:
    curve = SupplyCurve(1, cumulate(made))
    if curve.overdrawn(committed) is None:
        respects_rest = curve.minus(committed).overdrawn(new) is None
        assert respects_rest == (curve.overdrawn([*committed, *new]) is None)
