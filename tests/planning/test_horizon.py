"""The time axis over days of 23 and 25 hours, and sites' windows on it."""

from __future__ import annotations

from datetime import date

from dispatch.planning.horizon import Horizon, site_windows
from tests.planning.lines import due_line

HOUR = 3600
SATURDAY, SUNDAY = date(2026, 10, 24), date(2026, 10, 25)


def test_the_day_on_which_clocks_go_back_has_25_hours() -> None:
    axis = Horizon.of(SATURDAY)
    assert axis.whole_day(SATURDAY) == (0, 24 * HOUR - 1)
    assert axis.whole_day(SUNDAY) == (24 * HOUR, 49 * HOUR - 1)


def test_windows_after_the_change_follow_the_wall_clock() -> None:
    site = due_line(opening_hours="Mo-Su 08:00-12:00").row
    assert site_windows(site, SATURDAY, SUNDAY, Horizon.of(SATURDAY)) == (
        (8 * HOUR, 12 * HOUR),
        ((24 + 9) * HOUR, (24 + 13) * HOUR),
    )


def test_a_site_without_hours_is_open_from_midnight_to_midnight() -> None:
    site = due_line(opening_hours="").row
    assert site_windows(site, SATURDAY, SATURDAY, Horizon.of(SATURDAY)) == ((0, 24 * HOUR - 1),)


def test_a_site_is_closed_on_its_days_off_and_on_public_holidays() -> None:
    closed_on_saturday = due_line(opening_hours="Mo-Fr 08:00-12:00").row
    assert site_windows(closed_on_saturday, SATURDAY, SATURDAY, Horizon.of(SATURDAY)) == ()
    christmas = date(2026, 12, 25)
    assert site_windows(due_line(opening_hours="").row, christmas, christmas, Horizon.of(christmas)) == ()
