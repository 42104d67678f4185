"""Several stops at once, put off, asked about, and rules broken with a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from dispatch import settings
from dispatch.db import Database
from dispatch.journal.models import JournalEntry
from dispatch.planning import edits
from dispatch.planning.edits_group import Group
from dispatch.planning.edits_kept import bench, forget
from dispatch.planning.edits_moves import Move, Place
from dispatch.planning.edits_rules import Consent, RuleBrokenError
from dispatch.planning.edits_why import why
from dispatch.planning.queries import day_board
from dispatch.tours.edits import images
from dispatch.tours.edits_history import history
from tests.builders import TOMORROW
from tests.planning.big_day import big_day
from tests.planning.builders import assert_conserved, carried, plan


@pytest.fixture
def day(database: Database) -> Iterator[Database]:
    """Three tours of four stops, one order left."""
    big_day(database, tours=3, stops=4, left=1)
    yield database
    forget()


def do(database: Database, edit: Move | Group, consent: Consent | None = None) -> int:
    made = bench(database, TOMORROW)
    with database.transaction("user:anna") as session:
        return edits.save(session, made, edit, {}, consent).version


def test_stops_of_two_tours_are_gathered_on_a_third_and_go_back_by_one_undo(day: Database) -> None:
    with day.reading() as session:
        before = images(session, TOMORROW)
    version = do(day, Group("move", {1: (1, 3), 2: (2,)}, to=3))
    made = bench(day, TOMORROW)
    assert [sum(map(len, made.layout[number])) for number in (1, 2, 3)] == [2, 3, 7]
    with day.transaction("user:anna") as session:
        edits.undo(session, TOMORROW, version)
    with day.reading() as session:
        assert images(session, TOMORROW) == before
        assert_conserved(session)


def test_stops_of_many_tours_are_locked_and_taken_off_at_once(day: Database) -> None:
    do(day, Group("lock", {1: (1,), 2: (1, 2)}))
    held = [stop for trips in bench(day, TOMORROW).layout.values() for trip in trips for stop in trip if stop.locked]
    assert len(held) == 3
    do(day, Group("off", {1: (2,), 3: (4,)}))
    with day.reading() as session:
        assert len({order for order, _ in carried(session)}) == 10


def test_what_is_put_off_is_expected_on_the_next_day_and_a_run_leaves_it_out(day: Database) -> None:
    made = bench(day, TOMORROW)
    reference = made.book.calls[made.layout[1][0][0].tasks[0][0] + 1].face.order_reference
    version = do(day, Move("later", 1, (1,)))
    with day.reading() as session:
        (row,) = {
            (one.code, one.order_reference) for one in day_board(session, TOMORROW).unplanned if one.code == "later"
        }
        assert row == ("later", reference)
    assert plan(day, time_limit_s=0.6).state == "adopted"
    with day.reading() as session:
        assert reference not in {order for order, _ in carried(session)}
    assert version == 4


def test_what_was_put_off_and_taken_back_goes_with_the_next_run(day: Database) -> None:
    version = do(day, Move("later", 1, (1,)))
    with day.transaction("user:anna") as session:
        edits.undo(session, TOMORROW, version)
    assert plan(day, time_limit_s=0.6).state == "adopted"
    with day.reading() as session:
        assert len({order for order, _ in carried(session)}) == 13


def test_a_stop_says_what_it_costs_here_and_on_every_other_vehicle(day: Database) -> None:
    made = bench(day, TOMORROW)
    found = why(made, 1, 2, "fr")
    assert found.without.duration_s < found.now.duration_s
    assert {one.vehicle_code for one in found.elsewhere} == {"V2", "V3"}
    cheapest = found.elsewhere[0]
    assert cheapest.against == ()
    moved = edits.judge(made, Move("move", 1, (2,), to=cheapest.place))
    assert moved.after.cost_cents - moved.before.cost_cents == cheapest.price_cents
    do(day, Move("lock", 1, (2,)))
    assert why(bench(day, TOMORROW), 1, 2, "fr").elsewhere[0].price_cents == cheapest.price_cents


@pytest.mark.parametrize("rule", ["block", "warn", "reason"])
def test_a_rule_broken_by_hand_is_blocked_warned_of_or_accepted_with_a_reason(
    database: Database, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPATCH_HAND_RULES", f'{{"trips": "{rule}"}}')
    settings.current.cache_clear()
    big_day(database, tours=1, stops=3, left=0)
    second_trip = Move("move", 1, (3,), to=Place(1, 2))
    assert {one.rule for one in edits.judge(bench(database, TOMORROW), second_trip).broken} == {"trips"}
    with pytest.raises(RuleBrokenError):
        do(database, second_trip)
    if rule == "block":
        with pytest.raises(RuleBrokenError):
            do(database, second_trip, Consent(given=True, reason="Le client attend"))
        return
    do(database, second_trip, Consent(given=True, reason="Le client attend" if rule == "reason" else ""))
    with database.reading() as session:
        (edit,) = history(session, TOMORROW).undo[:1]
        entry = session.scalars(
            select(JournalEntry).where(JournalEntry.kind == "day.edited").order_by(JournalEntry.seq.desc())
        ).first()
    assert edit.facts["broken"] == ["V1 ne fait pas plus de 1 voyage(s)"]
    assert edit.facts["reason"] == ("Le client attend" if rule == "reason" else "")
    assert entry is not None
    assert "V1 ne fait pas plus" in entry.payload
    again = edits.judge(bench(database, TOMORROW), Move("lock", 1, (1,)))
    assert again.broken == ()
    forget()
