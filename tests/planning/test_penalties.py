"""What leaving a line out costs: due goods are worth driving for, old lines overtake new ones, early ones never push."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dispatch.planning.due import Span
from dispatch.planning.penalties import penalties, unit_penalties, urgency_percent
from dispatch.planning.portions import calls
from tests.builders import TOMORROW
from tests.planning.lines import due_line

SPAN = Span(TOMORROW, 1, 5)


def cents(line, trip_cents: int = 5000) -> int:
    (call,) = calls([line], SPAN)
    return penalties(call, trip_cents, SPAN)[line.row.line_id].cents


def test_a_due_line_is_worth_at_least_two_trips_however_cheap_it_is() -> None:
    assert cents(due_line(units=1, unit_price_micros=10_000)) == 10_000
    assert cents(due_line(units=1000)) == 1_000_000, "its value, where that is more"


def test_a_free_sample_is_worth_driving_for_too() -> None:
    assert cents(due_line(unit_price_micros=0)) == 10_000


def test_urgency_grows_with_days_late_age_of_the_back_order_and_priority() -> None:
    late = due_line(due_on=TOMORROW - timedelta(days=3))
    owed = due_line(back_order_opened_at=datetime(2026, 11, 22, tzinfo=UTC))
    assert urgency_percent(due_line(), TOMORROW) == 100
    assert urgency_percent(late, TOMORROW) == 100 + 75 + 45
    assert urgency_percent(owed, TOMORROW) == 100 + 75 + 45
    assert urgency_percent(due_line(priority=3), TOMORROW) == 200


@given(times=st.integers(2, 20))
def test_an_old_line_overtakes_a_new_one_of_many_times_its_value_within_weeks(times: int) -> None:
    days = next(
        d for d in range(365) if urgency_percent(due_line(due_on=TOMORROW - timedelta(days=d)), TOMORROW) > 100 * times
    )
    assert days <= 20


def test_an_early_line_is_worth_half_a_trip_less_a_tenth_a_day() -> None:
    assert cents(due_line(due_on=TOMORROW + timedelta(days=1))) == 2250
    assert cents(due_line(due_on=TOMORROW + timedelta(days=5))) == 1250


@given(due_units=st.integers(1, 500), early_units=st.integers(1, 500), price=st.integers(0, 10**9))
def test_an_early_line_never_outweighs_a_due_line_of_its_product(due_units: int, early_units: int, price: int) -> None:
    due = due_line(1, due_units, unit_price_micros=price)
    early = due_line(2, early_units, order_id=2, due_on=TOMORROW + timedelta(days=1), unit_price_micros=10**9)
    of_line = {}
    for call in calls([due, early], SPAN):
        of_line |= penalties(call, 5000, SPAN)
    units = unit_penalties([due, early], of_line, {1: 1000})
    assert units[2] <= max(units[1] // 2, 1)
