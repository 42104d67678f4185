"""Benches are kept: as long as nothing is written, and across an edit, whose bench is made from the one before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dispatch.db import Database
from dispatch.planning import edits, edits_kept
from dispatch.planning.edits_kept import bench, edited, forget
from dispatch.planning.edits_moves import Move, Place
from tests import builders
from tests.builders import TOMORROW
from tests.planning.big_day import big_day


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def small(database: Database) -> Database:
    big_day(database, tours=2, stops=3, left=1)
    return database


def test_a_bench_stays_right_while_nothing_is_written(small: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits_kept, "TRUSTED_S", 0.001)
    first = bench(small, TOMORROW)
    assert bench(small, TOMORROW) is first
    with small.transaction("t") as session:
        builders.product(session, "NEW")
    assert bench(small, TOMORROW) is not first


def test_the_bench_of_an_edit_is_made_from_the_one_before_and_is_the_same_as_a_new_one(small: Database) -> None:
    first = bench(small, TOMORROW)
    with small.transaction("t") as session:
        move = Move("move", 1, (3,), to=Place(2, 1, 1))
        version = edits.save(session, first, move, {}).version
    edited(small, TOMORROW, first.version, version)
    second = bench(small, TOMORROW)
    assert second.situation is first.situation
    forget()
    third = bench(small, TOMORROW)
    assert third.situation is not first.situation
    assert (second.version, second.layout, second.tours) == (third.version, third.layout, third.tours)
    assert second.plan == third.plan
    assert second.plan != first.plan


def test_a_change_by_anybody_else_makes_the_bench_anew(small: Database) -> None:
    first = bench(small, TOMORROW)
    with small.transaction("t") as session:
        edits.save(session, first, Move("off", 1, (3,)), {})
    assert bench(small, TOMORROW).situation is not first.situation
