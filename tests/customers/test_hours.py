"""Opening hours become windows of one day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.customers.hours import readable, windows_on

PARIS = ZoneInfo("Europe/Paris")
WEDNESDAY = date(2026, 11, 25)


def clock_times(text: str, day: date = WEDNESDAY, country: str = "FR", holidays: bool = False, postcode: str = ""):
    windows = windows_on(text, day, country, PARIS, holidays, postcode)
    if windows is None:
        return None
    return [tuple(instant.astimezone(PARIS).strftime("%d %H:%M") for instant in window) for window in windows]


def test_no_hours_mean_no_restriction():
    assert clock_times("") is None


def test_unreadable_hours_mean_no_restriction():
    assert clock_times("le matin de préférence") is None


def test_a_day_may_have_several_windows():
    assert clock_times("Mo-Sa 08:00-11:30,14:00-18:00") == [("25 08:00", "25 11:30"), ("25 14:00", "25 18:00")]


def test_a_closed_day_has_no_window():
    assert clock_times("Mo-Fr 07:00-12:00", date(2026, 11, 28)) == []


def test_a_window_past_midnight_ends_on_the_next_day_and_the_night_before_opens_the_day():
    assert clock_times("Mo-Su 19:00-05:30") == [("25 00:00", "25 05:30"), ("25 19:00", "26 05:30")]


def test_a_week_of_nights_and_a_sunday_of_its_own_is_read():
    assert clock_times("Mo-Sa 07:00-00:30, Su 07:00-24:00", date(2026, 11, 29)) == [
        ("29 00:00", "29 00:30"),
        ("29 07:00", "30 00:00"),
    ]


@pytest.mark.parametrize(("country", "day"), [("FR", date(2026, 11, 11)), ("MC", date(2026, 11, 19))])
def test_hours_that_do_not_mention_holidays_are_closed_on_them_unless_the_company_delivers(country, day):
    assert clock_times("Mo-Fr 08:00-12:00", day, country) == []
    assert clock_times("", day, country) == []
    assert len(clock_times("Mo-Fr 08:00-12:00", day, country, holidays=True)) == 1
    assert clock_times("", day, country, holidays=True) is None


def test_hours_that_mention_holidays_decide_themselves():
    assert clock_times("Mo-Fr 08:00-12:00; PH 09:00-10:00", date(2026, 11, 11)) == [("11 09:00", "11 10:00")]
    assert clock_times("Mo-Fr 08:00-12:00; PH off", date(2026, 11, 11), holidays=True) == []


@pytest.mark.parametrize("text", ["Mo-Sa 08:00-12:00", "Mo-Sa 08:00-12:00; PH off"])
def test_saint_stephen_is_a_holiday_in_alsace_and_moselle_only(text):
    boxing_day = date(2026, 12, 26)
    assert clock_times(text, boxing_day, postcode="67000") == []
    assert clock_times(text, boxing_day, postcode="57000") == []
    assert len(clock_times(text, boxing_day, postcode="38000")) == 1


def test_an_unknown_country_has_no_holidays():
    assert len(clock_times("Mo-Fr 08:00-12:00; PH off", date(2026, 12, 25), "ZZ")) == 1


@pytest.mark.parametrize(
    ("day", "length"), [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23), (date(2026, 11, 25), 24)]
)
def test_a_whole_day_is_as_long_as_the_clock_change_makes_it(day, length):
    (window,) = windows_on(f"{day:%Y} {day:%b} {day:%d} 00:00-24:00", day, "FR", PARIS, True)
    assert window[1] - window[0] == timedelta(hours=length)


def test_the_same_wall_clock_is_another_instant_after_the_clock_change():
    before = windows_on("08:00-12:00", date(2026, 10, 24), "FR", PARIS, True)
    after = windows_on("08:00-12:00", date(2026, 10, 25), "FR", PARIS, True)
    assert before[0][0] == datetime(2026, 10, 24, 6, tzinfo=UTC)
    assert after[0][0] == datetime(2026, 10, 25, 7, tzinfo=UTC)


@given(day=st.dates(date(2026, 10, 1), date(2027, 4, 30)), opens=st.integers(0, 1430), lasts=st.integers(1, 1440))
def test_every_window_begins_on_its_day_and_does_not_end_before_it_begins(day, opens, lasts):
    start, end = f"{opens // 60:02}:{opens % 60:02}", (opens + lasts) % 1440
    windows = windows_on(f"Mo-Su {start}-{end // 60:02}:{end % 60:02}", day, "FR", PARIS, True)
    assert windows
    for begin, finish in windows:
        assert begin.astimezone(PARIS).date() == day
        assert begin <= finish


def test_readable_says_whether_hours_can_be_read():
    assert readable("Mo-Fr 08:00-12:00")
    assert readable("  ")
    assert not readable("8h à midi")
