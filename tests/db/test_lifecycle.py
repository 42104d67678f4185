"""A life cycle takes the steps of its table and no other, and says who took the last one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import pytest

from dispatch.db import LifeCycle
from dispatch.errors import LifeCycleError, RefusedError

LAMP = LifeCycle("The lamp", {"off": ("on", "broken"), "on": ("off",), "broken": ()})
BEFORE, AFTER = datetime(2026, 11, 24, 7, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)


@dataclass
class Lamp:
    state: str = "off"
    state_at: datetime = BEFORE
    state_by: str = "test"


def test_a_step_of_the_table_is_taken_and_signed() -> None:
    lamp = Lamp()
    LAMP.advance(lamp, "on", at=AFTER, by="user:anna")
    assert lamp == Lamp("on", AFTER, "user:anna")


def test_every_other_step_is_refused_and_changes_nothing() -> None:
    allowed = {("off", "on"), ("off", "broken"), ("on", "off")}
    for before, after in product(LAMP.states, (*LAMP.states, "melted")):
        lamp = Lamp(before)
        if (before, after) in allowed:
            assert LAMP.allows(before, after)
            continue
        with pytest.raises(LifeCycleError):
            LAMP.advance(lamp, after, at=AFTER, by="user:anna")
        assert lamp == Lamp(before)


def test_the_refusal_names_the_thing_its_state_and_what_is_possible() -> None:
    with pytest.raises(RefusedError, match="The lamp is on and cannot become broken") as caught:
        LAMP.advance(Lamp("on"), "broken", at=AFTER, by="x")
    assert "off" in caught.value.hint


def test_a_final_state_says_that_it_is_final() -> None:
    with pytest.raises(LifeCycleError, match="final"):
        LAMP.advance(Lamp("broken"), "on", at=AFTER, by="x")


def test_a_state_that_the_table_does_not_know_leads_nowhere() -> None:
    with pytest.raises(LifeCycleError):
        LAMP.advance(Lamp("melted"), "on", at=AFTER, by="x")
