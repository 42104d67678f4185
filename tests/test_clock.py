"""Business time: fixed for demos, in UTC inside, in the company's zone on the wall; days of 23 and 25 hours are days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from dispatch import clock, settings

OCTOBER, MARCH = date(2026, 10, 25), date(2027, 3, 28)
"""The days on which Europe turns its clocks back and forward."""


def fix(monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"DISPATCH_{name}", value)
    settings.current.cache_clear()


def hours(day: date) -> float:
    return (clock.day_start(day + timedelta(days=1)) - clock.day_start(day)) / timedelta(hours=1)


def test_the_fixed_instant_is_given_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    fix(monkeypatch, NOW="2026-11-25T06:00:00+01:00")
    assert clock.now() == datetime(2026, 11, 25, 5, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)


def test_real_time_does_not_stand_still_in_a_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    fix(monkeypatch, NOW="2001-01-01T00:00:00+00:00")
    before = datetime.now(UTC)
    assert before <= clock.real_now() <= datetime.now(UTC)


def test_without_a_fixed_instant_business_time_is_real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPATCH_NOW")
    settings.current.cache_clear()
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-11-24T23:30:00+00:00", "Europe/Paris", date(2026, 11, 25)),
        ("2026-11-24T22:30:00+00:00", "Europe/Paris", date(2026, 11, 24)),
        ("2026-11-24T23:30:00+00:00", "America/Martinique", date(2026, 11, 24)),
        ("2026-10-24T22:30:00+00:00", "Europe/Paris", date(2026, 10, 25)),
    ],
)
def test_today_is_the_day_in_the_companys_zone(
    monkeypatch: pytest.MonkeyPatch, instant: str, zone: str, day: date
) -> None:
    fix(monkeypatch, NOW=instant, TIMEZONE=zone)
    assert clock.today() == day


def test_days_have_23_24_and_25_hours() -> None:
    assert (hours(MARCH), hours(date(2026, 11, 25)), hours(OCTOBER)) == (23, 24, 25)


def test_a_day_begins_at_midnight_on_the_wall() -> None:
    for day in (OCTOBER, OCTOBER + timedelta(days=1), MARCH, MARCH + timedelta(days=1)):
        assert clock.local(clock.day_start(day)).replace(tzinfo=None) == datetime.combine(day, time(0))


def test_a_tour_at_seven_leaves_at_seven_on_the_wall_whatever_the_season() -> None:
    for day in (OCTOBER - timedelta(days=1), OCTOBER, MARCH - timedelta(days=1), MARCH):
        assert clock.local(clock.at(day, time(7))).time() == time(7)
    assert clock.at(OCTOBER, time(7)) - clock.at(OCTOBER - timedelta(days=1), time(7)) == timedelta(hours=25)
    assert clock.at(MARCH, time(7)) - clock.at(MARCH - timedelta(days=1), time(7)) == timedelta(hours=23)


def test_a_time_that_the_spring_skips_is_the_one_an_hour_later_on_the_wall() -> None:
    assert clock.local(clock.at(MARCH, time(2, 30))).time() == time(3, 30)


def test_a_time_that_autumn_has_twice_is_its_first() -> None:
    assert clock.at(OCTOBER, time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_tours_run_from_monday_to_saturday() -> None:
    monday = date(2026, 11, 23)
    week = [monday + timedelta(days=offset) for offset in range(7)]
    following = [clock.next_working_day(day) for day in week]
    assert following == [*week[1:6], monday + timedelta(days=7), monday + timedelta(days=7)]
