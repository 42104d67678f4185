"""Letters of tours."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice

from dispatch.db import Database
from dispatch.tours.letters import all_letters, letters_for
from tests.builders import TOMORROW
from tests.tours.builders import small_day


def test_after_z_comes_aa() -> None:
    assert [*islice(all_letters(), 24, 30)] == ["Y", "Z", "AA", "AB", "AC", "AD"]


def test_a_letter_in_use_is_not_given_again_on_its_day(database: Database) -> None:
    with database.transaction("t") as session:
        small_day(session)
        later = TOMORROW + timedelta(days=2)
        assert letters_for(session, [TOMORROW, TOMORROW, later]) == ["B", "C", "A"]
